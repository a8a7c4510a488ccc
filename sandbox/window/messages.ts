/** What the page is told. This file imports nothing: the page, which is for browsers, shares it with the server. */

/** A text that went out. */
export interface SentText {
	kind: string;
	phone: string;
	subscriptionType: string;
	journey?: string;
	event?: string;
	externalEventId?: string;
	orderId?: string;
	/** ISO time, by the sandbox's clock. */
	at: string;
	/** As the phone shows it. */
	words: string;
}

/** An accepted event that sent no text. */
export interface NotSent {
	/** As the control API calls it. */
	reason: string;
	/** The same as a sentence. */
	why: string;
	/** What somebody can do about it. */
	advice?: string;
	journey: string | null;
	event: string;
	externalEventId?: string;
	orderId?: string;
	userId: string;
	at: string;
}

/** A request with its answer. */
export interface Exchange {
	/** From 1, in the order of the answers. */
	number: number;
	/** When it was answered: ISO time, by the sandbox's clock. */
	at: string;
	/** The second of real time by which the rate limit has counted it: milliseconds since 1970 of its beginning. */
	second: number;
	/** As in 'POST /v1/events/custom'; null for a path that the sandbox does not have. */
	endpoint: string | null;
	method: string;
	/** With its query. */
	path: string;
	/** The token's label; null for an unknown token and where none is needed. */
	app: string | null;
	body: Body;
	answer: Body;
	/** Null without an answer. */
	status: number | null;
	/** Why it was refused, in the sandbox's words. */
	reason?: string;
	/** The kind of fault that struck it. */
	fault?: string;
	/** Requests a second that this token may send to this endpoint. */
	limit: number;
	/** Milliseconds of real time. */
	took: number;
	/** Its sequence in the ledger, where it was written. */
	ledger?: number;
	/** Whom it is about, where it was written. */
	userId?: string;
	texts: SentText[];
	notSent: NotSent[];
}

export interface Body {
	/** Its beginning. */
	text: string;
	/** Characters of the whole. */
	length: number;
	/** It has secrets, so nothing of it is shown. */
	hidden?: true;
}

/** What happened, in order: a request with what came of it, or a text that no request has just caused. */
export type Happening =
	| { exchange: Exchange }
	/** Of somebody who waited in a journey, replied Y, or was subscribed in the background. */
	| { text: SentText }
	| { notSent: NotSent };

export interface Person {
	/** Of users that turned out to be one, the smallest. */
	number: number;
	id: string;
	/** False: nobody can reach this user. */
	linked: boolean;
	phones: string[];
	emails: string[];
	/** External IDs, each with the name of its kind. */
	ids: Array<[string, string]>;
	attributes: Record<string, string>;
	profile: Record<string, string | number>;
	subscriptions: Array<{ type: string; channel: string; address: string; state: string }>;
}

export interface DeliveryOfEvent {
	/** From 0, in order of their beginning. */
	index: number;
	id: string;
	webhookId: string;
	type: string;
	body: string;
	at: string;
	state: string;
	attempts: Array<{ at: string; url: string; status: number | null; error?: string }>;
	repeats?: string;
}

/** What there is not much of: each part is sent as a whole when it has changed. */
export interface Surroundings {
	webhooks: Array<{
		id: string;
		app: string;
		url: string;
		events: string[];
		byHand: boolean;
		deleted: boolean;
		disabledAt: string | null;
	}>;
	journeys: Array<{
		name: string;
		/** What starts it, in words. */
		start: string;
		subscriptionType: string;
		quietHours: string | null;
		attributesNeeded: string[];
		waits: boolean;
	}>;
	/** Endpoints to which something came. */
	endpoints: Array<{
		endpoint: string;
		limit: number;
		total: number;
		statuses: Record<string, number>;
		peak: number;
	}>;
	/** The rest, ready to show as tables. */
	tables: Table[];
}

export interface Table {
	title: string;
	/** What it says when it is empty. */
	none: string;
	columns: string[];
	rows: string[][];
}

/** What one message holds: additions in order, and what has changed. */
export interface Batch {
	/** What was there before is worth nothing: the page was opened, or the account is a new one. */
	fresh?: true;
	happenings?: Happening[];
	/** New, or changed. */
	people?: Person[];
	/** Numbers of people who are gone. */
	removed?: number[];
	/** New, or changed. */
	deliveries?: DeliveryOfEvent[];
	surroundings?: Partial<Surroundings>;
	/** How many of the oldest requests are not kept any more, nor what came of them. */
	forgotten?: number;
	/** How many of the people that were changed longest ago are not shown. */
	morePeople?: number;
	/** Nothing more is waiting: the page now shows what there is. */
	complete?: true;
}
