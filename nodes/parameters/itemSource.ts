import type { OpenFile } from '../transport/storage';
import type { Warning } from '../values/warning';

/** A file that an item holds. */
export interface ItemFile {
	name?: string;
	/** Its bytes, from the beginning each time. */
	chunks(): AsyncIterable<Uint8Array>;
	/** Its bytes as a function changes them, for a request: a stream, or all at once where n8n keeps the file in memory. */
	through(change: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>): Promise<OpenFile>;
}

/** A parameter that reads a field that no item has. */
export interface Unfound {
	/** How the panel calls the parameter. */
	label: string;
	/** Which field that is, and which one was probably meant, as the end of a sentence. */
	reason: string;
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
	/**
	 * The first of these parameters that reads a field that no item of the run has; undefined where there is none.
	 * @param inner leads to a part of them, such as a row and its field
	 */
	unfound(names: string[], ...inner: Array<string | number>): Unfound | undefined;
	/** The same view of the fields inside a collection parameter. */
	within(collection: string): ItemSource;
	/** The item's own fields. */
	row(): Record<string, unknown>;
	/**
	 * The names of the fields that any item of the run has, or an object in it.
	 * @param fieldsOf name of that object, such as body
	 */
	fieldNames(fieldsOf?: string): ReadonlySet<string>;
	/**
	 * Names of the fields of the item that the node's parameters read, or of the fields of an object in it.
	 * @param fieldsOf name of that object, such as body
	 */
	usedFields(fieldsOf: string | undefined): ReadonlySet<string>;
	/** Keeps the name of a field that Map Automatically left out without being asked to: Validate Only lists them. */
	leaveOut(field: string): void;
	/** Keeps something that a user should know about the item, which may be sent all the same. */
	warn(warning: Warning): void;
	/** What was kept for this item, each once; it is forgotten then. */
	takeWarnings(): readonly Warning[];
	/** Keeps that a parameter names a field that no item has, for a hint of the run. */
	tellUnfound(unfound: Unfound): void;
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
