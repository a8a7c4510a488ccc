import { DateTime } from 'luxon';
import type { Texts } from './texts';
import { isSubscribed, phonesOf, userId, type User } from './users';

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

/** When this event comes, text whoever is subscribed for this type of text, outside quiet hours. */
export interface Journey {
	name: string;
	/** The custom event's type. */
	event: string;
	subscriptionType: 'MARKETING' | 'TRANSACTIONAL';
	quietHours: QuietHours | null;
	/** The user's attributes that the text uses: without one of them there is no text. */
	attributesNeeded?: string[] | undefined;
}

export type NoTextReason =
	'dropped' | 'noJourney' | 'tooOld' | 'noPhone' | 'noSubscription' | 'attributeMissing' | 'quietHours';

/** An event was accepted and yet no text went out. */
export interface NoText {
	reason: NoTextReason;
	/** Null where no journey came into question. */
	journey: string | null;
	event: string;
	externalEventId?: string;
	userId: string;
	at: string;
}

export interface StoredEvent {
	type: string;
	externalEventId?: string | undefined;
	/** The phone that the request named. */
	phone?: string | undefined;
	user: User;
	/** Milliseconds since 1970. */
	occurredAt: number;
	dropped: boolean;
}

export class Journeys {
	readonly noTexts: NoText[] = [];
	private readonly byEvent = new Map<string, Journey[]>();

	constructor(private readonly texts: Texts) {}

	add(journey: Journey): void {
		const others = this.byEvent.get(journey.event) ?? [];
		this.byEvent.set(journey.event, [...others, journey]);
	}

	/** @param now the sandbox's clock in milliseconds since 1970 */
	eventStored(event: StoredEvent, now: number): void {
		const about = {
			event: event.type,
			...(event.externalEventId === undefined ? {} : { externalEventId: event.externalEventId }),
		};
		const at = new Date(now).toISOString();
		const whose = userId(event.user);
		const journeys = this.byEvent.get(event.type) ?? [];
		if (event.dropped || journeys.length === 0) {
			const reason = event.dropped ? 'dropped' : 'noJourney';
			this.noTexts.push({ reason, journey: null, ...about, userId: whose, at });
			return;
		}
		for (const journey of journeys) {
			const outcome = run(journey, event, now);
			const { name, subscriptionType } = journey;
			if ('phone' in outcome) {
				const { phone } = outcome;
				this.texts.send(event.user, { kind: 'journey', phone, subscriptionType, journey: name, ...about });
			} else {
				this.noTexts.push({ reason: outcome.reason, journey: name, ...about, userId: whose, at });
			}
		}
	}
}

function run(
	journey: Journey,
	event: StoredEvent,
	now: number,
): { phone: string } | { reason: NoTextReason } {
	if (event.occurredAt < now - oldestEventMs) return { reason: 'tooOld' };
	const phones = event.phone === undefined ? phonesOf(event.user) : [event.phone];
	if (phones.length === 0) return { reason: 'noPhone' };
	const phone = phones.find((address) =>
		isSubscribed(event.user, { type: journey.subscriptionType, channel: 'TEXT', address }),
	);
	if (phone === undefined) return { reason: 'noSubscription' };
	const needed = journey.attributesNeeded ?? [];
	if (!needed.every((name) => event.user.attributes.has(name))) return { reason: 'attributeMissing' };
	if (journey.quietHours !== null && isQuiet(journey.quietHours, now)) return { reason: 'quietHours' };
	return { phone };
}

function isQuiet({ start, end, timeZone }: QuietHours, now: number): boolean {
	const time = DateTime.fromMillis(now, { zone: timeZone }).toFormat('HH:mm');
	return start <= end ? time >= start && time < end : time >= start || time < end;
}
