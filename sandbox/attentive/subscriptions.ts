import { companyPhone } from './company';
import type { SignUpUnit, SignUpUnits } from './signUpUnits';
import type { Text, Texts } from './texts';
import {
	subscriptionOf,
	subscriptionTypes,
	type Subscription,
	type SubscriptionType,
	type User,
	type Users,
} from './users';
import type { Webhooks } from './webhooks';

/** What subscribing somebody who texted STOP does; Attentive does not say. */
export const stopHandlings = ['asNew', 'ignored', 'refused'] as const;
export type StopHandling = (typeof stopHandlings)[number];

export interface SubscribeOptions {
	singleOptIn: boolean;
	afterStop: StopHandling;
}

/** How people come to be subscribed, and how they cease to be, with the texts and webhook events that go with it. */
export class Subscriptions {
	constructor(
		private readonly users: Users,
		private readonly units: SignUpUnits,
		private readonly texts: Texts,
		private readonly webhooks: Webhooks,
	) {}

	/** TEXT waits for a "Y" unless `singleOptIn` is set, EMAIL is subscribed at once. Whoever still waits is asked again (assumed). */
	subscribe(
		user: User,
		subscription: Subscription,
		unit: SignUpUnit,
		{ singleOptIn, afterStop }: SubscribeOptions,
	): 'NEWLY_CREATED' | 'PREVIOUSLY_CREATED' {
		const isText = subscription.channel === 'TEXT';
		const state = subscriptionOf(user, subscription)?.state;
		if (state === 'subscribed') {
			if (isText) this.text(user, 'alreadySubscribed', subscription);
			return 'PREVIOUSLY_CREATED';
		}
		if (state === 'stopped' && afterStop === 'ignored') return 'NEWLY_CREATED';
		if (isText && !singleOptIn) {
			this.users.setSubscription(user, { ...subscription, state: 'pending', signUpUnit: unit.id });
			this.text(user, 'replyY', subscription);
		} else {
			this.begin(user, subscription, unit.id);
		}
		return 'NEWLY_CREATED';
	}

	/** Ends one subscription without a text. `existed`: there is something to text about. */
	end(
		user: User,
		subscription: Subscription,
	): { existed: boolean; status: 'NEWLY_UNSUBSCRIBED' | 'PREVIOUSLY_UNSUBSCRIBED' } {
		const state = subscriptionOf(user, subscription)?.state;
		if (state !== 'subscribed' && state !== 'pending') {
			return { existed: state !== undefined, status: 'PREVIOUSLY_UNSUBSCRIBED' };
		}
		this.users.setSubscription(user, { ...subscription, state: 'unsubscribed' });
		if (state === 'subscribed') this.ended(user, subscription);
		return { existed: true, status: 'NEWLY_UNSUBSCRIBED' };
	}

	/** Types of which this phone or email has a subscription, whatever its state. */
	typesOf(user: User, { channel, address }: Omit<Subscription, 'type'>): SubscriptionType[] {
		return subscriptionTypes.filter((type) => subscriptionOf(user, { type, channel, address }) !== undefined);
	}

	/** Whether a "Y" of this phone would mean anything. */
	isPending(phone: string): boolean {
		const user = this.users.find({ phone });
		return user !== undefined && this.pendingOf(user, phone).length > 0;
	}

	/** Somebody texts: "Y" subscribes to whatever is pending, "STOP" ends all texts of every type, anything else is only heard. */
	receive(phone: string, text: string): void {
		const user = this.users.identify({ phone });
		this.webhooks.publish('sms.inbound_message', user, phone, () => ({
			message: { type: 'TEXT', text, to_phone: companyPhone },
		}));
		if (/^\s*y(es)?\s*$/i.test(text)) {
			for (const pending of this.pendingOf(user, phone)) this.begin(user, pending, pending.signUpUnit);
		}
		if (/^\s*stop\s*$/i.test(text)) {
			for (const type of subscriptionTypes) {
				const subscription = { type, channel: 'TEXT', address: phone } as const;
				const wasSubscribed = subscriptionOf(user, subscription)?.state === 'subscribed';
				this.users.setSubscription(user, { ...subscription, state: 'stopped' });
				if (wasSubscribed) this.ended(user, subscription);
			}
		}
	}

	/** A text about a subscription; `details` add to it. */
	text(user: User, kind: Text['kind'], { type, address }: Subscription, details?: Partial<Text>): void {
		this.texts.send(user, { kind, phone: address, subscriptionType: type, ...details });
	}

	private pendingOf(user: User, phone: string) {
		return [...user.subscriptions.values()].filter(
			({ channel, address, state }) => channel === 'TEXT' && address === phone && state === 'pending',
		);
	}

	private begin(user: User, { type, channel, address }: Subscription, unitId: string | undefined): void {
		this.users.setSubscription(user, { type, channel, address, state: 'subscribed', signUpUnit: unitId });
		const unit = this.units.find(unitId);
		this.webhooks.publish(channel === 'TEXT' ? 'sms.subscribed' : 'email.subscribed', user, address, () => ({
			subscription: { type },
			...(unit === undefined
				? {}
				: { creative: { name: unit.name ?? `Sign-up unit ${unit.id}`, type: 'API', subtype: 'API' } }),
		}));
		if (channel === 'TEXT') this.text(user, 'legal', { type, channel, address });
	}

	private ended(user: User, { type, channel, address }: Subscription): void {
		const event = channel === 'TEXT' ? 'sms.unsubscribed' : 'email.unsubscribed';
		this.webhooks.publish(event, user, address, () => ({ subscription: { type } }));
	}
}
