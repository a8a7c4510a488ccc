import type { Delivery, Sending } from '../../../nodes/delivery/delivery';
import { writes, type Writes } from '../../../nodes/delivery/writes';
import type { Outcome } from '../../../nodes/engine/types';
import { z } from 'zod';
import {
	answer,
	deliver,
	endpoint,
	NO_CONNECTION,
	outcomes,
	reasonOf,
	rowsOf,
	TIMEOUT,
	type Row,
} from './deliver';

const writing = (more: Partial<Writes<Row>> = {}): Delivery => writes<Row>({ endpoint, ...more });
/** Requests of several rows. */
const together = (more: Partial<Writes<Row>> = {}): Delivery =>
	writing({
		batch: { most: 10 },
		request: (rows) => ({ body: { rows: rows.map(({ name }) => name) } }),
		...more,
	});
const alone = (names: string) => rowsOf(names).map((row) => [row]);

test('each row goes in a request of its own, and its result has what was known and what the answer says', async () => {
	const { results, requests, kept } = await deliver({
		delivery: writing({
			details: ({ name }) => ({ segment: name }),
			answer: (body) => z.object({ id: z.number() }).parse(body),
		}),
		batches: alone('a b'),
		service: (request) => answer(200, { id: request === 'POST a' ? 1 : 2 }),
	});
	expect(requests).toEqual(['POST a', 'POST b']);
	expect(results).toEqual([
		{ status: 'accepted', details: { segment: 'a', id: 1 } },
		{ status: 'accepted', details: { segment: 'b', id: 2 } },
	]);
	expect(kept()).toEqual(['accepted {"id":1}', 'accepted {"id":2}']);
});

test('until the answer is there the outcome is unknown, and what has not left is not kept', async () => {
	const during: unknown[] = [];
	await deliver({
		delivery: writing(),
		batches: alone('a b'),
		inTurn: true,
		service(_request, _attempt, { kept }) {
			during.push(kept());
			return 200;
		},
	});
	expect(during).toEqual([
		['unknown', undefined],
		['accepted', 'unknown'],
	]);
});

describe('how a request ends', () => {
	test.each<[string, Outcome[], boolean, string, string | undefined]>([
		['refused', [answer(400)], true, 'refused refused', undefined],
		['a time-out', [TIMEOUT], false, 'unknown timeout', 'unknown'],
		['a server error', [answer(503)], false, 'unknown serverError', 'unknown'],
		['a server error, then accepted', [answer(503), answer(200)], true, 'accepted', 'accepted'],
		['too many requests, then accepted', [answer(429), answer(200)], false, 'accepted', 'accepted'],
		['no connection, then accepted', [NO_CONNECTION, answer(200)], false, 'accepted', 'accepted'],
		['too many requests, then a time-out', [answer(429), TIMEOUT], false, 'unknown timeout', 'unknown'],
	])('%s', async (_what, answers, isIdempotent, outcome, status) => {
		const { results, requests, kept } = await deliver({
			delivery: writing(),
			batches: alone('a'),
			service: (_request, attempt) => answers[attempt - 1] ?? answer(200),
			sending: { isIdempotent },
		});
		expect(outcomes(results)).toEqual([outcome]);
		expect(kept()).toEqual([status]);
		expect(requests).toHaveLength(answers.length);
	});

	test('no connection at all: certainly not processed, and nothing is kept', async () => {
		const { results, kept } = await deliver({
			delivery: writing(),
			batches: alone('a'),
			service: () => NO_CONNECTION,
		});
		expect(outcomes(results)).toEqual(['notTried connectionRefused']);
		expect(kept()).toEqual([undefined]);
	});

	test('a time-out, and no success after it: unknown, also where it could be sent again', async () => {
		const { results, kept } = await deliver({
			delivery: writing(),
			batches: alone('a'),
			service: () => TIMEOUT,
		});
		expect(outcomes(results)).toEqual(['unknown timeout']);
		expect(kept()).toEqual(['unknown']);
	});
});

