import { z } from 'zod';
import type { Delivery } from '../../../nodes/delivery/delivery';
import { reads, type Reads } from '../../../nodes/delivery/reads';
import type { Outcome } from '../../../nodes/engine/types';
import { answer, deliver, outcomes, reasonOf, TIMEOUT, type Row } from './deliver';

const pageSchema = z.object({ rows: z.array(z.object({ id: z.string() })), cursor: z.string().optional() });

/** A list in pages: the request names whose it is, then the cursor. */
const reading = (more: Partial<Reads<Row>> = {}): Delivery =>
	reads<Row>({
		endpoint: { method: 'GET', path: '/rows', requestsPerSecond: 100_000 },
		request: ({ name }) => ({ query: { of: name } }),
		records: (body) => pageSchema.parse(body).rows,
		next(pages, { name }) {
			const { cursor } = pageSchema.parse(pages.at(-1));
			return cursor === undefined ? undefined : { query: { of: name, cursor } };
		},
		...more,
	});
const page = (ids: string, cursor?: string): Outcome =>
	answer(200, { rows: ids.split(' ').map((id) => ({ id })), cursor });
const PAGES: Record<string, Outcome> = {
	'GET a': page('1 2', 'p2'),
	'GET a p2': page('3 4', 'p3'),
	'GET a p3': page('5'),
};

/** Reads the list of `a`, with other answers to some requests. */
async function read(delivery: Delivery, answers: Record<string, Outcome | number> = {}) {
	return await deliver({
		delivery,
		// As an operation that reads: its items have no key.
		batches: [[{ payload: { name: 'a' }, key: undefined }]],
		service: (request) => answers[request] ?? PAGES[request] ?? 500,
	});
}
const idsOf = ({ results: [result] }: Awaited<ReturnType<typeof read>>) =>
	result?.status === 'read' ? result.records.map(({ id }) => id).join(' ') : 'none';

test('the records of all pages come in their order, each page asked for once', async () => {
	const run = await read(reading());
	expect(run.requests).toEqual(['GET a', 'GET a p2', 'GET a p3']);
	expect(idsOf(run)).toBe('1 2 3 4 5');
});

test('without pages one request is all', async () => {
	const run = await read(reading({ next: undefined }));
	expect(run.requests).toEqual(['GET a']);
	expect(idsOf(run)).toBe('1 2');
});

test('what an answer has too much is left out', async () => {
	expect(idsOf(await read(reading({ most: () => 3 })))).toBe('1 2 3');
	expect(idsOf(await read(reading({ most: () => undefined })))).toBe('1 2 3 4 5');
});

test('several items are read apart, each with its own pages', async () => {
	const { requests, results } = await deliver({
		delivery: reading(),
		batches: [[{ name: 'a' }], [{ name: 'b' }]],
		inTurn: true,
		service: (request) => PAGES[request] ?? page('9'),
	});
	expect(requests).toEqual(['GET a', 'GET a p2', 'GET a p3', 'GET b']);
	expect(results).toMatchObject([{ status: 'read' }, { status: 'read', records: [{ id: '9' }] }]);
});

test('a page is asked for again where Attentive fails, and the pages before it are not', async () => {
	const { requests, results } = await deliver({
		delivery: reading(),
		batches: [[{ name: 'a' }]],
		service: (request, attempt) => (request === 'GET a p2' && attempt === 1 ? 503 : (PAGES[request] ?? 500)),
		sending: { isIdempotent: false },
	});
	expect(requests).toEqual(['GET a', 'GET a p2', 'GET a p2', 'GET a p3']);
	expect(outcomes(results)).toEqual(['read']);
});

describe('no half of a list comes out', () => {
	test.each<[string, Outcome, string]>([
		['refused', answer(400), 'refused refused'],
		['lost', TIMEOUT, 'notTried timeout'],
		['not understood', answer(200, { rows: 'none' }), 'unknown answerNotUnderstood'],
	])('where a later page is %s', async (_what, outcome, expected) => {
		const run = await read(reading(), { 'GET a p2': outcome });
		expect(outcomes(run.results)).toEqual([expected]);
		expect(run.requests).not.toContain('GET a p3');
		expect(run.stop).toBeUndefined();
	});

	test('where it cannot be told what comes next', async () => {
		const run = await read(
			reading({
				next() {
					throw new Error('the cursor has come before');
				},
			}),
		);
		expect(outcomes(run.results)).toEqual(['unknown answerNotUnderstood']);
		expect(run.requests).toEqual(['GET a']);
	});

	test('where the records of one page cannot be understood', async () => {
		const run = await read(
			reading({
				records(body) {
					const { rows } = pageSchema.parse(body);
					if (rows.some(({ id }) => id === '4')) throw new TypeError('no record');
					return rows;
				},
			}),
		);
		expect(outcomes(run.results)).toEqual(['unknown answerNotUnderstood']);
	});

	test('where the run is stopped between pages', async () => {
		const { requests, results } = await deliver({
			delivery: reading(),
			batches: [[{ name: 'a' }]],
			service(request, _attempt, { cancel }) {
				cancel();
				return PAGES[request] ?? 500;
			},
		});
		expect(requests).toEqual(['GET a']);
		expect(outcomes(results)).toEqual(['none']);
	});
});

test('an answer that cannot be understood fails its item alone', async () => {
	const { results, stop } = await deliver({
		delivery: reading(),
		batches: [[{ name: 'x' }], [{ name: 'a' }]],
		service: (request) => (request === 'GET x' ? answer(200, '<html>') : (PAGES[request] ?? 500)),
	});
	expect(stop).toBeUndefined();
	expect(outcomes(results)).toEqual(['unknown answerNotUnderstood', 'read']);
});

describe('a 404', () => {
	const notFound = ({ name }: Row) => [{ id: `nothing of ${name}` }];
	test.each<[string, unknown, Reads<Row>['notFound'], string]>([
		['gives the records that the operation names', undefined, notFound, 'nothing of a'],
		['is an error elsewhere', undefined, undefined, 'none'],
		['of something else than Attentive is an error', '<h1>Not found</h1>', notFound, 'none'],
	])('%s', async (_what, body, records, ids) => {
		const run = await read(reading({ notFound: records }), { 'GET a': answer(404, body) });
		expect(idsOf(run)).toBe(ids);
		if (ids === 'none') expect(outcomes(run.results)).toEqual(['refused notFound']);
	});
});

test('what a refusal means for the operation stands in the error', async () => {
	const refusal = (status: number) =>
		status === 409 ? { reason: 'It is being made', wayOut: 'Wait' } : undefined;
	const run = await read(reading({ refusal }), { 'GET a': 409 });
	expect(reasonOf(run.results[0])).toMatch(/^Attentive answered 409: No .*\. It is being made$/);
});

test('nothing is kept for a later try', async () => {
	const during: unknown[] = [];
	const { kept } = await deliver({
		delivery: reading(),
		batches: [[{ name: 'a' }]],
		service(request, _attempt, running) {
			during.push(...running.kept());
			return PAGES[request] ?? 500;
		},
	});
	expect([...during, ...kept()]).toEqual([undefined, undefined, undefined, undefined]);
});

test('Validate Only sees the first request', () => {
	expect(reading().preview({ name: 'a' })).toEqual({
		request: { method: 'GET', path: '/rows', query: { of: 'a' } },
	});
});
