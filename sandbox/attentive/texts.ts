import type { Clock } from './clock';
import type { SubscriptionType, User } from './users';
import type { Webhooks } from './webhooks';

/**
 * journey: an event started it. replyY: asks whether somebody wants to subscribe. legal: the mandatory text to a new subscriber.
 * alreadySubscribed, unsubscribed, alreadyUnsubscribed: what the subscription endpoints send.
 */
export type TextKind =
	'journey' | 'replyY' | 'legal' | 'alreadySubscribed' | 'unsubscribed' | 'alreadyUnsubscribed';

export interface Text {
	kind: TextKind;
	phone: string;
	/** The first of several in one text. */
	subscriptionType: SubscriptionType;
	/** The first two for a journey's text, the others where its event has them. */
	journey?: string;
	event?: string;
	externalEventId?: string;
	orderId?: string;
	/** For texts about unsubscribing. */
	language?: 'en-US' | 'fr-CA';
	/** By the sandbox's clock. */
	at: string;
}

const words: Record<Exclude<TextKind, 'journey'>, string> = {
	replyY: 'Do you want our texts? Answer Y.',
	legal: 'You are subscribed. Answer STOP to end this.',
	alreadySubscribed: 'You are subscribed already.',
	unsubscribed: 'You will get no more of these texts.',
	alreadyUnsubscribed: 'You are unsubscribed already.',
};

export function wordsOf({ kind, journey }: Pick<Text, 'kind' | 'journey'>): string {
	return kind === 'journey' ? `The text of ${journey}` : words[kind];
}

/** Every text that went out. Each is a webhook event too. */
export class Texts {
	readonly sent: Text[] = [];

	constructor(
		private readonly clock: Clock,
		private readonly webhooks: Webhooks,
	) {}

	/** @param at milliseconds since 1970: earlier than now where it was due earlier */
	send(user: User, text: Omit<Text, 'at'>, at = this.clock.now()): void {
		this.sent.push({ ...text, at: new Date(at).toISOString() });
		this.webhooks.publish('sms.sent', user, text.phone, () => ({
			message: {
				id: `message-${this.sent.length}`,
				type: text.subscriptionType,
				name: text.journey ?? text.kind,
				text: wordsOf(text),
				channel: 'TEXT',
			},
		}));
	}
}
