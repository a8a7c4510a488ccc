import type { Account } from '../attentive/account';
import type { Delivery } from '../attentive/deliveries';
import type { NoText } from '../attentive/journeys';
import { wordsOf, type Text } from '../attentive/texts';
import { userRecord, type User } from '../attentive/users';
import type {
	Batch,
	Body,
	DeliveryOfEvent,
	Exchange,
	Happening,
	NotSent,
	Person,
	SentText,
} from './messages';
import { mostKept, type KeptRequest } from './requestLog';
import { surroundings } from './surroundings';
import { whyNot } from './words';

/** Entries of one batch: the page draws between batches. */
const mostAtOnce = 500;
/** Characters of a body in a batch; the page asks for more when somebody looks. */
const mostOfBody = 2_000;
/** People, deliveries, and texts that no request has caused: of more, the newest. */
const mostOfEach = mostKept;

/** How far a page has been told: all of it is counted, so it can go on from here over another connection. */
export interface Position {
	requests: number;
	texts: number;
	noTexts: number;
	deliveries: number;
	people: number;
	removed: number;
}

const start: Position = { requests: 0, texts: 0, noTexts: 0, deliveries: 0, people: 0, removed: 0 };

/** Tells one page what an account has, and then what is new. It only looks, so an account knows nothing of its pages. */
export class Watcher {
	private position: Position;
	private isFresh: boolean;
	private said = new Map<string, string>();
	/** Deliveries that were told and have not ended, with what was told of them. */
	private readonly unfinished = new Map<number, string>();
	/** Who is yet to be told, with the change as of which they are. */
	private people: Array<{ user: User; change: number }> = [];
	private isComplete = false;
	/** Whether the last batch had no room for all there was. */
	hasMore = false;

	/** @param from where an earlier connection to the same account ended */
	constructor(
		private readonly account: Account,
		private readonly log: NonNullable<Account['requestLog']>,
		from?: Position,
	) {
		this.position = from ?? start;
		this.isFresh = from === undefined;
	}

	/** Where the page is once it has all batches so far. */
	reached(): Position {
		// A delivery that has not ended is told again to a page that comes back; the oldest one is the first here.
		const [oldest = this.position.deliveries] = this.unfinished.keys();
		return { ...this.position, deliveries: oldest };
	}

	/** The next ones, or undefined if there is nothing new. */
	next(): Batch | undefined {
		const batch: Batch = {};
		if (this.isFresh) {
			this.isFresh = false;
			batch.fresh = true;
			this.skipWhatIsTooOld(batch);
		}
		const changed = this.changedSurroundings();
		if (changed !== undefined) batch.surroundings = changed;
		const room = { left: mostAtOnce };
		this.addPeople(batch, room);
		this.addHappenings(batch, room);
		this.addDeliveries(batch, room);
		this.hasMore = room.left <= 0;
		if (!this.hasMore && !this.isComplete) {
			this.isComplete = true;
			batch.complete = true;
		}
		return Object.keys(batch).length === 0 ? undefined : batch;
	}

	private skipWhatIsTooOld(batch: Batch): void {
		const { texts, journeys, deliveries } = this.account;
		this.skipForgotten(batch);
		this.position = {
			...this.position,
			texts: Math.max(this.position.texts, texts.sent.length - mostOfEach),
			noTexts: Math.max(this.position.noTexts, journeys.noTexts.length - mostOfEach),
			deliveries: Math.max(this.position.deliveries, deliveries.count - mostOfEach),
		};
	}

	/** The log keeps the last requests only; what came of the others goes with them. */
	private skipForgotten(batch: Batch): void {
		const { oldest } = this.log;
		if (oldest === undefined || oldest.number <= this.position.requests + 1) return;
		const { texts, noTexts } = oldest.wrote.from;
		this.position = { ...this.position, requests: oldest.number - 1, texts, noTexts };
		batch.forgotten = oldest.number - 1;
	}

	private changedSurroundings(): Batch['surroundings'] {
		let changed: Batch['surroundings'];
		for (const [name, part] of Object.entries(surroundings(this.account))) {
			const text = JSON.stringify(part);
			if (this.said.get(name) === text) continue;
			this.said.set(name, text);
			changed = { ...changed, [name]: part };
		}
		return changed;
	}

	private addPeople(batch: Batch, room: { left: number }): void {
		const { users } = this.account;
		if (this.people.length === 0) {
			const changed = users.changedAfter(this.position.people);
			if (changed.length > mostOfEach) batch.morePeople = changed.length - mostOfEach;
			this.people = changed.slice(-mostOfEach).map((user) => ({ user, change: user.changed }));
		}
		// Somebody who has changed again in the meantime is told as of now, and then once more.
		const told = this.people.splice(0, room.left);
		const present = told.filter(({ user }) => users.current(user) === user);
		const gone = users.removed.slice(this.position.removed);
		if (present.length > 0) batch.people = present.map(({ user }) => person(user));
		if (gone.length > 0) batch.removed = gone;
		this.position = {
			...this.position,
			removed: users.removed.length,
			people: told.at(-1)?.change ?? this.position.people,
		};
		room.left -= told.length;
	}

