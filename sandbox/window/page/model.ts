import type {
	Batch,
	DeliveryOfEvent,
	Exchange,
	Happening,
	NotSent,
	Person,
	SentText,
	Surroundings,
} from '../messages';

/** Entries of a list; of more, the newest. */
const mostKept = 20_000;
/** Cutting seldom keeps an entry's cost constant. */
const cutAtOnce = 1_000;
/** Seconds of the plot. */
export const secondsKept = 600;

/** What lists show: each entry has a place in the order of time, and a text to search in. */
export interface Entry {
	order: number;
	searched(): string;
}

/** A text that went out, or why none did. */
export interface Outcome extends Entry {
	kind: 'sent' | 'notSent' | 'refused' | 'waiting';
	exchange?: Exchange;
	text?: SentText;
	notSent?: NotSent;
	at: string;
}

export interface RequestEntry extends Entry {
	exchange: Exchange;
}

export interface PersonEntry extends Entry {
	person: Person;
}

export interface DeliveryEntry extends Entry {
	delivery: DeliveryOfEvent;
}

export interface JourneyCount {
	sent: number;
	/** By reason, with its sentence. */
	notSent: Map<string, { why: string; count: number }>;
}

export interface Second {
	taken: number;
	refused: number;
	limit: number;
}

/** Requests that may lead to a text at once. */
const texting = new Set([
	'POST /v1/events/custom',
	'POST /v1/events/ecommerce/product-view',
	'POST /v1/events/ecommerce/add-to-cart',
	'POST /v1/events/ecommerce/purchase',
	'POST /v1/subscriptions',
	'POST /v1/subscriptions/unsubscribe',
]);

/** All that the page knows. */
export class Model {
	outcomes: Outcome[] = [];
	requests: RequestEntry[] = [];
	readonly counts = { sent: 0, notSent: 0, requests: 0, refused: 0 };
	/** How many of the oldest requests the page never had, or has no longer. */
	forgotten = 0;
	morePeople = 0;
	isComplete = false;
	surroundings: Surroundings = { webhooks: [], journeys: [], endpoints: [], tables: [] };
	readonly journeys = new Map<string, JourneyCount>();
	/** Events that no journey starts with, and how often they came. */
	readonly withoutJourney = new Map<string, number>();
	/** By endpoint, then by second. */
	readonly rates = new Map<string, Map<number, Second>>();
	readonly texts = new Map<string, SentText[]>();
	private people = new Map<number, PersonEntry>();
	private sortedPeople: PersonEntry[] | undefined;
	private readonly byAddress = new Map<string, Person>();
	private readonly deliveriesByIndex = new Map<number, DeliveryEntry>();
	private sortedDeliveries: DeliveryEntry[] | undefined;
	private placed = 0;

	apply(batch: Batch): void {
		if (batch.fresh) this.clear();
		if (batch.forgotten !== undefined) this.forgotten = batch.forgotten;
		if (batch.morePeople !== undefined) this.morePeople = batch.morePeople;
		if (batch.surroundings !== undefined) this.surroundings = { ...this.surroundings, ...batch.surroundings };
		for (const person of batch.people ?? []) this.addPerson(person);
		for (const number of batch.removed ?? []) this.removePerson(number);
		for (const happening of batch.happenings ?? []) this.addHappening(happening);
		for (const delivery of batch.deliveries ?? []) this.addDelivery(delivery);
		if (batch.complete) this.isComplete = true;
	}

	/** In order of their creation. */
	get allPeople(): PersonEntry[] {
		this.sortedPeople ??= [...this.people.values()].sort((a, b) => a.order - b.order);
		return this.sortedPeople;
	}

	get deliveries(): DeliveryEntry[] {
		this.sortedDeliveries ??= [...this.deliveriesByIndex.values()].sort((a, b) => a.order - b.order);
		return this.sortedDeliveries;
	}

	/** By phone, email or user ID. */
	person(key: string | undefined): Person | undefined {
		return key === undefined ? undefined : this.byAddress.get(key);
	}

	private clear(): void {
		this.outcomes = [];
		this.requests = [];
		Object.assign(this.counts, { sent: 0, notSent: 0, requests: 0, refused: 0 });
		this.forgotten = 0;
		this.morePeople = 0;
		this.isComplete = false;
		this.surroundings = { webhooks: [], journeys: [], endpoints: [], tables: [] };
		for (const map of [this.journeys, this.withoutJourney, this.rates, this.texts, this.byAddress])
			map.clear();
		this.people = new Map();
		this.sortedPeople = undefined;
		this.deliveriesByIndex.clear();
		this.sortedDeliveries = undefined;
	}

	private addHappening(happening: Happening): void {
		if ('exchange' in happening) this.addExchange(happening.exchange);
		else if ('text' in happening) this.addText(happening.text);
		else this.addNotSent(happening.notSent);
	}

	private addExchange(exchange: Exchange): void {
		const searched = searchIn(() => textsOf(exchange));
		this.requests.push({ order: exchange.number, exchange, searched });
		this.counts.requests += 1;
		if (exchange.status === null || exchange.status >= 300) this.counts.refused += 1;
		this.count(exchange);
		for (const text of exchange.texts) this.addText(text, exchange);
		for (const notSent of exchange.notSent) this.addNotSent(notSent, exchange);
		if (exchange.texts.length + exchange.notSent.length === 0) this.addWithoutOutcome(exchange);
		if (this.requests.length >= mostKept + cutAtOnce) {
			this.requests = this.requests.slice(cutAtOnce);
			this.forgotten += cutAtOnce;
		}
	}

