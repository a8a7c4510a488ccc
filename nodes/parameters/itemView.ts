import type { Warning } from '../values/warning';
import type { ItemFile, ItemSource, Unfound } from './itemSource';
import type { Path } from './path';

/** What the views of a run's items ask for. */
export interface RunSource {
	/** @param field of a collection; without it the parameter is read as a whole */
	read(name: string, item: number, field?: string): unknown;
	runWide(name: string, field?: string): unknown;
	raw(name: string, field?: string): unknown;
	isGiven(name: string, item: number, field?: string): boolean;
	label(name: string, field?: string): string;
	unfoundOf(places: Path[]): Unfound | undefined;
	row(item: number): Record<string, unknown>;
	fieldNames(fieldsOf?: string): ReadonlySet<string>;
	usedFields(fieldsOf?: string): ReadonlySet<string>;
	tellUnfound(unfound: Unfound): void;
	warn(item: number, warning: Warning): void;
	takeWarnings(item: number): readonly Warning[];
	leaveOut(field: string): void;
	cell(item: number, column: string): unknown;
	hasColumn(column: string): boolean;
	file(item: number, name: string): ItemFile | undefined;
	readonly timeZone: string;
	readonly isTool: boolean;
}

/** One item of a run. A class, since each item has several: an object of functions costs more than what they read. */
export class ItemView implements ItemSource {
	/** @param collection whose fields are seen; without it the node's parameters */
	constructor(
		readonly run: RunSource,
		private readonly item: number,
		private readonly collection?: string,
	) {}

	get timeZone(): string {
		return this.run.timeZone;
	}

	get isTool(): boolean {
		return this.run.isTool;
	}

	parameter(name: string): unknown {
		const { run, item, collection } = this;
		return collection === undefined ? run.read(name, item) : run.read(collection, item, name);
	}

	raw(name: string): unknown {
		const { run, collection } = this;
		return collection === undefined ? run.raw(name) : run.raw(collection, name);
	}

	isGiven(name: string): boolean {
		const { run, item, collection } = this;
		return collection === undefined ? run.isGiven(name, item) : run.isGiven(collection, item, name);
	}

	runWide(name: string): unknown {
		const { run, collection } = this;
		return collection === undefined ? run.runWide(name) : run.runWide(collection, name);
	}

	label(name: string): string {
		const { run, collection } = this;
		return collection === undefined ? run.label(name) : run.label(collection, name);
	}

	unfound(names: string[], ...inner: Array<string | number>): Unfound | undefined {
		const { run, collection } = this;
		const above = collection === undefined ? [] : [collection];
		return run.unfoundOf(names.map((name) => [...above, name, ...inner]));
	}

	within(collection: string): ItemSource {
		return new ItemView(this.run, this.item, collection);
	}

	row(): Record<string, unknown> {
		return this.run.row(this.item);
	}

	fieldNames(fieldsOf?: string): ReadonlySet<string> {
		return this.run.fieldNames(fieldsOf);
	}

	usedFields(fieldsOf: string | undefined): ReadonlySet<string> {
		return this.run.usedFields(fieldsOf);
	}

	tellUnfound(unfound: Unfound): void {
		this.run.tellUnfound(unfound);
	}

	warn(warning: Warning): void {
		this.run.warn(this.item, warning);
	}

	takeWarnings(): readonly Warning[] {
		return this.run.takeWarnings(this.item);
	}

	leaveOut(field: string): void {
		this.run.leaveOut(field);
	}

	cell(column: string): unknown {
		return this.run.cell(this.item, column);
	}

	hasColumn(column: string): boolean {
		return this.run.hasColumn(column);
	}

	binary(name: string): ItemFile | undefined {
		return this.run.file(this.item, name);
	}
}
