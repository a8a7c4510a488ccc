import { DataDeduplicationService } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';
import {
	ADD_CODES,
	CONTINUE,
	counted,
	eventRows,
	EVENTS,
	outcomes,
	rows,
	sendOnce,
	statuses,
	until,
	useBench,
	useStandIn,
} from './setup';

/** Skip Repeats By where things go wrong: a store that fails, a kill, a cancel, tries and loops. */
const bench = useBench();
let store: DataDeduplicationService;
beforeAll(() => {
	store = DataDeduplicationService.getInstance();
});
afterEach(() => jest.restoreAllMocks());

describe('another try', () => {
	test('sends no value again that the store has dropped meanwhile', async () => {
		const [bad] = rows(5).slice(-1);
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: bad?.phone });
		const input = rows(6).map((row, index) => ({ ...row, event: 'abcdea'.charAt(index) }));
		const failed = await bench.run(sendOnce({ options: { skipRepeatsLimit: 2 } }), input);
		expect(failed.error?.message).toContain('[item 4]');
		expect(outcomes(await bench.n8n.retry(failed))).toEqual([
			...['accepted', 'accepted', 'accepted', 'accepted', 'accepted'],
			'skipped alreadySent',
		]);
		expect((await bench.phones(EVENTS)).sort()).toEqual(input.slice(0, 5).map(({ phone }) => phone));
	});

	test('sends an event of unknown outcome again, where that is wanted', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '503', count: 100 });
		const options = { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0.01 };
		const failed = await bench.run(sendOnce({ options }), eventRows(1));
		expect(failed.error?.message).toContain('Unknown whether Attentive processed it');
		await bench.sandbox.control.clearFaults();
		expect(outcomes(await bench.n8n.retry(failed))).toEqual(['accepted']);
		expect(await bench.phones(EVENTS)).toHaveLength(1);
		expect(outcomes(await bench.run(sendOnce({ options }), eventRows(1)))).toEqual(['skipped alreadySent']);
	});

	test('notes what it sends again, also where the store has dropped it meanwhile', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '503', count: 100 });
		const options = { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0.01, skipRepeatsLimit: 2 };
		const failed = await bench.run(sendOnce({ options }), eventRows(1));
		await bench.sandbox.control.clearFaults();
		await bench.run(sendOnce({ options }), eventRows(2, 10));
		expect(outcomes(await bench.n8n.retry(failed))).toEqual(['accepted']);
		expect(outcomes(await bench.run(sendOnce({ options }), eventRows(1)))).toEqual(['skipped alreadySent']);
	});

	test('still sends again what another one could not', async () => {
		const { control } = bench.sandbox;
		await control.addFault({ endpoint: EVENTS, kind: '503', count: 100 });
		const options = { ifOutcomeUnknown: 'sendAgain', retryMinutes: 0.01 };
		const unknown = await bench.run(sendOnce({ options }), eventRows(1));
		await control.clearFaults();
		await control.addFault({ endpoint: EVENTS, kind: '429', count: 100 });
		const untried = await bench.n8n.retry(unknown);
		expect(untried.error?.message).toContain('[item 0]');
		await control.clearFaults();
		expect(outcomes(await bench.n8n.retry(untried))).toEqual(['accepted']);
		expect(await bench.phones(EVENTS)).toHaveLength(1);
	});

	test('does not call sent what was recorded when the store failed', async () => {
		const real = store.checkProcessedAndRecord.bind(store);
		jest.spyOn(store, 'checkProcessedAndRecord').mockImplementationOnce(async (...call) => {
			await real(...call);
			throw new Error('the database did not answer in time');
		});
		const run = await bench.run(sendOnce(), eventRows(1), { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(outcomes(run)).toEqual(['unknown storeFailed']);
		expect(JSON.stringify(run.json('Attentive'))).toContain("run it without 'Skip Repeats By'");
		expect(await bench.phones(EVENTS)).toEqual([]);
	});

	test('sends what the store knows nothing of when it is well again', async () => {
		jest.spyOn(store, 'checkProcessedAndRecord').mockImplementationOnce(async () => {
			throw new Error('the database is away');
		});
		const run = await bench.run(sendOnce(), eventRows(1), { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(outcomes(run)).toEqual(['accepted']);
	});
});

describe('executions at the same moment', () => {
	test('of other values lose nothing of each other', async () => {
		const input = eventRows(6);
		const runs = await Promise.all(input.map(async (row) => await bench.run(sendOnce(), [row])));
		expect(runs.flatMap(outcomes)).toEqual(input.map(() => 'accepted'));
		expect(outcomes(await bench.run(sendOnce(), input))).toEqual(input.map(() => 'skipped alreadySent'));
	});

	test('of the same value send it once', async () => {
		const runs = await Promise.all(eventRows(6).map(async () => await bench.run(sendOnce(), eventRows(1))));
		expect(counted(runs.flatMap(outcomes))).toEqual({ accepted: 1, 'skipped alreadySent': 5 });
		expect(await bench.phones(EVENTS)).toHaveLength(1);
	});

	test('that free what was not sent lose nothing either', async () => {
		const input = eventRows(6);
		const [bad] = rows(1);
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', count: 3, match: bad?.phone });
		const refused = Array.from({ length: 3 }, (_row, index) => ({ ...bad, event: `bad-${index}` }));
		await Promise.all(
			[...refused, ...input.slice(1)].map(async (row) => await bench.run(sendOnce(), [row], CONTINUE)),
		);
		expect(outcomes(await bench.run(sendOnce(), input.slice(1)))).toEqual(
			input.slice(1).map(() => 'skipped alreadySent'),
		);
		expect(outcomes(await bench.run(sendOnce(), refused))).toEqual(['accepted', 'accepted', 'accepted']);
	});
});

/** Has the store do something else before it records keys; gives how many each call was the first to record. */
function onClaim(before: (call: number) => Promise<void> | void): number[] {
	const calls: number[] = [];
	const known = new Set<unknown>();
	const real = store.checkProcessedAndRecord.bind(store);
	jest.spyOn(store, 'checkProcessedAndRecord').mockImplementation(async (...call) => {
		const keys = call[0].filter((key) => String(key).includes(' ') && !known.has(key));
		for (const key of keys) known.add(key);
		calls.push(keys.length);
		await before(calls.length);
		return await real(...call);
	});
	return calls;
}

describe('what a kill leaves in doubt', () => {
	const server = useStandIn();
	beforeEach(() => {
		server.answer = async () => {
			await new Promise((resolve) => setTimeout(resolve, 150));
			return { status: 202, body: {} };
		};
	});

	test('never more than two seconds’ sending is recorded and has not left', async () => {
		let recorded = 0;
		let due = 0;
		const late: number[] = [];
		const calls = onClaim(async () => {
			// Nothing new leaves while the store is asked: what was due before either has left or never will without this.
			for (let tries = 0; server.received.length < due && tries < 100; tries++)
				await new Promise((resolve) => setTimeout(resolve, 20));
			if (server.received.length < due) late.push(due - server.received.length);
			due = calls.length === 1 ? 0 : recorded;
			recorded += calls.at(-1) ?? 0;
		});
		const run = await bench.run(sendOnce(), eventRows(500), { baseUrl: server.url });
		expect(counted(statuses(run))).toEqual({ accepted: 500 });
		expect(late).toEqual([]);
		expect(Math.max(...calls)).toBeLessThanOrEqual(150);
		expect(calls.reduce((sum, keys) => sum + keys, 0)).toBe(500);
		expect(calls.length).toBeLessThan(10);
	});

	test('nor is it where each is asked about first, and the answers come late', async () => {
		let recorded = 0;
		let sent = 0;
		server.answer = async ({ method }) => {
			if (method === 'POST') sent++;
			await new Promise((resolve) => setTimeout(resolve, method === 'POST' ? 1 : 700));
			return method === 'POST'
				? { body: { subscriptionResponses: [] } }
				: { body: { subscriptionEligibilities: [] } };
		};
		const inDoubt: number[] = [];
		const calls = onClaim(async () => {
			recorded += calls.at(-1) ?? 0;
			inDoubt.push(recorded - sent);
		});
		const subscribe: INodeParameters = {
			resource: 'subscriber',
			operation: 'subscribe',
			consent: 'confirmed',
			phone: '={{ $json.phone }}',
			signUpSourceId: '11',
			subscriptionType: 'MARKETING',
			additionalFields: { skipRepeatsBy: '={{ $json.phone }}' },
		};
		const run = await bench.run(subscribe, rows(40), { baseUrl: server.url });
		expect(counted(statuses(run))).toEqual({ accepted: 40 });
		// Those of two seconds, and those on their way.
		expect(Math.max(...inDoubt)).toBeLessThanOrEqual(22);
	});

	test('a key is recorded before its event leaves, never after', async () => {
		let mayGo = false;
		onClaim(async () => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			expect(server.received).toHaveLength(0);
			mayGo = true;
		});
		await bench.run(sendOnce(), eventRows(5), { baseUrl: server.url });
		expect(mayGo).toBe(true);
		expect(server.received).toHaveLength(5);
	});

	test('at the slowest pace keys are recorded one by one, each while the one before it is sent', async () => {
		server.answer = () => ({ status: 202, headers: { 'x-ratelimit-limit': '1' }, body: {} });
		const baseUrl = server.url;
		// A limit is believed that three answers tell over a second, which each of these runs takes. The pace is kept for the next one.
		for (const first of [1_000, 2_000, 3_000]) await bench.run(sendOnce(), eventRows(1, first), { baseUrl });
		const calls = onClaim(() => {});
		await bench.run(sendOnce(), eventRows(3), { baseUrl });
		expect(calls).toEqual([1, 1, 1, 0]);
	});
});

describe('a store that fails', () => {
	test('stop mode: nothing is sent, and the error says why', async () => {
		onClaim(() => {
			throw new Error('the database is down');
		});
		const run = await bench.run(sendOnce(), eventRows(300));
		expect(run.status).toBe('error');
		expect(run.error?.message).toBe(
			'Not sent: n8n could not say whether it was sent in an earlier run (the database is down). Run the item again when n8n and its database work. If it is then skipped as already sent, look it up in Attentive. [item 0]',
		);
		expect(await bench.requests(EVENTS)).toBe(0);
	});

	test('continue: every item says so, and all go when the store is well again', async () => {
		onClaim(() => {
			throw new Error('the database is down');
		});
		expect(outcomes(await bench.run(sendOnce(), eventRows(300), CONTINUE))).toEqual(
			Array(300).fill('notTried storeFailed'),
		);
		expect(await bench.requests(EVENTS)).toBe(0);
		jest.restoreAllMocks();
		expect(counted(outcomes(await bench.run(sendOnce(), eventRows(300), CONTINUE)))).toEqual({
			accepted: 300,
		});
	});

	test('later in the run: what went before stays accepted, and the next run sends the rest', async () => {
		onClaim((call) => {
			if (call > 2) throw new Error('locked');
		});
		const counts = counted(outcomes(await bench.run(sendOnce(), eventRows(400), CONTINUE)));
		const { accepted: sent = 0 } = counts;
		expect(sent).toBeLessThan(400);
		expect(counts['notTried storeFailed']).toBe(400 - sent);
		jest.restoreAllMocks();
		const again = await bench.run(sendOnce(), eventRows(400), CONTINUE);
		// What was claimed before the failure may be another worker's for all that n8n could say.
		const { accepted = 0, skipped = 0 } = counted(statuses(again));
		expect(accepted + skipped).toBe(400);
		expect(skipped - sent).toBeLessThanOrEqual(150);
		expect(await bench.phones(EVENTS)).toHaveLength(sent + accepted);
		expect(new Set(await bench.phones(EVENTS)).size).toBe(sent + accepted);
	});

	test('where keys cannot be freed, the log says so and the results stay as they are', async () => {
		jest.spyOn(store, 'removeProcessed').mockRejectedValue(new Error('read only'));
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551000' });
		expect(outcomes(await bench.run(sendOnce(), eventRows(2), CONTINUE))).toEqual([
			'refused refused',
			'accepted',
		]);
		expect(bench.n8n.logLines.join('\n')).toMatch(
			/n8n could not forget 1 of the values of 'Skip Repeats By'.*read only/,
		);
	});

	test('nothing to free: the store is not asked', async () => {
		const free = jest.spyOn(store, 'removeProcessed');
		await bench.run(sendOnce(), eventRows(2));
		expect(free).not.toHaveBeenCalled();
	});
});

describe('a run that ends early', () => {
	test('a cancel frees what was not sent, also what waits for another try', async () => {
		await bench.sandbox.control.addFault({
			endpoint: EVENTS,
			kind: '429',
			count: 1_000,
			after: 10,
			retryAfter: 60,
		});
		const free = jest.spyOn(store, 'removeProcessed');
		const file = bench.workflow(sendOnce());
		const started = bench.n8n.start(file, { input: eventRows(300).map((json) => ({ json })) });
		await until(async () => (await bench.requests(EVENTS)) > 10);
		started.cancel();
		await started.finished;
		// n8n does not wait for the node that it has cancelled.
		await until(() => free.mock.results.length > 0);
		await Promise.all(free.mock.results.map(({ value }) => value));
		await bench.sandbox.control.clearFaults();
		const second = await bench.n8n.run(file, { input: eventRows(300).map((json) => ({ json })) });
		const counts = counted(outcomes(second));
		// Of what was under way at the cancel nobody knows whether it arrived: at most 20, and four more for each answer.
		const { 'skipped alreadySent': skipped = 0, accepted } = counts;
		expect(skipped).toBeGreaterThanOrEqual(10);
		expect(skipped).toBeLessThanOrEqual(10 + 20 + 4 * 10);
		expect(accepted).toBe(300 - skipped);
		// Nobody twice, whatever arrived before the cancel.
		expect(new Set(await bench.phones(EVENTS)).size).toBe((await bench.phones(EVENTS)).length);
	});

	test('Stop After N Failures frees what was not tried', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', count: 1_000 });
		const run = await bench.run(sendOnce({ options: { stopAfterFailures: 1 } }), eventRows(300), CONTINUE);
		expect(outcomes(run)).toContain('notTried tooManyFailures');
		await bench.sandbox.control.clearFaults();
		expect(counted(outcomes(await bench.run(sendOnce(), eventRows(300), CONTINUE)))).toEqual({
			accepted: 300,
		});
	});

	test('Stop if More Than (Items) takes no value', async () => {
		const run = await bench.run(sendOnce({ options: { stopAboveItems: 2 } }), eventRows(3));
		expect(run.error?.message).toContain('there are 3 items to send');
		expect(outcomes(await bench.run(sendOnce(), eventRows(3)))).toEqual(['accepted', 'accepted', 'accepted']);
	});

	test('a bad row in stop mode takes no value from the others', async () => {
		const bad = { phone: '12', points: 1, event: 'bad' };
		expect((await bench.run(sendOnce(), [...eventRows(2), bad])).status).toBe('error');
		expect(outcomes(await bench.run(sendOnce(), eventRows(2)))).toEqual(['accepted', 'accepted']);
	});
});

