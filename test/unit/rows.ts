import { member } from '../../nodes/values/member';
import { Columns } from '../../nodes/parameters/columns';
import type { ItemSource } from '../../nodes/parameters/itemSource';

type Row = Record<string, unknown>;

/** What fields see of the rows of a run, with parameters that are the same for all of them. */
export function sources(
	rows: Row[],
	parameters: Row,
	{ timeZone = 'America/New_York', isTool = false } = {},
): ItemSource[] {
	const columns = new Columns(rows.map((json) => ({ json }) as never));
	return rows.map((_row, index) => {
		const source = (read: (name: string) => unknown): ItemSource => ({
			parameter: read,
			isGiven: (name) => read(name) !== undefined,
			runWide: read,
			within: (collection) => source((name) => member(parameters[collection], name)),
			cell: (column) => columns.cell(index, column),
			cells: () => columns.cells(index),
			hasColumn: (column) => columns.has(column),
			binary: () => undefined,
			usesColumns: () => !isTool && parameters.userFrom === 'columns',
			run: columns,
			timeZone,
			isTool,
		});
		return source((name) => parameters[name]);
	});
}

export function source(row: Row, parameters: Row, options = {}): ItemSource {
	const [first] = sources([row], parameters, options);
	if (!first) throw new Error('No row');
	return first;
}
