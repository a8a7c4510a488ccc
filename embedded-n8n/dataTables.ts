import type {
	CreateDataTableOptions,
	DataTable,
	DataTableColumnJsType,
	DataTableColumnType,
	DataTableFilter,
	DataTableInsertRowsResult,
	DataTableInsertRowsReturnType,
	DataTableProxyProvider,
	DataTableRow,
	DataTableRowReturn,
	FieldType,
	IDataTableProjectAggregateService,
	IDataTableProjectService,
	INode,
	Workflow,
} from 'n8n-workflow';
import { DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP, UserError, validateFieldType } from 'n8n-workflow';

const fieldTypes: Record<DataTableColumnType, FieldType> = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
};

const project = 'project';

interface Table extends DataTable {
	rows: DataTableRowReturn[];
	lastRowId: number;
}

/**
 * n8n's data tables in memory, as far as the Data Table node uses rows and makes tables: the same types of columns and
 * conditions, and the same refusals of columns that are not there. Dry runs and changes of tables are not in it.
 */
export class DataTables implements DataTableProxyProvider {
	private readonly tables = new Map<string, Table>();

	/** What a table holds now, oldest row first. */
	rows(name: string): DataTableRowReturn[] {
		const found = [...this.tables.values()].find((table) => table.name === name);
		if (!found) throw new UserError(`There is no data table "${name}"`);
		return found.rows.map((row) => ({ ...row }));
	}

	/** As if so much time had passed: all dates of a table's rows move back. */
	age(name: string, ms: number): void {
		const moved = (row: DataTableRowReturn): DataTableRowReturn => {
			const dates = Object.entries(row).flatMap(([column, value]) =>
				value instanceof Date ? [[column, new Date(value.getTime() - ms)] as const] : [],
			);
			return { ...row, ...Object.fromEntries(dates) };
		};
		for (const table of this.tables.values()) if (table.name === name) table.rows = table.rows.map(moved);
	}

	clear(): void {
		this.tables.clear();
	}

	async getDataTableAggregateProxy(): Promise<IDataTableProjectAggregateService> {
		return {
			getProjectId: () => project,
			createDataTable: async (options) => this.create(options),
			getManyAndCount: async ({ filter = {}, take }) => {
				const part = String(filter.name ?? '').toLowerCase();
				const data = [...this.tables.values()].filter(({ name }) => name.toLowerCase().includes(part));
				return { count: data.length, data: data.slice(0, take) };
			},
			deleteDataTableAll: missing,
		};
	}

	async getDataTableProxy(_workflow: Workflow, _node: INode, id: string): Promise<IDataTableProjectService> {
		const table = this.tables.get(id);
		if (!table) throw new UserError(`Could not find the data table: '${id}'`);
		return rowsOf(table);
	}

	private create({ name, columns }: CreateDataTableOptions): DataTable {
		if ([...this.tables.values()].some((table) => table.name === name))
			throw new UserError(`Data table with name '${name}' already exists in this project`);
		const id = `table-${this.tables.size + 1}`;
		const now = new Date();
		const table: Table = {
			id,
			name,
			projectId: project,
			createdAt: now,
			updatedAt: now,
			columns: columns.map((column, index) => ({
				id: `${id}-${index}`,
				dataTableId: id,
				index,
				...column,
			})),
			rows: [],
			lastRowId: 0,
		};
		this.tables.set(id, table);
		const { rows: _rows, lastRowId: _lastRowId, ...told } = table;
		return told;
	}
}