describe('tries of one execution', () => {
	test('Retry On Fail in stop mode: what went is not sent again, the rest is', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551003', count: 1 });
		const run = await bench.run(sendOnce(), eventRows(200), { retryOnFail: true, maxTries: 3 });
		expect(run.status).toBe('success');
		expect(counted(statuses(run))).toEqual({ accepted: 200 });
		expect((await bench.phones(EVENTS)).sort()).toEqual(rows(200).map(({ phone }) => phone));
	});

	test('Retry in the list of executions, with equal values among the rows', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551004' });
		const input = eventRows(6).map((row, index) => ({
			...row,
			event: ['a', 'b', 'a', 'c', 'd', 'd'][index],
		}));
		const failed = await bench.run(sendOnce(), input);
		expect(failed.status).toBe('error');
		await bench.sandbox.control.clearFaults();
		const retried = await bench.n8n.retry(failed);
		expect(outcomes(retried)).toEqual([
			'accepted',
			'accepted',
			'skipped alreadySent',
			'accepted',
			'accepted',
			'skipped alreadySent',
		]);
		expect(await bench.phones(EVENTS)).toHaveLength(4);
	});

	test('the same execution retried twice sends nothing twice', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '400', match: '+12065551001' });
		const failed = await bench.run(sendOnce(), eventRows(3));
		await bench.sandbox.control.clearFaults();
		await bench.n8n.retry(failed);
		await bench.n8n.retry(failed);
		expect((await bench.phones(EVENTS)).sort()).toEqual(rows(3).map(({ phone }) => phone));
	});

	test('an unknown outcome is neither sent again nor freed', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: '503', match: '+12065551000', count: 1 });
		const failed = await bench.run(sendOnce(), eventRows(1));
		const retried = await bench.n8n.retry(failed);
		expect(retried.status).toBe('error');
		expect(outcomes(await bench.run(sendOnce(), eventRows(1)))).toEqual(['skipped alreadySent']);
		expect(await bench.requests(EVENTS)).toBe(1);
	});
});

