import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	ATTRIBUTES,
	CONTINUE,
	counted,
	errors,
	EVENTS,
	outcomes,
	results,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	statuses,
	UPSERT_TIERS,
	useBench,
} from './setup';

const bench = useBench();

async function eventIds(): Promise<Array<string | undefined>> {
	const bodies = await bench.bodies<{ externalEventId?: string }>(EVENTS);
	return bodies.map(({ externalEventId }) => externalEventId);
}

const PHONES = rows(6).map(({ phone }) => phone);

describe('promise 2: nothing is sent twice by us', () => {
	test('an event is sent again after a 429 and after a refused connection, for those did not arrive', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '429', count: 3, retryAfter: 0 });
		const run = await bench.run(SEND_EVENT, rows(6));
		expect(run.status).toBe('success');
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
		expect(await bench.requests(EVENTS)).toBe(9);
	});

	test.each([
		'500after',
		'502after',
		'503after',
		'504after',
		'resetAfter',
		'500before',
		'502',
		'503',
		'504',
		'reset',
		'garbage',
	] as const)(
		'an event is not sent again after %s: its fate is unknown, and the item says so',
		async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: EVENTS, kind, match: PHONES[2] });
			const run = await bench.run(SEND_EVENT, rows(6), CONTINUE);
			expect(errors(run)[2]).toEqual(
				expect.objectContaining({ status: 'unknown', wayOut: expect.stringContaining('Look it up') }),
			);
			expect(await bench.requests(EVENTS)).toBe(6);
			const others = PHONES.filter((_phone, index) => index !== 2);
			expect((await bench.phones(EVENTS)).sort()).toEqual(
				kind.endsWith('After') || kind.endsWith('after') ? PHONES : others,
			);
		},
	);

	test('a time-out of an event is an unknown outcome', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'hangAfter' });
		const options = { requestTimeoutSeconds: 1 };
		const run = await bench.run({ ...SEND_EVENT, options }, rows(1), CONTINUE);
		expect(errors(run)).toEqual([
			expect.objectContaining({
				status: 'unknown',
				reason: expect.stringContaining('no complete response came in time (1 s)'),
			}),
		]);
		expect(await bench.requests(EVENTS)).toBe(1);
	});

	test.each(['500after', 'resetAfter', '503', 'reset', 'garbage'] as const)(
		'attributes are sent again after %s',
		async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: ATTRIBUTES, kind, match: PHONES[2] });
			const run = await bench.run(SET_ATTRIBUTES, rows(6));
			expect(run.status).toBe('success');
			expect(await bench.requests(ATTRIBUTES)).toBe(7);
		},
	);

	test('with Send Again With the Same ID an event of unknown fate goes out again under its ID', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after' });
		const run = await bench.run({ ...SEND_EVENT, options: { ifOutcomeUnknown: 'sendAgain' } }, rows(1));
		expect(run.status).toBe('success');
		const ids = await eventIds();
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
	});

	test('with Send Again With the Same ID an event that n8n tries again goes out under its ID, too', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after' });
		const options = { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0 };
		const run = await bench.run({ ...SEND_EVENT, options }, rows(1), { retryOnFail: true });
		expect(run.status).toBe('success');
		const ids = await eventIds();
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
	});

	test('a service that takes requests and never answers costs few events; the others were not tried', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'hang', count: 1000 });
		const options = { requestTimeoutSeconds: 1, retryMinutes: 0.02 };
		const run = await bench.run({ ...SEND_EVENT, options }, rows(300), CONTINUE);
		expect(statuses(run)).toHaveLength(300);
		expect(new Set(statuses(run))).toEqual(new Set(['unknown', 'notTried']));
		expect(counted(statuses(run)).unknown).toBeLessThan(50);
	});

	test('a connection that is refused throughout ends after half a minute at most, as not tried', async () => {
		const closed = await freePort();
		const run = await bench.run({ ...SEND_EVENT, options: { retryMinutes: 0.02 } }, rows(3), {
			...CONTINUE,
			baseUrl: `http://127.0.0.1:${closed}`,
		});
		expect(statuses(run)).toEqual(['notTried', 'notTried', 'notTried']);
		expect(errors(run)[0]?.reason).toContain('the connection was refused');
	});
});

describe('what never reached Attentive was certainly not processed', () => {
	const brief = { ...SEND_EVENT, options: { retryMinutes: 0.001 } };
	test.each([
		['a name that does not exist', () => 'https://attentive.invalid', 'the address could not be found'],
		[
			'https to a port that speaks http',
			() => bench.sandbox.url.replace('http:', 'https:'),
			'no secure connection',
		],
		['a refused connection', () => 'https://127.0.0.1:1', 'the connection was refused'],
	])('%s', async (_what, baseUrl, reason) => {
		const run = await bench.run(brief, rows(1), { ...CONTINUE, baseUrl: baseUrl() });
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({ status: 'notTried', reason: expect.stringContaining(reason) }),
		);
	});
});

