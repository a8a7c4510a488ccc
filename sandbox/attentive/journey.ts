import { DateTime } from 'luxon';
import { isSubscribed, phonesOf, type User } from './users';

/** Older events are stored but start no journey (OpenAPI). */
const oldestEventMs = 12 * 60 * 60 * 1000;

export interface QuietHours {
	/** 'HH:mm', included. */
	start: string;
	/** 'HH:mm', not included. Earlier than the start: the next day. */
	end: string;
	/** IANA name. Attentive takes the recipient's own; one a journey is enough here. */
	timeZone: string;
}

/** What texts whoever is subscribed for its type of text, outside quiet hours. */
interface AnyJourney {
	name: string;
	subscriptionType: 'MARKETING' | 'TRANSACTIONAL';
	quietHours: QuietHours | null;
	/** The user's attributes that the text uses: without one of them there is no text. */
	attributesNeeded?: string[] | undefined;
}

/** Texts when this custom event comes. */
export interface CustomEventJourney extends AnyJourney {
	/** The custom event's type. */
	event: string;
}

/** Texts when a purchase comes. */
export interface PostPurchaseJourney extends AnyJourney {
	trigger: 'postPurchase';
}

/** Texts who added to the cart and bought nothing for so long. */
export interface AbandonedCartJourney extends AnyJourney {
	trigger: 'abandonedCart';
	/** By the sandbox's clock, from when the request came. */
	delayMs: number;
}

export type Journey = CustomEventJourney | PostPurchaseJourney | AbandonedCartJourney;

export interface StoredEvent {
	api: 'custom' | 'ecommerce';
	/** A custom event's type; product-view, add-to-cart or purchase. */
	type: string;
	externalEventId?: string | undefined;
	orderId?: string | undefined;
	/** The phone that the request named. */
	phone?: string | undefined;
	user: User;
	/** Milliseconds since 1970. */
	occurredAt: number;
	dropped: boolean;
}

/** The first that applies. */
export const obstacles = ['noPhone', 'noSubscription', 'attributeMissing', 'quietHours'] as const;
export type Obstacle = (typeof obstacles)[number];

export function isStartedBy(journey: Journey, { api, type }: StoredEvent): boolean {
	if ('event' in journey) return api === 'custom' && journey.event === type;
	return api === 'ecommerce' && type === (journey.trigger === 'abandonedCart' ? 'add-to-cart' : 'purchase');
}

/** @param now the sandbox's clock in milliseconds since 1970 */
export function isTooOld({ occurredAt }: StoredEvent, now: number): boolean {
	return occurredAt < now - oldestEventMs;
}

/**
 * Whom a journey can text about an event.
 * @param user the event's user, as of now
 */
export function recipient(
	journey: Journey,
	event: StoredEvent,
	user: User,
): { phone: string } | { reason: Obstacle } {
	const phones = event.phone === undefined ? phonesOf(user) : [event.phone];
	if (phones.length === 0) return { reason: 'noPhone' };
	const phone = phones.find((address) =>
		isSubscribed(user, { type: journey.subscriptionType, channel: 'TEXT', address }),
	);
	if (phone === undefined) return { reason: 'noSubscription' };
	const needed = journey.attributesNeeded ?? [];
	if (!needed.every((name) => user.attributes.has(name))) return { reason: 'attributeMissing' };
	return { phone };
}

/** As `recipient`, if a text may go out now. */
export function recipientNow(
	journey: Journey,
	event: StoredEvent,
	user: User,
	now: number,
): { phone: string } | { reason: Obstacle } {
	const found = recipient(journey, event, user);
	const isQuietNow = journey.quietHours !== null && isQuiet(journey.quietHours, now);
	return 'phone' in found && isQuietNow ? { reason: 'quietHours' } : found;
}

function isQuiet({ start, end, timeZone }: QuietHours, now: number): boolean {
	const time = DateTime.fromMillis(now, { zone: timeZone }).toFormat('HH:mm');
	return start <= end ? time >= start && time < end : time >= start || time < end;
}
