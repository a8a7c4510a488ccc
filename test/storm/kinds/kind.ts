import type { Exchange } from '../exchange';

/** A kind of fault. */
export interface Kind {
	/** As in '503, after the write'. */
	name: string;
	/** Whether the request reaches the sandbox: never, once before the fault, after the node has left, or two times. */
	arrives: 'never' | 'once' | 'late' | 'twice';
	/** Where it strikes, unless it waits for the whole request. */
	strikes?: 'connection' | 'headers';
	/**
	 * It says that all went well, though nothing was written, in a form that Attentive's own answer could have where its form is not
	 * documented: nobody can tell there. It strikes only calls whose answer is documented.
	 */
	passesForSuccess?: true;
	/** A storage's answer to a file is empty, whatever it says: there this lie is not told from the truth, only pages are. */
	passesAtStorage?: true;
	/** It says in Attentive's own form that the thing is not there: whoever deletes it can but believe that. */
	saysGone?: true;
	/** It says in Attentive's own form that the thing is there already: whoever would make it can but believe that. */
	saysThere?: true;
	/** The answer is one of another request, in all good form. */
	isAnothers?: true;
	strike(exchange: Exchange): Promise<void> | void;
}
