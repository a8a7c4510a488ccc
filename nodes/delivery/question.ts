import type { IDataObject } from 'n8n-workflow';
import type { Skip } from '../errors/itemResult';

/** Whether what an item claims has come about, or may have: its outcome is unknown. */
export type Claim = 'taken' | 'inDoubt';

/** What must be known before an item is sent. */
export interface Question<Payload> {
	/** The query strings of the requests to ask. */
	queries: Array<Record<string, string>>;
	/** All that sending the whole payload claims. */
	claims: string[];
	/**
	 * What the answers make of the item. Throws a ValueError where it cannot be sent, and anything else where an answer cannot be understood.
	 * @param answers in the order of the queries
	 * @param claimed by earlier items of the run
	 */
	settle(answers: unknown[], claimed: ReadonlyMap<string, Claim>): Answered<Payload>;
}

/** An item that is left out, or what is sent, what that claims (a later item need not do it again), and what the result says of it. */
export type Answered<Payload> = { skip: Skip } | { payload: Payload; claims: string[]; asked?: IDataObject };
