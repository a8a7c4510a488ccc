import type { IExecuteFunctions, INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { parseForRun, RunError } from '../errors/runError';
import { dataPathSteps, valueAt } from '../values/dataPath';
import { member } from '../values/member';
import { checkDepth } from '../values/nested';
import { stableJson } from '../values/stableJson';
import { excerpt, ValueError } from '../values/valueError';
import type { Warning } from '../values/warning';
import { Columns } from './columns';
import { compile, type Compiled } from './compile';
import { didYouMean } from './didYouMean';
import { firstSteps } from './firstSteps';
import { itemFile } from './itemFile';
import type { ItemSource, Unfound } from './itemSource';
import { isContainer, pathText, type Path } from './path';
import { unfound } from './unfound';

/** Most fields that an error lists. */
const MOST_FIELDS = 10;

/** A parameter that reads a field that no item has, and where its path stands in the raw parameters. */
type UnfoundPath = Unfound & { place: Path };

/**
 * The node's parameters for all items of a run. What holds no expression is read once. An expression that is only a path into the
 * item is read straight from it; any other, and all of an agent's, is evaluated by n8n for each item.
 */
export class Parameters {
	private readonly node: INode;
	private readonly compiled = new Map<string, Compiled>();
	private readonly checked = new Map<string, unknown>();
	private readonly latest = new Map<string, { item: number; value: unknown }>();
	private readonly used = new Map<string, ReadonlySet<string>>();
	private readonly timeZone: string;
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
		private readonly isTool: boolean,
	) {
		// A deep copy each time: asked for once.
		this.node = context.getNode();
		this.timeZone = context.getTimezone();
	}

	/** Says how the panel calls the parameters: errors use those names. */
	labelWith(properties: INodeProperties[]): void {
		this.labels = new Map(labelsOf(properties, ''));
	}

	/** A parameter that must be the same for all items. Throws a RunError where two differ. */
	runWide(name: string): unknown {
		return this.same(name, (item) => this.read(name, item), this.compiledOf(name).isFixed);
	}

	/** All parameters that read or name a field that no item of the run has. */
	unfoundFields(): Unfound[] {
		return [...this.unfoundPaths(), ...this.told.values()];
	}

	source(item: number): ItemSource {
		return {
			parameter: (name) => this.read(name, item),
			raw: (name) => this.node.parameters[name],
			isGiven: (name) => Object.hasOwn(this.node.parameters, name),
			runWide: (name) => this.runWide(name),
			label: (name) => this.label(name),
			unfound: (names, ...inner) => this.unfoundOf(names.map((name) => [name, ...inner])),
			within: (collection) => this.within(collection, item),
			row: () => this.items[item]?.json ?? {},
			fieldNames: (fieldsOf) => this.fieldNames(fieldsOf),
			usedFields: (fieldsOf) => this.usedFields(fieldsOf),
			tellUnfound: (unfound) => void this.told.set(`${unfound.label} ${unfound.reason}`, unfound),
			warn: (warning) => this.warn(item, warning),
			takeWarnings: () => this.takeWarnings(item),
			leaveOut: (field) => void this.leftOut.add(field),
			cell: (column) => this.columns().cell(item, column),
			hasColumn: (column) => this.columns().has(column),
			binary: (name) => itemFile(this.context, item, name),
			run: this,
			timeZone: this.timeZone,
			isTool: this.isTool,
		};
	}

	private warn(item: number, warning: Warning): void {
		const known = this.warned.get(item) ?? new Map<string, Warning>();
		this.warned.set(item, known.set(warning.code, warning));
	}

	private takeWarnings(item: number): Warning[] {
		const warnings = [...(this.warned.get(item)?.values() ?? [])];
		this.warned.delete(item);
		return warnings;
	}

	private within(collection: string, item: number): ItemSource {
		const raw = this.node.parameters[collection];
		// Each field is read alone: an expression that fails in one of them leaves the others as they are.
		const field = (name: string, each: number) =>
			typeof raw === 'object' ? this.read(collection, each, name) : member(this.read(collection, each), name);
		return {
			...this.source(item),
			parameter: (name) => field(name, item),
			raw: (name) => member(raw, name),
			isGiven: (name) => {
				const given = typeof raw === 'object' ? raw : this.read(collection, item);
				return typeof given === 'object' && given !== null && Object.hasOwn(given, name);
			},
			label: (name) => this.label(`${collection}.${name}`),
			unfound: (names, ...inner) => this.unfoundOf(names.map((name) => [collection, name, ...inner])),
			runWide: (name) =>
				this.same(
					`${collection}.${name}`,
					(each) => field(name, each),
					typeof raw === 'object' && !hasExpression(member(raw, name)),
				),
		};
	}

	/** @param field of a collection; without it the parameter is read as a whole */
	private read(name: string, item: number, field?: string): unknown {
		const compiled = this.compiledOf(name, field);
		if (compiled.isFixed) return ofField(compiled.value(item), field);
		// A parameter may be asked for several times: n8n evaluates it once.
		const key = keyOf(name, field);
		const last = this.latest.get(key);
		if (last?.item === item) return last.value;
		const value = ofField(compiled.value(item), field);
		this.latest.set(key, { item, value });
		return value;
	}

	private compiledOf(name: string, field?: string): Compiled {
		const key = keyOf(name, field);
		const known = this.compiled.get(key);
		if (known) return known;
		const evaluate = (expression: string, item: number, place: Path) =>
			this.evaluated(name, expression, item, place);
		const whole = this.node.parameters[name];
		const raw = field === undefined ? whole : { [field]: member(whole, field) };
		const compiled = compile(raw, evaluate, this.items, { direct: !this.isTool });
		this.compiled.set(key, compiled);
		return compiled;
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
					? this.compiledOf(name).paths.map(({ path, place }) => ({ path, place: [name, ...place] }))
					: [],
			),
			this.items,
		).map(({ path, place }) => ({ place, label: this.labelAt(place), reason: this.readsUnfound(path) }));
		return this.pathsOfNoItem;
	}

	private unfoundOf(places: Path[]): Unfound | undefined {
		return this.unfoundPaths().find(({ place }) =>
			places.some((wanted) => wanted.every((step, index) => place[index] === step)),
		);
	}

	private readsUnfound(path: Path): string {
		const meant = didYouMean(path, this.items);
		const suggestion = meant ? ` Did you mean '${pathText(meant)}'?` : '';
		const names = [...this.fieldNames()];
		const more = names.length > MOST_FIELDS ? ', …' : '';
		const fields = names.length > 0 ? ` Fields: ${names.slice(0, MOST_FIELDS).join(', ')}${more}` : '';
		return `reads the field '${pathText(path)}', which no item has.${suggestion}${fields}`;
	}

	private fieldNames(fieldsOf = ''): ReadonlySet<string> {
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

	private usedFields(fieldsOf = ''): ReadonlySet<string> {
		const known = this.used.get(fieldsOf);
		if (known) return known;
		const below = fieldsOf === '' ? [] : (dataPathSteps(fieldsOf) ?? [fieldsOf]);
		const used = firstSteps(this.node.parameters, below);
		this.used.set(fieldsOf, used);
		return used;
	}

	private columns(): Columns {
		this.knownColumns ??= new Columns(this.items);
		return this.knownColumns;
	}

	private label(name: string): string {
		return this.labels.get(name) ?? name;
	}

	/** How the panel calls the parameter at a place in the raw values; the rows of a collection have no labels of their own. */
	private labelAt([parameter, inner]: Path): string {
		return this.labels.get(`${parameter}.${inner}`) ?? this.label(String(parameter));
	}

	private same(name: string, read: (item: number) => unknown, isFixed: boolean): unknown {
		if (this.checked.has(name)) return this.checked.get(name);
		return parseForRun(this.label(name), undefined, () => this.compared(name, read, isFixed));
	}

	private compared(name: string, read: (item: number) => unknown, isFixed: boolean): unknown {
		const first = read(0);
		if (!isFixed) {
			checkDepth(first);
			const expected = stableJson(first);
			const other = this.items.findIndex((_item, index) => stableJson(read(index)) !== expected);
			if (other >= 0) {
				throw new RunError({
					reasonCode: 'differsBetweenItems',
					field: this.label(name),
					value: read(other),
					reason: `must be the same for all items; item 0 has ${excerpt(first ?? 'nothing')}, item ${other} another value`,
					wayOut: 'Use a fixed value, or split the items into several runs',
				});
			}
		}
		this.checked.set(name, first);
		return first;
	}
}

function expressionError(field: string, expression: string, error: unknown): ValueError {
	return new ValueError({
		reasonCode: 'expressionFailed',
		field,
		value: `=${expression}`,
		reason: `could not be evaluated: ${error instanceof Error ? error.message : 'unknown error'}`,
		wayOut: 'Correct the expression',
	});
}

function keyOf(name: string, field: string | undefined): string {
	return field === undefined ? name : `${name}.${field}`;
}

function ofField(value: unknown, field: string | undefined): unknown {
	return field === undefined ? value : member(value, field);
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