test('what did not leave before a stop has no result and is not kept', async () => {
	const { results, requests, kept, stop } = await deliver({
		delivery: writing(),
		batches: alone('a b c'),
		inTurn: true,
		service: (request) => (request === 'POST b' ? 401 : 200),
	});
	expect(stop?.kind).toBe('denied');
	expect(requests).toEqual(['POST a', 'POST b']);
	expect(outcomes(results)).toEqual(['accepted', 'refused unauthorized', 'none']);
	expect(kept()).toEqual(['accepted', undefined, undefined]);
});

test('an answer that cannot be understood leaves all of its request unknown', async () => {
	const { results, kept, requests } = await deliver({
		delivery: together({ answer: (body) => z.object({ id: z.number() }).parse(body) }),
		batches: [rowsOf('a b')],
	});
	expect(outcomes(results)).toEqual(['unknown answerNotUnderstood', 'unknown answerNotUnderstood']);
	expect(kept()).toEqual(['unknown', 'unknown']);
	expect(requests).toHaveLength(1);
});

test('each row of a request gets its own part of the answer', async () => {
	const ids = z.record(z.string(), z.number());
	const { results } = await deliver({
		delivery: together({ answer: (body, { name }) => ({ id: ids.parse(body)[name] }) }),
		batches: [rowsOf('a b c')],
		service: () => answer(200, { b: 2, a: 1, c: 3 }),
	});
	expect(results).toMatchObject([{ details: { id: 1 } }, { details: { id: 2 } }, { details: { id: 3 } }]);
});

test('what Attentive works on is pending, and its result says what to ask for', async () => {
	const { results, kept } = await deliver({
		delivery: together({
			process: () => ({
				endpoint,
				accepted: (body, { name }, position) => ({
					...z.object({ jobId: z.string() }).parse(body),
					recordId: `${position} ${name}`,
				}),
				idOf: () => undefined,
				look: async () => ({ outcome: answer(200) }),
				stateOf: () => 'ended',
				resultOf: () => undefined,
			}),
		}),
		batches: [rowsOf('a b')],
		service: () => answer(202, { jobId: 'j' }),
	});
	expect(results).toEqual([
		{ status: 'pending', details: { jobId: 'j', recordId: '0 a' } },
		{ status: 'pending', details: { jobId: 'j', recordId: '1 b' } },
	]);
	expect(kept()).toEqual([
		'pending {"jobId":"j","recordId":"0 a"}',
		'pending {"jobId":"j","recordId":"1 b"}',
	]);
});

test('of rows that are refused together each says with how many items, and nothing is kept', async () => {
	const { results, kept, failures } = await deliver({
		delivery: together(),
		batches: [[{ payload: { name: 'a' }, parts: [{ index: 2, key: 'item 2' }] }, ...rowsOf('b')]],
		service: () => 400,
	});
	for (const result of results) {
		expect(reasonOf(result)).toMatch(/^In a request of 3 items that was refused as a whole: /);
	}
	expect(kept()).toEqual([undefined, undefined, undefined]);
	expect(failures.reduce((sum, tried) => sum + tried, 0)).toBe(3);
});

describe('a 404', () => {
	test.each<[string, unknown, Writes<Row>['notFound'], string]>([
		['is success where the thing should go', undefined, 'alreadyGone', 'accepted'],
		['is an error elsewhere', undefined, undefined, 'refused notFound'],
		['of something else than Attentive is an error', '<h1>Not found</h1>', 'alreadyGone', 'refused notFound'],
	])('%s', async (_what, body, notFound, outcome) => {
		const { results } = await deliver({
			delivery: writing({ notFound }),
			batches: alone('a'),
			service: () => answer(404, body),
		});
		expect(outcomes(results)).toEqual([outcome]);
		if (outcome === 'accepted')
			expect(results).toEqual([{ status: 'accepted', details: { alreadyGone: true } }]);
	});
});

test('what a refusal means for the operation stands in the error', async () => {
	const { results } = await deliver({
		delivery: writing({
			refusal: (status, { name }) =>
				status === 409 ? { reason: `There is another ${name}`, wayOut: 'Rename it' } : undefined,
		}),
		batches: alone('a b'),
		service: (request) => (request === 'POST a' ? 409 : 400),
	});
	expect(results).toMatchObject([
		{
			error: {
				reason: expect.stringMatching(/^Attentive answered 409: No .*\. There is another a$/),
				wayOut: 'Rename it',
			},
		},
		{ error: { reason: 'Attentive answered 400: No' } },
	]);
});

