import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../embedded-n8n';
import { EVENTS, startBench, type Bench } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => await bench.sandbox.control.reset());
afterAll(async () => await bench.close());

/** A parameter that the model fills in. */
const fromModel = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;

const SEND: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: fromModel('type'),
	phone: fromModel('phone'),
	mapping: 'json',
	propertiesJson: `={{ $fromAI('properties', '', 'json') }}`,
};

function agentWorkflow(
	parameters: INodeParameters,
	agent: INodeParameters,
	settings: object = {},
): WorkflowFile {
	const file = bench.workflow(parameters);
	for (const node of file.nodes) {
		if (node.name !== 'Attentive') continue;
		node.type = 'n8n-nodes-attentive.attentiveTool';
		Object.assign(node, settings);
	}
	file.nodes.push({
		id: '9',
		name: 'Agent',
		type: 'test.agent',
		typeVersion: 1,
		position: [400, 0],
		parameters: agent,
	});
	file.connections = {
		Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
		Attentive: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
	};
	return file;
}

async function call(
	calls: object[],
	through: 'invoke' | 'engine',
	parameters = SEND,
	settings: object = {},
): Promise<string[]> {
	const file = agentWorkflow(
		parameters,
		{ calls: JSON.stringify(calls), through, onToolError: 'item' },
		settings,
	);
	const run = await bench.n8n.run(file, { input: [{}] });
	expect(run.error?.message).toBeUndefined();
	return run.json('Agent').map((json) => JSON.stringify(json));
}

async function total(): Promise<number> {
	return (await bench.sandbox.control.requests()).find(({ endpoint }) => endpoint === EVENTS)?.total ?? 0;
}

const ORDER = { type: 'Order shipped', phone: '+12065551000', properties: { 'Order ID': '1001' } };

describe.each(['invoke', 'engine'] as const)('as an AI agent’s tool (%s)', (through) => {
	test('an event goes out as the model says, and the model gets the result alone', async () => {
		const [answer] = await call([ORDER], through);
		const [entry] = await bench.sandbox.control.ledger(EVENTS);
		expect(entry?.body).toEqual(
			expect.objectContaining({
				type: 'Order shipped',
				user: { phone: '+12065551000' },
				properties: { 'Order ID': '1001' },
			}),
		);
		expect(answer).toContain('accepted');
		expect(answer).not.toContain('206555');
	});

	test('equal calls are both sent: a repeat cannot be told from a new call', async () => {
		await call([ORDER, ORDER], through);
		expect(await bench.sandbox.control.ledger(EVENTS)).toHaveLength(2);
	});

	test('bad values come back as an answer that the model can act on', async () => {
		const [answer] = await call([{ ...ORDER, phone: 'her mobile' }], through);
		expect(answer).toContain('is not a phone number');
		expect(await total()).toBe(0);
	});

	test.each([false, true])(
		'an unknown outcome is returned, never thrown, and not sent again (Retry On Fail: %p)',
		async (retryOnFail) => {
			await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after' });
			const [answer] = await call([ORDER], through, SEND, { retryOnFail, maxTries: 3, waitBetweenTries: 1 });
			expect(answer).toContain('unknown');
			expect(answer).not.toContain('toolError');
			expect(await total()).toBe(1);
		},
	);

	test('what was refused certainly was not sent, whatever n8n does then', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400' });
		const [answer] = await call([ORDER], through);
		expect(answer).toContain('refused');
		expect(await bench.sandbox.control.ledger(EVENTS)).toEqual([]);
	});

	test('nobody waits for minutes: where Attentive asks for a long pause, the model reads that nothing was sent', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '429', count: 1000, retryAfter: 60 });
		const [answer] = await call([ORDER], through);
		expect(answer).toContain('notTried');
		expect(await total()).toBe(1);
	});

	test('each property from the model; what it leaves empty is not sent', async () => {
		const rows = ['tier', 'note'].map((name) => ({ id: name, name, value: fromModel(name), type: 'string' }));
		const parameters = { ...SEND, mapping: 'eachField', properties: { assignments: rows } };
		await call([{ ...ORDER, tier: 'Gold', note: '' }], through, parameters);
		expect((await bench.sandbox.control.ledger(EVENTS)).map(({ body }) => body)).toEqual([
			expect.objectContaining({ user: { phone: '+12065551000' }, properties: { tier: 'Gold' } }),
		]);
	});

	test('Map Automatically is refused: the item of an agent is no row of a person', async () => {
		const [answer] = await call([ORDER], through, { ...SEND, mapping: 'automatically' });
		expect(answer).toContain('is not available to an AI agent. Use eachField or json');
		expect(await total()).toBe(0);
	});
});

test('the tool’s panel has the fields of the node, but for Map Automatically', () => {
	const { properties, usableAsTool } = bench.n8n.nodeType('n8n-nodes-attentive.attentiveTool').description;
	expect(usableAsTool).not.toBe(false);
	const hidden = properties.filter(({ displayOptions }) => displayOptions?.hide?.['@tool'] !== undefined);
	expect(hidden.map(({ name }) => name)).toEqual([]);
	const ways = properties.filter(({ name }) => name === 'mapping').flatMap(({ options }) => options ?? []);
	const automatically = ways.filter((way) => 'value' in way && way.value === 'automatically');
	expect(automatically.length).toBeGreaterThan(0);
	for (const way of automatically)
		expect(way).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
});
