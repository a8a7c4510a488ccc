import type { IDataObject } from 'n8n-workflow';
import type { ItemResult } from '../errors/itemResult';
import type { Person } from '../fields/person';
import type { Warning } from '../values/warning';
import type { Question } from './question';

/** What an item says, ready to be sent. */
export interface Ready<Payload extends object> {
	payload: Payload;
	person?: Person;
	/** What it changes, beside a person: items that change the same thing go in input order. */
	changes?: string;
	/** What its result says of the item alone, beside what its payload tells. */
	details?: IDataObject;
	warnings: readonly Warning[];
	/** What is asked at Attentive before it is sent. */
	question?: Question<Payload>;
	/** Its value of Skip Repeats By: sent only once, also in later runs. */
	once?: string;
}

/** An item that is to be sent, with the items that are sent with it as one thing. */
export interface ToSend extends Ready<object> {
	kind: 'toSend';
	/** Names a write in the journal. */
	key?: string;
	/** The whole of which it is a part. */
	partOf?: string;
	parts: readonly Part[];
	earlierTry?: EarlierTry;
}

/** An item whose result is known before anything is sent. */
export interface Settled {
	kind: 'settled';
	result: ItemResult;
	warnings: readonly Warning[];
	key?: string;
	partOf?: string;
	/** What it brought about in an earlier try. */
	claims?: string[];
	/** What it sent only once in an earlier try. */
	once?: string;
	repeats?: Repeats;
}

/** An item as it was read. The third kind is a part of what the item at the place `into` stands for. */
export type PreparedItem =
	ToSend | Settled | { kind: 'joined'; into: number; key?: string; warnings: readonly Warning[] };

/** The other items because of which an item is not sent: they have its value of Skip Repeats By, or its content. */
export interface Repeats {
	what: 'value' | 'content';
	items: number[];
}

/**
 * How an earlier try of this run ended: its outcome is unknown, and it is to be sent again; or n8n's store for Skip Repeats By failed when
 * it was asked. In both cases the value may be in the store because of that try.
 */
export type EarlierTry = 'unknown' | 'storeFailed';

/** An item that shares the outcome of another. */
export interface Part {
	index: number;
	key?: string;
	person?: Person;
}