describe('what is to be done after the answer', () => {
	const addressed = z.object({ url: z.string() });
	const uploading = (more: Partial<Writes<Row>> = {}) =>
		writing({
			afterwards(body) {
				const { url } = addressed.parse(body);
				const file = { bytes: 0, open: async () => ({ body: new Uint8Array() }) };
				return async ({ transport }: Sending) => await transport.store(url, file);
			},
			answer: (body) => ({ url: addressed.parse(body).url }),
			...more,
		});
	async function upload(stored: Outcome, answered: Outcome = answer(200, { url: 'u' })) {
		const urls: string[] = [];
		const run = await deliver({
			delivery: uploading(),
			batches: alone('a'),
			service: () => answered,
			sending: { isIdempotent: false },
			transport: {
				store: async (url) => {
					urls.push(url);
					return stored;
				},
			},
		});
		return { ...run, urls };
	}

	test('is a part of the request', async () => {
		const { results, urls } = await upload(answer(200, ''));
		expect(urls).toEqual(['u']);
		expect(results).toEqual([{ status: 'accepted', details: { url: 'u' } }]);
	});

	test.each<[string, Outcome, string]>([
		['refused', answer(403, '<Error/>'), 'refused forbidden'],
		['lost', TIMEOUT, 'unknown timeout'],
	])('decides where it is %s', async (_what, stored, outcome) => {
		const { results, requests } = await upload(stored);
		expect(outcomes(results)).toEqual([outcome]);
		expect(requests).toHaveLength(1);
	});

	test('is not done after a refusal', async () => {
		const { results, urls } = await upload(answer(200, ''), answer(400, { url: 'u' }));
		expect(urls).toEqual([]);
		expect(outcomes(results)).toEqual(['refused refused']);
	});

	test('is not done where the answer cannot be understood, and the outcome is unknown', async () => {
		const { results, urls } = await upload(answer(200, ''), answer(200));
		expect(urls).toEqual([]);
		expect(outcomes(results)).toEqual(['unknown answerNotUnderstood']);
	});
});

describe('what is not admitted', () => {
	test('does not go, and the others go without it', async () => {
		const { requests, results } = await deliver({
			delivery: together(),
			batches: [rowsOf('a b c')],
			sending: {
				async admit(parcels) {
					parcels[1]?.settle({ status: 'skipped', reasonCode: 'alreadySent', reason: 'Already sent' });
					return parcels.filter(({ result }) => result === undefined);
				},
			},
		});
		expect(requests).toEqual(['POST a c']);
		expect(outcomes(results)).toEqual(['accepted', 'skipped alreadySent', 'accepted']);
	});

	test('makes no request where nothing else is in it', async () => {
		const { requests, stop } = await deliver({
			delivery: together(),
			batches: [rowsOf('a b')],
			sending: { admit: async () => [] },
		});
		expect(requests).toEqual([]);
		expect(stop).toBeUndefined();
	});
});

test('a cancel ends it, and what was under way still counts', async () => {
	const { requests, results, kept, stop } = await deliver({
		delivery: writing(),
		batches: alone('a b'),
		inTurn: true,
		service(_request, _attempt, { cancel }) {
			cancel();
			return 200;
		},
	});
	expect(stop).toEqual({ kind: 'cancelled' });
	expect(requests).toEqual(['POST a']);
	expect(outcomes(results)).toEqual(['accepted', 'none']);
	expect(kept()).toEqual(['accepted', undefined]);
});

test('Validate Only sees the request, with what may not be seen masked', () => {
	const delivery = writing({
		masked: ({ name }) => ({ name: name.slice(0, 1) }),
		more: ({ name }) => ({ letters: name.length }),
		named: ({ name }) => ({ [name]: 1 }),
	});
	expect(delivery.preview({ name: 'ann' })).toEqual({
		request: { method: 'POST', path: '/rows', body: { name: 'a' } },
		more: { letters: 3 },
		named: { ann: 1 },
	});
});
