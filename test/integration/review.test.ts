import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ATTRIBUTES, EVENTS, rows, SEND_EVENT, SET_ATTRIBUTES, startBench, type Bench } from './setup';

/** Cases that a reviewer broke the node with. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => await bench.sandbox.control.reset());
afterAll(async () => await bench.close());

async function sent(endpoint = EVENTS): Promise<unknown[]> {
	return (await bench.sandbox.control.ledger(endpoint)).map(({ body }) => body);
}

describe('a row that is sent twice', () => {
	test.each(['', 0, 'E17', true])('Retry On Fail with a field "error" of %p', async (error) => {
		const input = rows(3).map((row) => ({ ...row, error }));
		const run = await bench.run(SEND_EVENT, input, {
			retryOnFail: true,
			maxTries: 5,
			onError: 'continueErrorOutput',
		});
		expect(run.status).toBe('success');
		expect(await sent()).toHaveLength(3);
	});

	test('an item from the error output with an unknown outcome is not sent again when it is fed back', async () => {
		const [row] = rows(1);
		const run = await bench.run(
			SEND_EVENT,
			[{ ...row, error: { status: 'unknown', reasonCode: 'timeout' } }],
			{ onError: 'continueRegularOutput' },
		);
		expect(run.json('Attentive')[0]?.error).toEqual(expect.objectContaining({ status: 'unknown' }));
		expect(await sent()).toEqual([]);
	});

	test('an event that was sent with the option to send again is remembered as unknown without it', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after', count: 100 });
		const failed = await bench.run(
			{ ...SEND_EVENT, options: { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0 } },
			rows(1),
		);
		expect(failed.status).toBe('error');
		const before = (await sent()).length;
		await bench.n8n.retry(failed, { workflow: bench.workflow(SEND_EVENT) });
		expect(await sent()).toHaveLength(before);
	});
});

describe('a row that looks accepted and is not', () => {
	let server: Server;
	let answer: { status: number; type: string; body: string };
	let url: string;
	beforeAll(async () => {
		server = createServer((_request, response) => {
			response.writeHead(answer.status, { 'content-type': answer.type });
			response.end(answer.body);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(async () => await new Promise((resolve) => server.close(resolve)));

	test.each([
		[200, 'text/html', '<!-- portal --><html></html>'],
		[200, 'text/xml', '<?xml version="1.0"?><page/>'],
		[200, 'text/html', '<script>location="/login"</script>'],
		[200, 'text/html', '<div>Log in</div>'],
		[200, 'text/plain', 'Welcome! '.repeat(40)],
		[200, 'application/json', '{"error":{"message":"no"}}'],
		[207, 'application/json', '{"results":[]}'],
	])('an answer %i %s %s is no success', async (status, type, body) => {
		answer = { status, type, body };
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl: url, onError: 'continueRegularOutput' });
		expect(run.json('Attentive')[0]?.error).toEqual(
			expect.objectContaining({ status: 'unknown', reasonCode: 'foreignAnswer' }),
		);
	});

	test.each(['', 'OK', '{}'])('an answer 200 %p is one', async (body) => {
		answer = { status: 200, type: body === '{}' ? 'application/json' : 'text/plain', body };
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl: url });
		expect(run.status).toBe('success');
	});

	test('an account of nobody is no account', async () => {
		answer = { status: 200, type: 'application/json', body: '{"hello":1}' };
		const run = await bench.run({ resource: 'account', operation: 'get' }, [{}], { baseUrl: url });
		expect(run.error?.message).toContain('does not have the format that Attentive documents');
	});

	test('a wrong address ends the run at once', async () => {
		answer = { status: 404, type: 'text/plain', body: 'nothing here' };
		const run = await bench.run(SEND_EVENT, rows(400), { baseUrl: url, onError: 'continueRegularOutput' });
		const statuses = run
			.json('Attentive')
			.map(({ error }) => JSON.stringify(error).match(/"status":"(\w+)"/)?.[1]);
		expect(statuses.filter((status) => status === 'refused').length).toBeLessThan(60);
		expect(statuses.at(-1)).toBe('notTried');
	});

	test('what an earlier run left in the row does not contradict its new result', async () => {
		const input = [
			{ phone: '1', points: 1, attentive: { status: 'accepted' } },
			{ ...rows(1)[0], error: { reasonCode: 'phoneTooShort', status: 'rejected' } },
		];
		const [failed, accepted] = (
			await bench.run(SEND_EVENT, input, { onError: 'continueRegularOutput' })
		).json('Attentive');
		expect(Object.keys(failed ?? {}).sort()).toEqual(['error', 'phone', 'points']);
		expect(Object.keys(accepted ?? {}).sort()).toEqual(['attentive', 'phone', 'points']);
	});

	test('an item that went through in an earlier try says so', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: rows(2)[1]?.phone });
		const failed = await bench.run(SEND_EVENT, rows(2));
		const retried = await bench.n8n.retry(failed);
		expect(retried.json('Attentive').map(({ attentive }) => attentive)).toEqual([
			{ status: 'accepted', externalEventId: expect.any(String), sentInEarlierTry: true },
			{ status: 'accepted', externalEventId: expect.any(String) },
		]);
	});
});

describe('a setting that an expression takes away', () => {
	test.each<[string, object]>([
		['Mode', { mode: '={{ $json.nope }}' }],
		['Stop if More Than (Items)', { options: { stopAboveItems: '={{ $json.nope }}' } }],
		['Stop if More Than (Items)', { options: { stopAboveItems: '' } }],
		['Stop After N Failures', { options: { stopAfterFailures: '={{ "" }}' } }],
		['Retry for Up To (Minutes)', { options: { retryMinutes: '={{ null }}' } }],
		['Mapping', { mapping: '={{ $json.nope }}' }],
		['Mapping', { mapping: '={{ "Automatically" }}' }],
		['Fields Of', { mapping: 'automatically', fieldsOf: '={{ $json.points === 3 ? "body" : "" }}' }],
		['Properties', { mapping: 'eachField', properties: '={{ { Points: 3 } }}' }],
	])('%s that becomes nothing or nonsense sends nothing', async (field, change) => {
		const run = await bench.run({ ...SEND_EVENT, ...change }, rows(3));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(field);
		expect(await sent()).toEqual([]);
	});

	test('a run-wide expression that fails on a late item is told once', async () => {
		const stopAfterFailures = '={{ $itemIndex === 2999 ? $("Nope").item.json.x : 5 }}';
		const run = await bench.run({ ...SEND_EVENT, options: { stopAfterFailures } }, rows(3000));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Stop After N Failures');
		expect(await sent()).toEqual([]);
	});
});

describe('small things', () => {
	test('no personal data is kept in the execution, also where the event ID comes from a field', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: rows(3)[2]?.phone });
		const parameters = { ...SEND_EVENT, additionalFields: { externalEventId: '={{ $json.id }}' } };
		const failed = await bench.run(
			parameters,
			rows(3).map((row) => ({ ...row, id: `order of ann@example.com ${row.points}` })),
		);
		const context = JSON.stringify(failed.fullRunData.data.executionData?.contextData);
		expect(context.length).toBeGreaterThan(50);
		expect(context).not.toContain('ann@example.com');
	});

	test('a field of the user’s called attentive is a field', async () => {
		const parameters = { ...SET_ATTRIBUTES, mapping: 'automatically', attributes: {} };
		await bench.run(parameters, [{ phone: '+12065551000', attentive: 'yes', '': 'x' }]);
		expect(await sent(ATTRIBUTES)).toEqual([
			{ user: { phone: '+12065551000' }, properties: { attentive: 'yes' } },
		]);
	});

	test('binary data stays with a row that fails', async () => {
		const input = [{ json: { phone: '1' }, binary: { file: { data: 'aGk=', mimeType: 'text/plain' } } }];
		const run = await bench.run(SEND_EVENT, [], { input, onError: 'continueRegularOutput' });
		expect(run.items('Attentive')[0]?.binary?.file?.mimeType).toBe('text/plain');
	});
});
