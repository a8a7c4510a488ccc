import type { ItemResult } from '../engine/types';
import type { Person } from '../fields/person';
import type { Ready } from '../operation/operation';
import type { Warning } from '../operation/warnings';

/** An item whose result is known before anything is sent, or one that is to be sent. */
export type PreparedItem =
	| {
			kind: 'settled';
			result: ItemResult;
			warnings: Warning[];
			/** What it brought about in an earlier try. */
			claims?: string[];
			/** What it is a part of. */
			joinBy?: string;
			/** What it sent only once in an earlier try. */
			once?: string;
			sameAs?: SameAs;
	  }
	/** The key names a write in the memory; the parts are other items that are sent with it as one thing. */
	| ({ kind: 'toSend'; key?: string; joinBy?: string; parts: Part[] } & Ready<object> & {
				earlierTry?: EarlierTry;
			})
	/** A part of the thing that the item at this place stands for. */
	| { kind: 'joined'; into: number; key?: string; warnings: Warning[] };

/** The other items because of which an item is not sent: they have its value of Skip Repeats By, or its content. */
export interface SameAs {
	why: 'value' | 'content';
	items: number[];
}

/**
 * How an earlier try of this run ended: its outcome is unknown, and it is to be sent again; or n8n's store for Skip Repeats By failed when
 * it was asked. In both cases the value may stand in the store by its own doing.
 */
export type EarlierTry = 'unknown' | 'storeFailed';

/** An item that shares the fate of another. */
export interface Part {
	index: number;
	key?: string;
	person?: Person;
}