describe('n8n runs the node again', () => {
	test('Retry On Fail does not send again what was accepted or is of unknown fate', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '500after', match: PHONES[3] });
		const run = await bench.run(SEND_EVENT, rows(6), { retryOnFail: true, maxTries: 4 });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('Unknown whether Attentive processed it');
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
	});

	test('Retry On Fail sends what was refused again, and then all is well', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[3] });
		const run = await bench.run(SEND_EVENT, rows(6), { retryOnFail: true });
		expect(run.status).toBe('success');
		expect(statuses(run)).toEqual(rows(6).map(() => 'accepted'));
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
	});

	test('Retry On Fail does not set attributes again that were accepted', async () => {
		await bench.sandbox.control.addFault({ endpoint: ATTRIBUTES, kind: '400', match: PHONES[3] });
		const run = await bench.run(SET_ATTRIBUTES, rows(6), { retryOnFail: true });
		expect(run.status).toBe('success');
		expect((await bench.phones(ATTRIBUTES)).sort()).toEqual(PHONES);
	});

	test('Retry On Fail under Continue with a bad first row sends each good row once', async () => {
		const run = await bench.run(SEND_EVENT, [{ phone: '1', points: 0 }, ...rows(6)], {
			retryOnFail: true,
			maxTries: 5,
			onError: 'continueErrorOutput',
		});
		expect(run.json('Attentive', 0)).toHaveLength(6);
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
	});

	test('Retry in the list of executions sends only what is still to be sent, with the same IDs', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[1] });
		const failed = await bench.run(SEND_EVENT, rows(6));
		expect(failed.status).toBe('error');
		const { length: before } = await bench.phones(EVENTS);
		const retried = await bench.n8n.retry(failed);
		expect(retried.status).toBe('success');
		expect(retried.executionId).not.toBe(failed.executionId);
		expect(retried.json('Attentive')).toHaveLength(6);
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
		expect(before).toBeLessThan(6);
	});

	test('Retry in the list of executions does not send an event of unknown fate again', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'resetAfter', match: PHONES[0] });
		const failed = await bench.run(SEND_EVENT, rows(1));
		const retried = await bench.n8n.retry(failed);
		expect(retried.status).toBe('error');
		expect(retried.error?.message).toContain('is not sent again');
		expect((await bench.phones(EVENTS)).sort()).toEqual([PHONES[0]]);
	});

	test('it is sent again when the user then chooses Send Again With the Same ID, and has the same ID', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'resetAfter', match: PHONES[0] });
		const failed = await bench.run(SEND_EVENT, rows(1));
		const workflow = bench.workflow({ ...SEND_EVENT, options: { ifOutcomeUnknown: 'sendAgain' } });
		const retried = await bench.n8n.retry(failed, { workflow });
		expect(retried.status).toBe('success');
		const ids = await eventIds();
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
	});

	test('what was sent counts as sent, also where a change of the workflow has made its item invalid since', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[5] });
		const failed = await bench.run(SEND_EVENT, rows(6));
		const invalid = { ...SEND_EVENT, additionalFields: { occurredAt: 'never' } };
		const retried = await bench.n8n.retry(failed, { workflow: bench.workflow(invalid, CONTINUE) });
		const sent = PHONES.slice(0, 5);
		expect(statuses(retried)).toEqual([...sent.map(() => 'accepted'), 'rejected']);
		expect(results(retried)[0]).toEqual({ status: 'accepted', sentInEarlierTry: true });
		expect((await bench.phones(EVENTS)).sort()).toEqual(sent);
	});

	test('what Attentive still processes stays pending under its job, also where its item has become invalid', async () => {
		const { control } = bench.sandbox;
		await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
		await control.setSettings({ bulkUserRefusals: 'request' });
		const tiers = ['Gold', 'Gold', 'Bronze'].map((tier, index) => ({ email: `p${index}@example.com`, tier }));
		const failed = await bench.run(UPSERT_TIERS, tiers);
		const invalid = { ...UPSERT_TIERS, email: '={{ "nobody" }}' };
		const retried = await bench.n8n.retry(failed, { workflow: bench.workflow(invalid, CONTINUE) });
		expect(statuses(retried)).toEqual(['pending', 'pending', 'rejected']);
		const [job] = await control.jobs();
		expect(results(retried)[1]).toMatchObject({ jobId: job?.bulkJobId, sentInEarlierTry: true });
		expect(await bench.jobSizes()).toEqual([2]);
	});

	test('an event of unknown fate is still not sent again where its item has become invalid', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'resetAfter', match: PHONES[0] });
		const failed = await bench.run(SEND_EVENT, rows(1));
		const invalid = { ...SEND_EVENT, additionalFields: { occurredAt: 'never' } };
		const retried = await bench.n8n.retry(failed, { workflow: bench.workflow(invalid, CONTINUE) });
		expect(outcomes(retried)).toEqual(['unknown unknownBefore']);
		expect(await bench.phones(EVENTS)).toEqual([PHONES[0]]);
	});

	test('what an event has done is not taken for done where the user then chooses another operation', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[3] });
		const failed = await bench.run(SEND_EVENT, rows(6));
		expect(failed.status).toBe('error');
		const retried = await bench.n8n.retry(failed, { workflow: bench.workflow(SET_ATTRIBUTES) });
		expect(retried.status).toBe('success');
		expect((await bench.phones(ATTRIBUTES)).sort()).toEqual(PHONES);
	});

	test('a new execution sends anew', async () => {
		await bench.run(SEND_EVENT, rows(1));
		await bench.run(SEND_EVENT, rows(1));
		expect((await bench.phones(EVENTS)).sort()).toEqual([PHONES[0], PHONES[0]]);
		expect(new Set(await eventIds()).size).toBe(2);
	});

	test('equal rows of one run are two events with IDs of their own', async () => {
		const [row] = rows(1);
		await bench.run(SEND_EVENT, [{ ...row }, { ...row }]);
		expect(new Set(await eventIds()).size).toBe(2);
	});

	test.each([
		['each round well', {}, [{}], 3],
		// A bad first row makes n8n run each round again, so that the memory of one is kept into the next.
		[
			'a bad row first in each round',
			{ ...CONTINUE, retryOnFail: true, maxTries: 3 },
			[{ phone: '1' }, {}],
			3,
		],
	] as const)(
		'the rounds of a loop are told apart: equal rows in several rounds are all sent (%s)',
		async (_what, settings, round, sent) => {
			const file = bench.loop(SEND_EVENT, round.length, settings);
			const input = [...round, ...round, ...round].map((change) => ({ json: { ...rows(1)[0], ...change } }));
			const run = await bench.n8n.run(file, { input });
			expect(run.status).toBe('success');
			expect((await bench.phones(EVENTS)).sort()).toEqual(Array.from({ length: sent }, () => PHONES[0]));
		},
	);

	test('a loop remembers its last round at most', async () => {
		const settings = { ...CONTINUE, retryOnFail: true, maxTries: 2 };
		const file = bench.loop(SEND_EVENT, 4, settings);
		const input = Array.from({ length: 12 }, (_round, round) =>
			[{ phone: '1' }, ...rows(3)].map((row) => ({ ...row, round })),
		);
		const run = await bench.n8n.run(file, { input: input.flat().map((json) => ({ json })) });
		expect(run.status).toBe('success');
		expect(await bench.requests(EVENTS)).toBe(36);
		const context = JSON.stringify(run.fullRunData.data.executionData?.contextData ?? {});
		expect(context.match(/"seed"/g)).toHaveLength(1);
	});

	test('a loop that failed in a later round is retried from there, and nothing is sent twice', async () => {
		const file = bench.loop(SEND_EVENT, 2);
		const input = rows(6).map((json) => ({ json }));
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[3] });
		const failed = await bench.n8n.run(file, { input });
		expect(failed.status).toBe('error');
		const retried = await bench.n8n.retry(failed, { workflow: file });
		expect(retried.status).toBe('success');
		expect((await bench.phones(EVENTS)).sort()).toEqual(PHONES);
	});

	test('a row that comes with the error of an unknown outcome says so, whoever put it there', async () => {
		const error = { status: 'unknown', reasonCode: 'timeout', message: 'of another workflow' };
		const run = await bench.run(SEND_EVENT, [{ ...rows(1)[0], error }, ...rows(2).slice(1)], CONTINUE);
		expect(await bench.requests(EVENTS)).toBe(1);
		expect(errors(run)[0]).toMatchObject({
			reasonCode: 'unknownBefore',
			message: expect.stringContaining(
				"Not sent, because the item's field 'error' says that its outcome is unknown",
			),
		});
	});

	test('a run that went well leaves nothing behind in the execution', async () => {
		const run = await bench.run(SEND_EVENT, rows(6));
		expect(run.status).toBe('success');
		const context = JSON.stringify(run.fullRunData.data.executionData?.contextData ?? {});
		expect(context).not.toMatch(/seed|items/);
	});

	test('the saved run data holds hashes, no personal data', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: PHONES[1] });
		const failed = await bench.run(SEND_EVENT, rows(6));
		const context = JSON.stringify(failed.fullRunData.data.executionData?.contextData);
		expect(context.length).toBeGreaterThan(100);
		expect(context).not.toContain('206555');
		expect(context).not.toContain(bench.sandbox.apiKey);
	});
});

async function freePort(): Promise<number> {
	const server: Server = createServer();
	const port = await new Promise<number>((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});
	await new Promise((resolve) => server.close(resolve));
	return port;
}
