import type { UploadBody } from '../transport/storage';

/** A file that an item holds. */
export interface ItemFile {
	name?: string;
	/** Its bytes, from the beginning each time. */
	chunks(): AsyncIterable<Uint8Array>;
	/** Its bytes as a function changes them, for a request: a stream, or all at once where n8n keeps the file in memory. */
	through(change: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): Promise<UploadBody>;
}

/** What a field may see of one item: the node's parameters for it, and the cells of its row. Names are those of the panel's parameters. */
export interface ItemSource {
	/** The parameter for this item: evaluated for it where it is an expression. */
	parameter(name: string): unknown;
	/** Whether the parameter is there at all, such as a field that was added to its collection; it may still be empty. */
	isGiven(name: string): boolean;
	/** A parameter that must be the same for all items, such as the name of a column. Throws a RunError where it is not. */
	runWide(name: string): unknown;
	/** The same view of the fields inside a collection parameter. */
	within(collection: string): ItemSource;
	/** The cell under a header. Throws a RunError where no item has such a column, or where two differ only by case or spaces. */
	cell(column: string): unknown;
	/** Whether any item has such a column. */
	hasColumn(column: string): boolean;
	/** The file in a binary field of the item; undefined where there is none. */
	binary(name: string): ItemFile | undefined;
	/** All cells of the row by their trimmed headers, without what this node put there itself. */
	cells(): Map<string, unknown>;
	/** The same object for all items of a run: what is worked out once can be kept by it. */
	run: object;
	/** IANA name of the workflow's time zone. */
	timeZone: string;
	/** Whether the panel says that the user is named by columns. */
	usesColumns(): boolean;
	/** Whether an AI agent calls the node as its tool: there are no columns then. */
	isTool: boolean;
}