	private addHappenings(batch: Batch, room: { left: number }): void {
		if (room.left <= 0) return;
		this.skipForgotten(batch);
		const happenings: Happening[] = [];
		for (const request of this.log.list(this.position.requests, room.left)) {
			const { from, to } = request.wrote;
			happenings.push(...this.upTo(from.texts, from.noTexts));
			happenings.push({ exchange: this.exchange(request) });
			this.position = {
				...this.position,
				requests: request.number,
				texts: Math.max(this.position.texts, to.texts),
				noTexts: Math.max(this.position.noTexts, to.noTexts),
			};
		}
		if (this.position.requests === this.log.lastNumber) {
			const { texts, journeys } = this.account;
			happenings.push(...this.upTo(texts.sent.length, journeys.noTexts.length));
		}
		room.left -= happenings.length;
		if (happenings.length > 0) batch.happenings = happenings;
	}

	/** What no request has just caused. */
	private upTo(texts: number, noTexts: number): Happening[] {
		const sent = this.account.texts.sent.slice(this.position.texts, texts);
		const not = this.account.journeys.noTexts.slice(this.position.noTexts, noTexts);
		this.position = {
			...this.position,
			texts: Math.max(this.position.texts, texts),
			noTexts: Math.max(this.position.noTexts, noTexts),
		};
		return [
			...sent.map((text) => ({ text: sentText(text) })),
			...not.map((noText) => ({ notSent: this.notSent(noText) })),
		];
	}

	private exchange(request: KeptRequest): Exchange {
		const { wrote, body, answer, ...rest } = request;
		const { ledger, texts, journeys } = this.account;
		const entry = wrote.to.ledger > wrote.from.ledger ? ledger.list()[wrote.from.ledger] : undefined;
		return {
			...rest,
			body: beginning(body),
			answer: beginning(answer),
			...(entry === undefined ? {} : { ledger: entry.sequence }),
			...(entry?.userId === undefined ? {} : { userId: entry.userId }),
			texts: texts.sent.slice(wrote.from.texts, wrote.to.texts).map(sentText),
			notSent: journeys.noTexts
				.slice(wrote.from.noTexts, wrote.to.noTexts)
				.map((noText) => this.notSent(noText)),
		};
	}

	private notSent(noText: NoText): NotSent {
		const journey = this.account.journeys.list().find(({ name }) => name === noText.journey);
		return { ...noText, ...whyNot(noText, journey) };
	}

	private addDeliveries(batch: Batch, room: { left: number }): void {
		const { deliveries } = this.account;
		const told: DeliveryOfEvent[] = [];
		for (const [index, before] of this.unfinished) {
			if (told.length >= room.left) break;
			const delivery = deliveries.at(index);
			if (delivery === undefined || stateOf(delivery) === before) continue;
			told.push(this.deliveryAt(index, delivery));
		}
		while (this.position.deliveries < deliveries.count && told.length < room.left) {
			const index = this.position.deliveries;
			const delivery = deliveries.at(index);
			if (delivery !== undefined) told.push(this.deliveryAt(index, delivery));
			this.position = { ...this.position, deliveries: index + 1 };
		}
		room.left -= told.length;
		if (told.length > 0) batch.deliveries = told;
	}

	private deliveryAt(index: number, delivery: Delivery): DeliveryOfEvent {
		if (delivery.state === 'pending') this.unfinished.set(index, stateOf(delivery));
		else this.unfinished.delete(index);
		return { index, ...delivery, body: delivery.body.slice(0, mostOfBody) };
	}
}

function stateOf({ state, attempts }: Delivery): string {
	return `${state} ${attempts.length}`;
}

function sentText(text: Text): SentText {
	const { language: _language, ...rest } = text;
	return { ...rest, words: wordsOf(text) };
}

function beginning({ text, ...rest }: Body): Body {
	return { ...rest, text: text.slice(0, mostOfBody) };
}

function person(user: User): Person {
	const record = userRecord(user);
	const ids: Person['ids'] = [
		...record.clientUserIds.map((id): [string, string] => ['Client user ID', id]),
		...record.shopifyIds.map((id): [string, string] => ['Shopify ID', id]),
		...record.klaviyoIds.map((id): [string, string] => ['Klaviyo ID', id]),
		...record.customIdentifiers.map(({ name, value }): [string, string] => [name, value]),
	];
	const { id, linked, phones, emails, attributes, profile = {} } = record;
	const subscriptions = record.subscriptions.map(({ type, channel, address, state }) => ({
		type,
		channel,
		address,
		state,
	}));
	return { number: user.number, id, linked, phones, emails, ids, attributes, profile, subscriptions };
}