function rowsOf(table: Table): IDataTableProjectService {
	const insert = (row: DataTableRow): DataTableRowReturn => {
		const now = new Date();
		const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
		const inserted = {
			...empty,
			...checked(row, table),
			id: ++table.lastRowId,
			createdAt: now,
			updatedAt: now,
		};
		table.rows.push(inserted);
		return { ...inserted };
	};
	const update = (filter: DataTableFilter, data: DataTableRow): DataTableRowReturn[] => {
		const changes = checked(data, table);
		const matching = table.rows.filter(matches(filter, table, true));
		for (const row of matching) Object.assign(row, changes, { updatedAt: new Date() });
		return matching.map((row) => ({ ...row }));
	};
	return {
		getColumns: async () => table.columns,
		async getManyRowsAndCount({ filter, sortBy, skip = 0, take }) {
			const found = table.rows.filter(matches(filter, table));
			if (sortBy) found.sort(inOrder(...sortBy));
			const end = take === undefined ? undefined : skip + take;
			return { count: found.length, data: found.slice(skip, end).map((row) => ({ ...row })) };
		},
		async insertRows<T extends DataTableInsertRowsReturnType>(rows: DataTableRow[], returnType: T) {
			const inserted = rows.map(insert);
			const result =
				returnType === 'count'
					? { success: true, insertedRows: inserted.length }
					: returnType === 'id'
						? inserted.map(({ id }) => ({ id }))
						: inserted;
			return result as DataTableInsertRowsResult<T>;
		},
		async updateRows({ filter, data, dryRun }) {
			return dryRun === true ? await missing() : update(filter, data);
		},
		async upsertRow({ filter, data, dryRun }) {
			if (dryRun === true) return await missing();
			const updated = update(filter, data);
			return updated.length > 0 ? updated : [insert(data)];
		},
		async deleteRows({ filter, dryRun }) {
			if (dryRun === true) return await missing();
			const isGone = matches(filter, table, true);
			const gone = table.rows.filter(isGone);
			table.rows = table.rows.filter((row) => !isGone(row));
			return gone;
		},
		async clearRows() {
			return { deletedCount: table.rows.splice(0).length };
		},
		updateDataTable: missing,
		deleteDataTable: missing,
		addColumn: missing,
		moveColumn: missing,
		deleteColumn: missing,
	};
}

async function missing(): Promise<never> {
	throw new UserError('Embedded n8n cannot do this with data tables');
}

/** A row with its values as the types of its columns have them. */
function checked(row: DataTableRow, { columns }: Table, systemColumns = false): DataTableRow {
	const types = new Map<string, DataTableColumnType>([
		...columns.map(({ name, type }): [string, DataTableColumnType] => [name, type]),
		...(systemColumns ? Object.entries(DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP) : []),
	]);
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			const type = types.get(name);
			if (!type) throw new UserError(`unknown column name '${name}'`);
			return [name, value === null ? null : ofType(name, value, type)];
		}),
	);
}

function ofType(
	name: string,
	value: DataTableColumnJsType,
	type: DataTableColumnType,
): DataTableColumnJsType {
	if (type === 'date' && value instanceof Date) return value;
	const result = validateFieldType(name, value, fieldTypes[type], { strict: false, parseStrings: false });
	if (!result.valid)
		throw new UserError(
			`value '${String(value)}' does not match column type '${type}': ${result.errorMessage}`,
		);
	const { newValue } = result;
	if (type === 'date') return new Date(String(newValue));
	if (typeof newValue === 'string' || typeof newValue === 'number' || typeof newValue === 'boolean')
		return newValue;
	throw new UserError(`value '${String(value)}' does not match column type '${type}'`);
}

function matches(
	filter: DataTableFilter | undefined,
	table: Table,
	needed = false,
): (row: DataTableRowReturn) => boolean {
	const filters = filter?.filters ?? [];
	if (filters.length === 0) {
		if (needed) throw new UserError('Filter must not be empty');
		return () => true;
	}
	const tests = filters.map(({ columnName, condition, value }) => {
		const { [columnName]: wanted = null } = checked({ [columnName]: value }, table, true);
		return (row: DataTableRowReturn) => meets(row[columnName] ?? null, condition, wanted);
	});
	return (row) =>
		filter?.type === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row));
}

function meets(
	value: DataTableColumnJsType,
	condition: DataTableFilter['filters'][number]['condition'],
	wanted: DataTableColumnJsType,
): boolean {
	const [one, other] = [comparable(value), comparable(wanted)];
	switch (condition) {
		case 'isEmpty':
			return one === null || one === '';
		case 'isNotEmpty':
			return one !== null && one !== '';
		case 'eq':
			return one === other;
		case 'neq':
			return one !== other;
		case 'like':
		case 'ilike':
			throw new UserError(`Embedded n8n has no condition "${condition}"`);
	}
	if (one === null || other === null) return false;
	if (condition === 'gt') return one > other;
	if (condition === 'gte') return one >= other;
	return condition === 'lt' ? one < other : one <= other;
}

function comparable(value: DataTableColumnJsType): string | number | boolean | null {
	return value instanceof Date ? value.getTime() : value;
}

function inOrder(column: string, direction: 'ASC' | 'DESC') {
	return (one: DataTableRowReturn, other: DataTableRowReturn): number => {
		const [first, second] = [comparable(one[column] ?? null), comparable(other[column] ?? null)];
		if (first === second) return one.id - other.id;
		const isLess = first !== null && (second === null || first < second);
		return isLess === (direction === 'ASC') ? -1 : 1;
	};
}
