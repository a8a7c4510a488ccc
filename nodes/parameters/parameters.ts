import type { IExecuteFunctions, INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { checkDepth } from '../values/nested';
import { parseForRun, RunError } from '../errors/runError';
import { member } from '../values/member';
import { shown, ValueError } from '../values/valueError';
import { Columns } from './columns';
import { itemFile } from './itemFile';
import type { ItemSource } from './itemSource';

/**
 * The node's parameters for all items of a run.
 * What is an expression is evaluated for each item, anything else is read once: n8n takes 50 times longer for an expression.
 */
export class Parameters {
	private readonly node: INode;
	private readonly fixed = new Map<string, unknown>();
	private readonly checked = new Map<string, unknown>();
	private readonly evaluated = new Map<string, { item: number; value: unknown }>();
	private knownColumns?: Columns;
	private readonly timeZone: string;
	private labels = new Map<string, string>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: INodeExecutionData[],
		private readonly isTool: boolean,
	) {
		this.node = context.getNode();
		this.timeZone = context.getTimezone();
	}

	/** Says how the panel calls the parameters: errors use those names. */
	labelWith(properties: INodeProperties[]): void {
		this.labels = new Map(labelsOf(properties, ''));
	}

	/** A parameter that must be the same for all items. Throws a RunError where two differ. */
	runWide(name: string): unknown {
		return this.same(name, (item) => this.read(name, item), hasExpression(this.node.parameters[name]));
	}

	source(item: number): ItemSource {
		return {
			parameter: (name) => this.read(name, item),
			isGiven: (name) => Object.hasOwn(this.node.parameters, name),
			runWide: (name) => this.runWide(name),
			within: (collection) => this.within(collection, item),
			cell: (column) => this.columns().cell(item, column),
			cells: () => this.columns().cells(item),
			hasColumn: (column) => this.columns().has(column),
			binary: (name) => itemFile(this.context, item, name),
			usesColumns: () => !this.isTool && this.runWide('userFrom') === 'columns',
			run: this,
			timeZone: this.timeZone,
			isTool: this.isTool,
		};
	}

	private within(collection: string, item: number): ItemSource {
		const source = this.source(item);
		return {
			...source,
			parameter: (name) => member(this.read(collection, item), name),
			isGiven: (name) => {
				const raw = this.node.parameters[collection];
				const fields = typeof raw === 'object' ? raw : this.read(collection, item);
				return typeof fields === 'object' && fields !== null && Object.hasOwn(fields, name);
			},
			runWide: (name) =>
				this.same(
					`${collection}.${name}`,
					(each) => member(this.read(collection, each), name),
					hasExpression(member(this.node.parameters[collection], name)),
				),
		};
	}

	private read(name: string, item: number): unknown {
		const raw = this.node.parameters[name];
		if (raw === undefined) return undefined;
		if (this.fixed.has(name)) return this.fixed.get(name);
		if (!hasExpression(raw)) {
			const value: unknown = this.context.getNodeParameter(name, 0);
			this.fixed.set(name, value);
			return value;
		}
		// The fields of a collection are asked for one by one, and n8n evaluates it as a whole.
		const last = this.evaluated.get(name);
		if (last?.item === item) return last.value;
		try {
			const value: unknown = this.context.getNodeParameter(name, item);
			this.evaluated.set(name, { item, value });
			return value;
		} catch (error) {
			throw expressionError(this.label(name), raw, error);
		}
	}

	private columns(): Columns {
		this.knownColumns ??= new Columns(this.items);
		return this.knownColumns;
	}

	private label(name: string): string {
		return this.labels.get(name) ?? name;
	}

	private same(name: string, read: (item: number) => unknown, differs: boolean): unknown {
		if (this.checked.has(name)) return this.checked.get(name);
		return parseForRun(this.label(name), undefined, () => this.compared(name, read, differs));
	}

	private compared(name: string, read: (item: number) => unknown, differs: boolean): unknown {
		const first = read(0);
		if (differs) {
			const expected = comparable(first);
			const other = this.items.findIndex((_item, index) => comparable(read(index)) !== expected);
			if (other >= 0) {
				throw new RunError({
					reasonCode: 'differsBetweenItems',
					field: this.label(name),
					value: read(other),
					reason: `must be the same for all items, but item 0 has ${shown(first ?? 'nothing')} and item ${other} has another value`,
					wayOut: /\b(Column|Field)$/.test(this.label(name))
						? 'It wants the header of the column, not the values in it: switch the field from Expression to Fixed and type the header'
						: 'Give it a fixed value, or split the items into several runs',
				});
			}
		}
		this.checked.set(name, first);
		return first;
	}
}

/** The same text for equal values. Throws a ValueError for what is nested too deeply. */
function comparable(value: unknown): string | undefined {
	checkDepth(value);
	return JSON.stringify(value);
}

function expressionError(name: string, raw: unknown, error: unknown): ValueError {
	return new ValueError({
		reasonCode: 'expressionFailed',
		field: name,
		value: typeof raw === 'string' ? raw : undefined,
		reason: `is an expression that failed: ${error instanceof Error ? error.message : 'unknown error'}`,
		wayOut: 'Correct the expression',
	});
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