	private addWithoutOutcome(exchange: Exchange): void {
		const { endpoint, ledger, at } = exchange;
		if (endpoint === null || !texting.has(endpoint)) return;
		const isWaiting =
			endpoint.endsWith('/add-to-cart') && this.surroundings.journeys.some(({ waits }) => waits);
		if (ledger === undefined) {
			this.counts.notSent += 1;
			this.addOutcome({ kind: 'refused', exchange, at });
		} else if (isWaiting) {
			this.addOutcome({ kind: 'waiting', exchange, at });
		}
	}

	private addText(text: SentText, exchange?: Exchange): void {
		this.counts.sent += 1;
		if (text.journey !== undefined) this.journey(text.journey).sent += 1;
		const thread = this.texts.get(text.phone);
		if (thread === undefined) this.texts.set(text.phone, [text]);
		else thread.push(text);
		this.addOutcome({ kind: 'sent', text, at: text.at, ...(exchange && { exchange }) });
	}

	private addNotSent(notSent: NotSent, exchange?: Exchange): void {
		this.counts.notSent += 1;
		const { journey, reason, why, event, at } = notSent;
		if (journey !== null) {
			const reasons = this.journey(journey).notSent;
			const found = reasons.get(reason);
			if (found === undefined) reasons.set(reason, { why, count: 1 });
			else found.count += 1;
		} else if (reason === 'noJourney') {
			this.withoutJourney.set(event, (this.withoutJourney.get(event) ?? 0) + 1);
		}
		this.addOutcome({ kind: 'notSent', notSent, at, ...(exchange && { exchange }) });
	}

	private addOutcome(outcome: Omit<Outcome, 'order' | 'searched'>): void {
		this.placed += 1;
		const { exchange, text, notSent } = outcome;
		const searched = searchIn(() => [
			...(exchange === undefined ? [] : textsOf(exchange)),
			...Object.values(text ?? {}).map(String),
			...Object.values(notSent ?? {}).map(String),
		]);
		this.outcomes.push({ ...outcome, order: this.placed, searched });
		if (this.outcomes.length >= mostKept + cutAtOnce) this.outcomes = this.outcomes.slice(cutAtOnce);
	}

	private journey(name: string): JourneyCount {
		let found = this.journeys.get(name);
		if (found === undefined) {
			found = { sent: 0, notSent: new Map() };
			this.journeys.set(name, found);
		}
		return found;
	}

	private count({ endpoint, second, limit, status, fault }: Exchange): void {
		if (endpoint === null) return;
		let seconds = this.rates.get(endpoint);
		if (seconds === undefined) {
			seconds = new Map();
			this.rates.set(endpoint, seconds);
		}
		const found = seconds.get(second) ?? { taken: 0, refused: 0, limit };
		// A fault strikes only what the limit has let pass.
		if (status === 429 && fault === undefined) found.refused += 1;
		else found.taken += 1;
		found.limit = limit;
		seconds.set(second, found);
		if (seconds.size > secondsKept * 2) {
			const oldest = [...seconds.keys()].sort((a, b) => a - b).slice(0, secondsKept);
			for (const one of oldest) seconds.delete(one);
		}
	}

	private addPerson(person: Person): void {
		this.removePerson(person.number);
		const searched = searchIn(() => [
			...Object.entries(person.attributes).flat(),
			...Object.values(person.profile).map(String),
			...person.ids.flat(),
			...person.phones,
			...person.emails,
			...person.subscriptions.flatMap(({ type, channel, state }) => [type, channel, state]),
			person.id,
		]);
		this.people.set(person.number, { order: person.number, person, searched });
		for (const key of [person.id, ...person.phones, ...person.emails]) this.byAddress.set(key, person);
		this.sortedPeople = undefined;
	}

	private removePerson(number: number): void {
		const found = this.people.get(number);
		if (found === undefined) return;
		const { person } = found;
		for (const key of [person.id, ...person.phones, ...person.emails])
			if (this.byAddress.get(key) === person) this.byAddress.delete(key);
		this.people.delete(number);
		this.sortedPeople = undefined;
	}

	private addDelivery(delivery: DeliveryOfEvent): void {
		const searched = searchIn(() => [delivery.type, delivery.state, delivery.id, delivery.body]);
		this.deliveriesByIndex.set(delivery.index, { order: delivery.index, delivery, searched });
		this.sortedDeliveries = undefined;
		if (this.deliveriesByIndex.size >= mostKept + cutAtOnce) {
			for (const { order } of this.deliveries.slice(0, cutAtOnce)) this.deliveriesByIndex.delete(order);
			this.sortedDeliveries = undefined;
		}
	}
}

/** In lower case, made when somebody first searches. */
function searchIn(parts: () => string[]): () => string {
	let made: string | undefined;
	return () => (made ??= parts().join('\n').toLowerCase());
}

function textsOf(exchange: Exchange): string[] {
	const { method, path, app, body, answer, status, reason, fault, userId } = exchange;
	const outcome = [String(status ?? 'no response'), reason, fault, app, userId].filter(
		(text) => text != null,
	);
	return [method, path, body.text, answer.text, ...outcome];
}

/** Entries that hold every word. */
export function found<T extends Entry>(entries: T[], query: string): T[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return entries;
	return entries.filter((entry) => words.every((word) => entry.searched().includes(word)));
}
