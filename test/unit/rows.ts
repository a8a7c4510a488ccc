import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ItemSource } from '../../nodes/parameters/itemSource';
import { Parameters } from '../../nodes/parameters/parameters';
import { parsePath, readPath } from '../../nodes/parameters/path';

type Row = Record<string, unknown>;

interface Options {
	timeZone?: string;
	isTool?: boolean;
	/** The properties whose labels errors use. */
	panel?: INodeProperties[];
}

/**
 * What fields see of the items of a run. Parameters are raw, as n8n saves them: a text that begins with "=" is an expression,
 * of which only paths into the item are known here.
 */
export function sources(
	rows: Row[],
	parameters: Row,
	{ timeZone = 'America/New_York', isTool = false, panel = [] }: Options = {},
): ItemSource[] {
	const items = rows.map((json) => ({ json }));
	const context = {
		getNode: () => ({ parameters }),
		getTimezone: () => timeZone,
		evaluateExpression(expression: string, item: number) {
			const path = parsePath(`=${expression}`);
			const reading = path ? readPath(path, items[item]?.json) : 'askN8n';
			if (reading === 'askN8n') throw new Error(`${expression} cannot be evaluated without n8n`);
			return reading.value;
		},
	} as unknown as IExecuteFunctions;
	const read = new Parameters(context, items as never, isTool);
	read.labelWith(panel);
	return rows.map((_row, index) => read.source(index));
}

export function source(row: Row, parameters: Row, options: Options = {}): ItemSource {
	const [first] = sources([row], parameters, options);
	if (!first) throw new Error('No row');
	return first;
}
