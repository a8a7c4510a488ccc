import type { Subscription } from '../../../schemas/subscriptions';

const TYPE_NAMES: Record<Subscription['type'], string> = {
	MARKETING: 'Marketing',
	TRANSACTIONAL: 'Transactional',
	CHECKOUT_ABANDONED: 'Checkout Abandoned',
};
const CHANNEL_NAMES: Record<Subscription['channel'], string> = { TEXT: 'Texts', EMAIL: 'Emails' };

/** A subscription as people read it: Marketing Texts. */
export function subscriptionName({ type, channel }: Subscription): string {
	return `${TYPE_NAMES[type]} ${CHANNEL_NAMES[channel]}`;
}
