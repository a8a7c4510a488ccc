import {
	isStartedBy,
	isTooOld,
	obstacles,
	recipient,
	recipientNow,
	type AbandonedCartJourney,
	type Journey,
	type StoredEvent,
} from './journey';
import type { Texts } from './texts';
import { userId, type User, type Users } from './users';

/** inJourney: the user's earlier cart waits already. purchased, erased: what became of the user while the cart waited. */
export const noTextReasons = [
	'dropped',
	'noJourney',
	'tooOld',
	...obstacles,
	'inJourney',
	'purchased',
	'erased',
] as const;

export type NoTextReason = (typeof noTextReasons)[number];

/** An event was accepted and yet no text went out. */
export interface NoText {
	reason: NoTextReason;
	/** Null where no journey came into question. */
	journey: string | null;
	event: string;
	externalEventId?: string;
	orderId?: string;
	userId: string;
	at: string;
}

/** Somebody added to the cart, and may still buy. */
interface Cart {
	journey: AbandonedCartJourney;
	event: StoredEvent;
	/** Milliseconds since 1970. */
	dueAt: number;
}

export class Journeys {
	readonly noTexts: NoText[] = [];
	private readonly all: Journey[] = [];
	private waiting: Cart[] = [];

	constructor(
		private readonly texts: Texts,
		private readonly users: Users,
	) {}

	add(journey: Journey): void {
		this.all.push(journey);
	}

	list(): readonly Journey[] {
		return this.all;
	}

	/** @param now the sandbox's clock in milliseconds since 1970 */
	eventStored(event: StoredEvent, now: number): void {
		if (event.api === 'ecommerce' && event.type === 'purchase') this.endCarts(event, now);
		const started = this.all.filter((journey) => isStartedBy(journey, event));
		if (event.dropped) return this.noText('dropped', null, event, now);
		if (started.length === 0) return this.noText('noJourney', null, event, now);
		for (const journey of started) {
			if (isTooOld(event, now)) this.noText('tooOld', journey, event, now);
			else if ('trigger' in journey && journey.trigger === 'abandonedCart') this.wait(journey, event, now);
			else this.text(journey, event, event.user, now);
		}
	}

	/** Texts those who have not bought by now, each as of the moment when it was due. */
	catchUp(now: number): void {
		const due = this.waiting.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
		if (due.length === 0) return;
		this.waiting = this.waiting.filter(({ dueAt }) => dueAt > now);
		for (const { journey, event, dueAt } of due) {
			const user = this.users.current(event.user);
			if (user === undefined) this.noText('erased', journey, event, dueAt);
			else this.text(journey, event, user, dueAt);
		}
	}

	/** A cart waits for somebody who could be texted if the delay were over: the rest is told now. */
	private wait(journey: AbandonedCartJourney, event: StoredEvent, now: number): void {
		const found = recipient(journey, event, event.user);
		if ('reason' in found) return this.noText(found.reason, journey, event, now);
		// That a second cart does not begin the delay anew is assumed.
		const isWaiting = this.waiting.some(
			(cart) => cart.journey === journey && this.users.current(cart.event.user) === event.user,
		);
		if (isWaiting) return this.noText('inJourney', journey, event, now);
		this.waiting.push({ journey, event, dueAt: now + journey.delayMs });
	}

	/** A purchase of anything ends the carts that were filled before it (assumed). */
	private endCarts(purchase: StoredEvent, now: number): void {
		const isBought = ({ event }: Cart) =>
			this.users.current(event.user) === purchase.user && event.occurredAt <= purchase.occurredAt;
		const bought = this.waiting.filter(isBought);
		this.waiting = this.waiting.filter((cart) => !bought.includes(cart));
		for (const { journey, event } of bought) this.noText('purchased', journey, event, now);
	}

	private text(journey: Journey, event: StoredEvent, user: User, at: number): void {
		const found = recipientNow(journey, event, user, at);
		if ('reason' in found) return this.noText(found.reason, journey, event, at);
		const { name, subscriptionType } = journey;
		const text = { kind: 'journey', phone: found.phone, subscriptionType, journey: name } as const;
		this.texts.send(user, { ...text, ...names(event) }, at);
	}

	private noText(reason: NoTextReason, journey: Journey | null, event: StoredEvent, at: number): void {
		this.noTexts.push({
			reason,
			journey: journey === null ? null : journey.name,
			...names(event),
			userId: userId(event.user),
			at: new Date(at).toISOString(),
		});
	}
}

/** What tells an event from others. */
function names({ type, externalEventId, orderId }: StoredEvent) {
	return {
		event: type,
		...(externalEventId === undefined ? {} : { externalEventId }),
		...(orderId === undefined ? {} : { orderId }),
	};
}
