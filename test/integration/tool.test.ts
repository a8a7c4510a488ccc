import type { INodeParameters } from 'n8n-workflow';
import { EVENTS, fromAI, useBench } from './setup';

const bench = useBench();

const SEND: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: fromAI('type'),
	phone: fromAI('phone'),
	mapping: 'json',
	propertiesJson: fromAI('properties', 'json'),
};

const ORDER = { type: 'Order shipped', phone: '+12065551000', properties: { 'Order ID': '1001' } };

describe.each(['invoke', 'engine'] as const)('as an AI agent’s tool (%s)', (through) => {
	test('an event goes out as the model says, and the model gets the result alone', async () => {
		const [answer] = await bench.callAsTool(SEND, [ORDER], through);
		expect(await bench.bodies(EVENTS)).toEqual([
			expect.objectContaining({
				type: 'Order shipped',
				user: { phone: '+12065551000' },
				properties: { 'Order ID': '1001' },
			}),
		]);
		expect(answer).toContain('accepted');
		expect(answer).not.toContain('206555');
	});

	test('equal calls are both sent: a repeat cannot be told from a new call', async () => {
		await bench.callAsTool(SEND, [ORDER, ORDER], through);
		expect(await bench.bodies(EVENTS)).toHaveLength(2);
	});

	test('bad values come back as an answer that the model can act on', async () => {
		const [answer] = await bench.callAsTool(SEND, [{ ...ORDER, phone: 'her mobile' }], through);
		expect(answer).toContain('is not a phone number');
		expect(await bench.requests(EVENTS)).toBe(0);
	});

	test.each([false, true])(
		'an unknown outcome is returned, never thrown, and not sent again (Retry On Fail: %p)',
		async (retryOnFail) => {
			await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after' });
			const [answer] = await bench.callAsTool(SEND, [ORDER], through, { retryOnFail, maxTries: 3 });
			expect(answer).toContain('unknown');
			expect(answer).not.toContain('toolError');
			expect(await bench.requests(EVENTS)).toBe(1);
		},
	);

	test('what was refused certainly was not sent, whatever n8n does then', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400' });
		const [answer] = await bench.callAsTool(SEND, [ORDER], through);
		expect(answer).toContain('refused');
		expect(await bench.bodies(EVENTS)).toEqual([]);
	});

	test('nobody waits for minutes: where Attentive asks for a long pause, the model reads that nothing was sent', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '429', count: 1000, retryAfter: 60 });
		const [answer] = await bench.callAsTool(SEND, [ORDER], through);
		expect(answer).toContain('notTried');
		expect(await bench.requests(EVENTS)).toBe(1);
	});

	test('each property from the model; what it leaves empty is not sent', async () => {
		const rows = ['tier', 'note'].map((name) => ({ id: name, name, value: fromAI(name), type: 'string' }));
		const parameters = { ...SEND, mapping: 'eachField', properties: { assignments: rows } };
		await bench.callAsTool(parameters, [{ ...ORDER, tier: 'Gold', note: '' }], through);
		expect(await bench.bodies(EVENTS)).toEqual([
			expect.objectContaining({ user: { phone: '+12065551000' }, properties: { tier: 'Gold' } }),
		]);
	});

	test('Map Automatically is refused: the item of an agent is no row of a person', async () => {
		const [answer] = await bench.callAsTool({ ...SEND, mapping: 'automatically' }, [ORDER], through);
		expect(answer).toContain('is not available to an AI agent. Choose Map Each Field or JSON');
		expect(await bench.requests(EVENTS)).toBe(0);
	});
});

test('the tool’s panel has the fields of the node, but for Map Automatically', () => {
	const { properties, usableAsTool } = bench.n8n.nodeType('n8n-nodes-attentive.attentiveTool').description;
	expect(usableAsTool).not.toBe(false);
	const hidden = properties.filter(({ displayOptions }) => displayOptions?.hide?.['@tool'] !== undefined);
	// A choice of which agents have only one has its own form for them: hidden options would leave its default behind.
	expect(hidden.map(({ name }) => name)).toEqual(['catalogFrom']);
	const ways = properties.filter(({ name }) => name === 'mapping').flatMap(({ options }) => options ?? []);
	const automatically = ways.filter((way) => 'value' in way && way.value === 'automatically');
	expect(automatically.length).toBeGreaterThan(0);
	for (const way of automatically)
		expect(way).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
});
