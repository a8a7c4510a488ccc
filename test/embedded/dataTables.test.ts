import type { INodeParameters } from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../embedded-n8n';

/** n8n's own Data Table node on the tables in memory. That n8n itself does the same is tested in test/e2e. */
let n8n: EmbeddedN8n;
beforeAll(async () => {
	n8n = await startEmbeddedN8n();
});
beforeEach(() => n8n.dataTables.clear());

const dataTableId = { __rl: true, mode: 'name', value: 'people' };

async function run(parameters: INodeParameters, input: Array<Record<string, string | number>> = [{ n: 1 }]) {
	const node = { id: 'table', name: 'Table', typeVersion: 1.1, position: [0, 0] as [number, number] };
	const workflow = {
		name: 'Tables',
		nodes: [{ ...node, type: 'n8n-nodes-base.dataTable', parameters }],
		connections: {},
	};
	const ended = await n8n.run(workflow, { startNode: 'Table', input });
	if (ended.error) throw new Error(ended.error.message);
	return ended.json('Table');
}

const create = async () =>
	await run({
		resource: 'table',
		operation: 'create',
		tableName: 'people',
		columns: {
			column: [
				{ name: 'phone', type: 'string' },
				{ name: 'points', type: 'number' },
				{ name: 'at', type: 'date' },
			],
		},
		options: { createIfNotExists: true },
	});

const row = (operation: string, more: INodeParameters) => ({
	resource: 'row',
	operation,
	dataTableId,
	matchType: 'allConditions',
	...more,
});
const where = (...conditions: Array<[string, string, string]>) => ({
	filters: {
		conditions: conditions.map(([keyName, condition, keyValue]) => ({ keyName, condition, keyValue })),
	},
});
const columns = (value: INodeParameters) => ({ columns: { mappingMode: 'defineBelow', value, schema: [] } });
const insert = async (rows: Array<Record<string, string | number>>) =>
	await run(
		row(
			'insert',
			columns({ phone: '={{ $json.phone }}', points: '={{ $json.points }}', at: '={{ $json.at }}' }),
		),
		rows,
	);
const at = '2026-08-01T10:00:00.000Z';

test('a table is created once, and its rows come out as they were written', async () => {
	const [first] = await create();
	expect(await create()).toMatchObject([{ id: first?.id }]);
	await insert([
		{ phone: '+13605550101', points: 3, at },
		{ phone: '+13605550102', points: 5, at: '2026-08-02T10:00:00.000Z' },
	]);
	const all = row('get', {
		returnAll: true,
		orderBy: true,
		orderByColumn: 'points',
		orderByDirection: 'DESC',
	});
	expect(await run(all)).toMatchObject([{ points: 5 }, { phone: '+13605550101', points: 3, at }]);
	expect(await run(row('get', where(['at', 'gt', at], ['phone', 'neq', 'x'])))).toMatchObject([
		{ points: 5 },
	]);
	expect(await run(row('get', where(['at', 'lt', at])))).toEqual([]);
});

test('rows are updated, upserted and deleted by their conditions', async () => {
	await create();
	await insert([{ phone: '+13605550101', points: 3, at }]);
	const one = where(['phone', 'eq', '+13605550101']);
	expect(await run(row('update', { ...one, ...columns({ points: 4 }) }))).toMatchObject([
		{ points: 4, at: new Date(at) },
	]);
	await run(row('upsert', { ...where(['phone', 'eq', 'new']), ...columns({ phone: 'new' }) }));
	expect(n8n.dataTables.rows('people')).toMatchObject([{ points: 4 }, { phone: 'new', points: null }]);
	expect(await run(row('rowNotExists', where(['phone', 'eq', 'new'])))).toEqual([]);
	expect(await run(row('rowExists', where(['phone', 'eq', 'new'])))).toEqual([{ n: 1 }]);
	expect(await run(row('get', where(['points', 'isEmpty', ''])))).toMatchObject([{ phone: 'new' }]);
	await run(row('deleteRows', one));
	expect(n8n.dataTables.rows('people')).toHaveLength(1);
});

test('a table or column that is not there, and a value of another type, are refused', async () => {
	await expect(run(row('get', {}))).rejects.toThrow('Data table with name "people" not found');
	await create();
	await expect(run(row('insert', columns({ nick: 'x' })))).rejects.toThrow("unknown column name 'nick'");
	await expect(run(row('get', where(['nick', 'eq', 'x'])))).rejects.toThrow('do not exist');
	await expect(run(row('insert', columns({ points: 'many' })))).rejects.toThrow(
		"value 'many' does not match column type 'number'",
	);
});
