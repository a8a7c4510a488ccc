import type { IExecuteFunctions, INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { parseForRun, RunError } from '../errors/runError';
import { dataPathSteps, valueAt } from '../values/dataPath';
import { messageOf } from '../values/messageOf';
import { member } from '../values/member';
import { checkDepth } from '../values/nested';
import { stableJson } from '../values/stableJson';
import { excerpt, listed, ValueError } from '../values/valueError';
import type { Warning } from '../values/warning';
import { Columns } from './columns';
import { compile, type Compiled } from './compile';
import { didYouMean } from './didYouMean';
import { firstSteps } from './firstSteps';
import { itemFile } from './itemFile';
import type { ItemFile, ItemSource, Unfound } from './itemSource';
import { ItemView, type RunSource } from './itemView';
import { isContainer, pathText, type Path } from './path';
import { unfound } from './unfound';

/** A parameter that reads a field that no item has, and where its path stands in the raw parameters. */
type UnfoundPath = Unfound & { place: Path };

/** Reads a parameter for any item. */
interface Reader {
	compiled: Compiled;
	/** The item that was read last, and what it gave. */
	item: number;
	value: unknown;
}

const NO_WARNINGS: readonly Warning[] = Object.freeze([]);

/**
 * The node's parameters for all items of a run. What holds no expression is read once. An expression that is only a path into the
 * item is read straight from it; any other, and all of an agent's, is evaluated by n8n for each item.
 */
export class Parameters implements RunSource {
	private readonly node: INode;
	/** By the parameter and, where it is a collection, the field. */
	private readonly readers = new Map<string, Map<string | undefined, Reader>>();
	private readonly checked = new Map<string, unknown>();
	private readonly used = new Map<string, ReadonlySet<string>>();
	readonly timeZone: string;
	private labels = new Map<string, string>();
	private knownColumns?: Columns;
	private readonly knownFields = new Map<string, ReadonlySet<string>>();
	private pathsOfNoItem?: UnfoundPath[];
	/** What fields have said of names that no item has. */
	private readonly told = new Map<string, Unfound>();
	/** What fields have said of an item, by the item and the code of the warning. */
	private readonly warned = new Map<number, Map<string, Warning>>();
	/** Names of the fields that Map Automatically left out without being asked to. */
	readonly leftOut = new Set<string>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: INodeExecutionData[],
		readonly isTool: boolean,
	) {
		// A deep copy each time: asked for once.
		this.node = context.getNode();
		this.timeZone = context.getTimezone();
	}

	/** Says how the panel calls the parameters: errors use those names. */
	labelWith(properties: INodeProperties[]): void {
		this.labels = new Map(labelsOf(properties, ''));
	}

	/** A parameter that must be the same for all items, or a field of a collection. Throws a RunError where two items differ. */
	runWide(name: string, field?: string): unknown {
		const key = keyOf(name, field);
		if (this.checked.has(key)) return this.checked.get(key);
		const { isFixed } = this.readerOf(name, field).compiled;
		const read = (item: number) => this.read(name, item, field);
		return parseForRun(this.label(name, field), undefined, () => this.compared(key, read, isFixed));
	}

	/** All parameters that read or name a field that no item of the run has. */
	unfoundFields(): Unfound[] {
		return [...this.unfoundPaths(), ...this.told.values()];
	}

	source(item: number): ItemSource {
		return new ItemView(this, item);
	}

	raw(name: string, field?: string): unknown {
		const raw = this.node.parameters[name];
		return field === undefined ? raw : member(raw, field);
	}

	isGiven(name: string, item: number, field?: string): boolean {
		if (field === undefined) return Object.hasOwn(this.node.parameters, name);
		const raw = this.node.parameters[name];
		const given = typeof raw === 'object' ? raw : this.read(name, item);
		return typeof given === 'object' && given !== null && Object.hasOwn(given, field);
	}

	row(item: number): Record<string, unknown> {
		return this.items[item]?.json ?? {};
	}

	tellUnfound(unfound: Unfound): void {
		this.told.set(`${unfound.label} ${unfound.reason}`, unfound);
	}

	warn(item: number, warning: Warning): void {
		const known = this.warned.get(item) ?? new Map<string, Warning>();
		this.warned.set(item, known.set(warning.code, warning));
	}

	takeWarnings(item: number): readonly Warning[] {
		const warned = this.warned.get(item);
		if (!warned) return NO_WARNINGS;
		this.warned.delete(item);
		return [...warned.values()];
	}

	leaveOut(field: string): void {
		this.leftOut.add(field);
	}

	file(item: number, name: string): ItemFile | undefined {
		return itemFile(this.context, item, name);
	}

	/** A parameter may be asked for several times: n8n evaluates it once. */
	read(name: string, item: number, field?: string): unknown {
		const reader = this.readerOf(name, field);
		if (reader.item !== item) {
			reader.value = reader.compiled.value(item);
			reader.item = item;
		}
		return reader.value;
	}

	private readerOf(name: string, field?: string): Reader {
		const readers = this.readers.get(name) ?? new Map<string | undefined, Reader>();
		this.readers.set(name, readers);
		const known = readers.get(field);
		if (known) return known;
		const reader = { compiled: this.compiledOf(name, field), item: -1, value: undefined };
		readers.set(field, reader);
		return reader;
	}

	private compiledOf(name: string, field: string | undefined): Compiled {
		const evaluate = (expression: string, item: number, place: Path) =>
			this.evaluated(name, expression, item, place);
		const whole = this.node.parameters[name];
		const compiled = (raw: unknown) => compile(raw, evaluate, this.items, { direct: !this.isTool });
		if (field === undefined) return compiled(whole);
		if (typeof whole !== 'object') {
			const { isFixed } = this.readerOf(name).compiled;
			return { isFixed, value: (item) => member(this.read(name, item), field), paths: [] };
		}
		// Each field is read alone: an expression that fails in one of them leaves the others as they are.
		const { isFixed, value } = compiled({ [field]: member(whole, field) });
		return { isFixed, value: (item) => member(value(item), field), paths: [] };
	}

	private evaluated(name: string, expression: string, item: number, place: Path): unknown {
		try {
			return this.context.evaluateExpression(expression, item);
		} catch (error) {
			throw expressionError(this.labelAt([name, ...place]), expression, error);
		}
	}

	private unfoundPaths(): UnfoundPath[] {
		this.pathsOfNoItem ??= unfound(
			Object.keys(this.node.parameters).flatMap((name) =>
				this.labels.has(name)
					? this.readerOf(name).compiled.paths.map(({ path, place }) => ({ path, place: [name, ...place] }))
					: [],
			),
			this.items,
		).map(({ path, place }) => ({ place, label: this.labelAt(place), reason: this.readsUnfound(path) }));
		return this.pathsOfNoItem;
	}

	unfoundOf(places: Path[]): Unfound | undefined {
		return this.unfoundPaths().find(({ place }) =>
			places.some((wanted) => wanted.every((step, index) => place[index] === step)),
		);
	}

	private readsUnfound(path: Path): string {
		const meant = didYouMean(path, this.items);
		const suggestion = meant ? ` Did you mean '${excerpt(pathText(meant))}'?` : '';
		const names = this.fieldNames();
		const fields = names.size > 0 ? ` Fields: ${listed(names)}` : '';
		return `reads the field '${excerpt(pathText(path))}', which no item has.${suggestion}${fields}`;
	}

	fieldNames(fieldsOf = ''): ReadonlySet<string> {
		const known = this.knownFields.get(fieldsOf);
		if (known) return known;
		const names = new Set<string>();
		for (const { json } of this.items) {
			const object = fieldsOf === '' ? json : valueAt(json, fieldsOf);
			if (isContainer(object)) for (const name of Object.keys(object)) names.add(name);
		}
		this.knownFields.set(fieldsOf, names);
		return names;
	}

	usedFields(fieldsOf = ''): ReadonlySet<string> {
		const known = this.used.get(fieldsOf);
		if (known) return known;
		const below = fieldsOf === '' ? [] : (dataPathSteps(fieldsOf) ?? [fieldsOf]);
		const used = firstSteps(this.node.parameters, below);
		this.used.set(fieldsOf, used);
		return used;
	}

	cell(item: number, column: string): unknown {
		return this.columns().cell(item, column);
	}

	hasColumn(column: string): boolean {
		return this.columns().has(column);
	}

	private columns(): Columns {
		this.knownColumns ??= new Columns(this.items);
		return this.knownColumns;
	}

	/** How the panel calls a parameter, or a field of a collection. */
	label(name: string, field?: string): string {
		const key = keyOf(name, field);
		return this.labels.get(key) ?? key;
	}

	/** How the panel calls the parameter at a place in the raw values; the rows of a collection have no labels of their own. */
	private labelAt([parameter, inner]: Path): string {
		return this.labels.get(`${parameter}.${inner}`) ?? this.label(String(parameter));
	}

	private compared(key: string, read: (item: number) => unknown, isFixed: boolean): unknown {
		const first = read(0);
		if (!isFixed) {
			checkDepth(first);
			const expected = stableJson(first);
			const other = this.items.findIndex((_item, index) => stableJson(read(index)) !== expected);
			if (other >= 0) {
				throw new RunError({
					reasonCode: 'differsBetweenItems',
					field: this.label(key),
					value: read(other),
					reason: `must be the same for all items; item 0 has ${excerpt(first ?? 'nothing')}, item ${other} another value`,
					wayOut: 'Use a fixed value, or split the items into several runs',
				});
			}
		}
		this.checked.set(key, first);
		return first;
	}
}

function expressionError(field: string, expression: string, error: unknown): ValueError {
	return new ValueError({
		reasonCode: 'expressionFailed',
		field,
		value: `=${expression}`,
		reason: `could not be evaluated: ${messageOf(error)}`,
		wayOut: 'Correct the expression',
	});
}

function keyOf(name: string, field: string | undefined): string {
	return field === undefined ? name : `${name}.${field}`;
}

/** Whether a parameter's raw value is an expression or holds one anywhere. */
export function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(hasExpression);
}

function labelsOf(properties: INodeProperties[], path: string): Array<[string, string]> {
	return properties.flatMap((property) => [
		[path + property.name, property.displayName] as [string, string],
		...(property.type === 'collection'
			? (property.options ?? []).flatMap((option) =>
					'type' in option ? labelsOf([option], `${property.name}.`) : [],
				)
			: []),
	]);
}
