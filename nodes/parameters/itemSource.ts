import type { UploadBody } from '../transport/storage';

/** A file that an item holds. */
export interface ItemFile {
	name?: string;
	/** Its bytes, from the beginning each time. */
	chunks(): AsyncIterable<Uint8Array>;
	/** Its bytes as a function changes them, for a request: a stream, or all at once where n8n keeps the file in memory. */
	through(change: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): Promise<UploadBody>;
}

/** What a field may see of one item: the node's parameters for it, and the item itself. Names are those of the panel's parameters. */
export interface ItemSource {
	/** The parameter for this item: evaluated for it where it is an expression. */
	parameter(name: string): unknown;
	/** The parameter as it stands in the panel: text that begins with "=" is an expression. */
	raw(name: string): unknown;
	/** Whether the parameter is there at all, such as a field that was added to its collection; it may still be empty. */
	isGiven(name: string): boolean;
	/** A parameter that must be the same for all items, such as the mapping. Throws a RunError where it is not. */
	runWide(name: string): unknown;
	/** How the panel calls a parameter. */
	label(name: string): string;
	/** Which field one of these parameters reads that no item of the run has, as the end of a sentence; undefined where there is none. */
	unfound(names: string[]): string | undefined;
	/** The same view of the fields inside a collection parameter. */
	within(collection: string): ItemSource;
	/** The item's own fields. */
	row(): Record<string, unknown>;
	/** The names of the fields that any item of the run has. */
	fieldNames(): ReadonlySet<string>;
	/**
	 * Names of the fields of the item that the node's parameters read, or of the fields of an object in it.
	 * @param fieldsOf name of that object, such as body
	 */
	usedFields(fieldsOf: string | undefined): ReadonlySet<string>;
	/** Tells the person who set up the node something about this run, once however often it is said. */
	note(text: string): void;
	/** The cell under a header. Throws a RunError where no item has such a field, or where two differ only by case or spaces. */
	cell(column: string): unknown;
	/** Whether any item has such a field. */
	hasColumn(column: string): boolean;
	/** The file in a binary field of the item; undefined where there is none. */
	binary(name: string): ItemFile | undefined;
	/** The same object for all items of a run: what is worked out once can be kept by it. */
	run: object;
	/** IANA name of the workflow's time zone. */
	timeZone: string;
	/** Whether an AI agent calls the node as its tool. */
	isTool: boolean;
}