describe('what names an item', () => {
	test('numbers and text of the same digits are one value; other capitals are another', async () => {
		const event = [1001, '1001', ' 1001 ', 'A', 'a'];
		const input = eventRows(5).map((row, index) => ({ ...row, event: event[index] }));
		expect(outcomes(await bench.run(sendOnce(), input))).toEqual([
			'accepted',
			'skipped alreadySent',
			'skipped alreadySent',
			'accepted',
			'accepted',
		]);
	});

	test('the value counts for one operation alone', async () => {
		await bench.run(sendOnce(), eventRows(1));
		const purchase: INodeParameters = {
			resource: 'ecommerceEvent',
			operation: 'addToCart',
			phone: '={{ $json.phone }}',
			products: 'oneByOne',
			productRows: { products: [{ productId: 'A', price: '1' }] },
			currency: 'USD',
			additionalFields: { skipRepeatsBy: '={{ $json.event }}' },
		};
		expect(outcomes(await bench.run(purchase, eventRows(1)))).toEqual(['accepted']);
	});

	test.each([
		['a value that is empty', '', 'is empty, so the item could be sent twice'],
		['an expression that gives nothing', '={{ "" }}', 'is empty, so the item could be sent twice'],
		['a field that is empty', '={{ $json.empty }}', 'is empty, so the item could be sent twice'],
		[
			'a field that no item has',
			'={{ $json.evnt }}',
			"reads the field 'evnt', which no item has. Did you mean 'event'? Fields: phone, points, event, empty.",
		],
		['an expression that fails', '={{ $("Nope").item.json.x }}', 'could not be evaluated'],
	])('%s sends nothing', async (_name, skipRepeatsBy, words) => {
		const input = eventRows(2).map((row) => ({ ...row, empty: '' }));
		const run = await bench.run(sendOnce({ additionalFields: { skipRepeatsBy } }), input);
		expect(run.error?.message).toMatch(/^'?Skip Repeats By/);
		expect(run.error?.message).toContain(words);
		expect(await bench.requests(EVENTS)).toBe(0);
	});

	test.each([0, -1, 1.5, 1_000_001, 'many', ''])(
		'%p values to remember sends nothing',
		async (skipRepeatsLimit) => {
			const run = await bench.run(sendOnce({ options: { skipRepeatsLimit } }), eventRows(2));
			expect(run.error?.message).toContain('is not a whole number from 1 to 1000000');
			expect(await bench.requests(EVENTS)).toBe(0);
		},
	);

	test('an expression that fails in one item is that item’s error', async () => {
		const additionalFields = { skipRepeatsBy: '={{ $json.event ?? $("Nope").item.json.x }}' };
		const input = eventRows(3).map((row, index) => (index === 1 ? { ...row, event: null } : row));
		expect(outcomes(await bench.run(sendOnce({ additionalFields }), input, CONTINUE))).toEqual([
			'accepted',
			'rejected expressionFailed',
			'accepted',
		]);
	});

	test('an object is no value', async () => {
		const run = await bench.run(sendOnce(), [{ ...eventRows(1)[0], event: { id: 1 } }], CONTINUE);
		expect(outcomes(run)).toEqual(['rejected notText']);
	});
});

test('each round of a loop asks the store anew', async () => {
	const file = bench.loop(sendOnce(), 2);
	const input = eventRows(6).map((row, index) => ({
		json: { ...row, event: ['a', 'b', 'a', 'c', 'c', 'a'][index] },
	}));
	const run = await bench.n8n.run(file, { input });
	const rounds = [0, 1, 2].flatMap((round) => outcomes(run.json('Attentive', 0, round)));
	expect(rounds).toEqual([
		'accepted',
		'accepted',
		'skipped alreadySent',
		'accepted',
		'skipped alreadySent',
		'skipped alreadySent',
	]);
});

describe('codes of an offer, many to a request', () => {
	const codes = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'offer',
		operation: 'addCodes',
		offerId: '1',
		codes: '={{ $json.code }}',
		additionalFields: { skipRepeatsBy: '={{ $json.batch }}' },
		...more,
	});
	beforeEach(async () => await bench.sandbox.control.addOffer({ id: 1, window: 'never' }));
	const input = ['A', 'B', 'C'].map((code) => ({ code, batch: code }));

	test('a refused request frees the values of all its items', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '400', count: 1 });
		expect(outcomes(await bench.run(codes(), input, CONTINUE))).toEqual(Array(3).fill('refused refused'));
		expect(outcomes(await bench.run(codes(), input, CONTINUE))).toEqual(Array(3).fill('accepted'));
	});

	test('what was sent before is taken out of the request, and the rest goes in one', async () => {
		await bench.run(codes(), [input[1] ?? {}]);
		expect(outcomes(await bench.run(codes(), input))).toEqual([
			'accepted',
			'skipped alreadySent',
			'accepted',
		]);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['B', 'A', 'C']);
	});

	test('all sent before: no request', async () => {
		await bench.run(codes(), input);
		expect(await bench.requests(ADD_CODES)).toBe(1);
		expect(outcomes(await bench.run(codes(), input))).toEqual(Array(3).fill('skipped alreadySent'));
		expect(await bench.requests(ADD_CODES)).toBe(1);
	});
});
