import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';
import { eachField, rows, SEND_EVENT, startBench, type Bench } from './setup';

// A run that hangs is to be seen soon.
jest.setTimeout(20_000);

/** Something that throws while a run sends, where nothing ought to throw. */
let bench: Bench;
let server: Server;
let baseUrl = '';
let received = 0;
beforeAll(async () => {
	bench = await startBench();
	// In the place of Attentive: it takes everything, and the first request breaks the value of a later item.
	server = createServer((request, response) => {
		received++;
		if (received === 1) value.isBroken = true;
		request.resume().on('end', () => {
			response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	received = 0;
	value.isBroken = false;
});
afterAll(async () => {
	await bench.close();
	await new Promise((resolve) => server.close(resolve));
});

/** A value such as a Code node can make: it has no JSON at the moment when its request is written, and only then. */
const value = {
	isBroken: false,
	toJSON(): string {
		if (!this.isBroken) return 'fine';
		this.isBroken = false;
		throw new Error('the value has no JSON');
	},
};
const parameters = { ...SEND_EVENT, properties: eachField([{ column: 'note' }]) };
const row = (phone: string, note: string | object): INodeExecutionData => ({ json: { phone, note } });

/** Two items of one person, so that the second waits for the first; it is the one with the broken value. */
const CHAIN = [row('+12065550100', 'first'), row('+12065550100', value)];
const OTHERS = rows(30).map(({ phone }) => row(phone, 'other'));

test('the run ends, the item has an error, and what was sent before it stays accepted', async () => {
	const file = bench.workflow(parameters, { baseUrl, onError: 'continueRegularOutput' });
	const run = await bench.n8n.run(file, { input: CHAIN });
	const [first, second] = run.json('Attentive');
	expect(first?.attentive).toMatchObject({ status: 'accepted' });
	expect(second?.error).toMatchObject({ message: expect.stringMatching(/\[item 1\]$/) });
	expect(received).toBe(1);
});

test('every other item has a result as well', async () => {
	const file = bench.workflow(parameters, { baseUrl, onError: 'continueRegularOutput' });
	const run = await bench.n8n.run(file, { input: [...CHAIN, ...OTHERS] });
	const items = run.json('Attentive');
	expect(items).toHaveLength(32);
	for (const { attentive, error } of items)
		expect(attentive ?? error).toMatchObject({ status: expect.any(String) });
	expect(items[1]).toHaveProperty('error');
	expect(items.filter(({ attentive }) => attentive !== undefined)).toHaveLength(received);
});

test('where n8n is to stop at a failure, the run stops with an error that says what was sent', async () => {
	const run = await bench.n8n.run(bench.workflow(parameters, { baseUrl }), { input: CHAIN });
	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('[item 1]');
	expect(run.error?.description).toContain('1 accepted');
});
