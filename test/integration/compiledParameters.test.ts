import { DateTime } from 'luxon';
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
	type NodeParameterValueType,
} from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../embedded-n8n';
import { compile } from '../../nodes/parameters/compile';

interface Seen {
	compiled: unknown[];
	direct: unknown[];
	byN8n: unknown[];
	asked: number;
}

let seen: Seen;

/** A made-up node that reads its parameter in our way and in n8n's. */
const reader: INodeType = {
	description: {
		name: 'reader',
		displayName: 'Reader',
		description: '',
		group: ['transform'],
		version: 1,
		defaults: { name: 'Reader' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Value', name: 'value', type: 'json', default: '' }],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		const raw = this.getNode().parameters.value;
		let asked = 0;
		const evaluate = (expression: string, item: number) => {
			asked++;
			return this.evaluateExpression(expression, item);
		};
		const direct = compile(raw, evaluate, items, { direct: true });
		const read = items.map((_item, index) => direct.value(index));
		seen = { direct: read, asked, compiled: [], byN8n: [] };
		const compiled = compile(raw, evaluate, items, { direct: false });
		seen.compiled = items.map((_item, index) => compiled.value(index));
		// Last: n8n turns the DateTimes of an object into text in the item itself.
		seen.byN8n = items.map((_item, index) => this.getNodeParameter('value', index));
		return [items];
	},
};

let n8n: EmbeddedN8n;

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ extraNodeTypes: { 'test.reader': reader } });
});

async function readIn(raw: NodeParameterValueType, rows: IDataObject[]): Promise<Seen> {
	const node = {
		id: 'reader',
		name: 'Reader',
		type: 'test.reader',
		typeVersion: 1,
		position: [0, 0] as [number, number],
	};
	const { status, error } = await n8n.run(
		{ nodes: [{ ...node, parameters: { value: raw } }], connections: {} },
		{ startNode: 'Reader', input: rows.map((json) => ({ json })) },
	);
	expect(error).toBeUndefined();
	expect(status).toBe('success');
	return seen;
}

const rows = (): IDataObject[] =>
	[
		{
			a: 1,
			text: 'abc',
			'b c': { d: null },
			at: new Date('2026-03-04T05:06:07Z'),
			moment: DateTime.fromISO('2026-03-04T05:06:07Z'),
			order: { moment: DateTime.fromISO('2026-03-04T05:06:07Z'), lines: [{ sku: 'A' }] },
			moments: [DateTime.fromISO('2026-03-04T05:06:07Z')],
		},
		{ a: 'x' },
		{ a: null, 'b c': 'text' },
		{},
	] as object[] as IDataObject[];

test.each<[string, NodeParameterValueType, number]>([
	['text', 'fixed', 0],
	['a fixed collection', { a: 1, b: [{ c: 'd' }] }, 0],
	['a path', '={{ $json.a }}', 0],
	['a longer path', '={{ $json["b c"].d }}', 1],
	['a member of text', '={{ $json.text.length }}', 1],
	['a Date', '={{ $json.at }}', 0],
	['a DateTime', '={{ $json.moment }}', 1],
	['DateTimes in a list', '={{ $json.moments }}', 0],
	['DateTimes within an object', '={{ $json.order }}', 0],
	['a text with two paths', '=Hello {{ $json.a }}, {{ $json.text }}', 4],
	['a space before the braces', '= {{ $json.a }}', 4],
	['a collection', { a: '={{ $json.a }}', b: 'fixed', c: '={{ $json.text + 1 }}' }, 4],
	[
		'DateTimes in a collection',
		{ a: '={{ $json.moment }}', b: '={{ DateTime.fromMillis(0) }}', c: ['={{ $json.moment }}'] },
		6,
	],
	['objects in a collection', { a: '={{ $json.order }}', b: '={{ $json.moments }}' }, 0],
	[
		'rows',
		{
			rows: [
				{ name: 'x', value: '={{ $json.a }}' },
				{ name: '={{ $json.a }}', value: '' },
			],
		},
		0,
	],
	['a resource locator', { __rl: true, mode: 'id', value: '={{ $json.a }}' }, 0],
])('%s is what getNodeParameter gives', async (_name, raw, asked) => {
	const read = await readIn(raw, rows());
	expect(read.compiled).toStrictEqual(read.byN8n);
	expect(read.direct).toStrictEqual(read.byN8n);
	expect(read.asked).toBe(asked);
});

test('a DateTime that is the whole value stays one, in a collection it is text', async () => {
	const [whole] = (await readIn('={{ $json.moment }}', rows())).byN8n;
	expect(DateTime.isDateTime(whole)).toBe(true);
	const [within] = (await readIn({ a: '={{ $json.moment }}' }, rows())).byN8n;
	expect(within).toEqual({ a: expect.stringMatching(/^2026-03-04T/) as unknown });
});
