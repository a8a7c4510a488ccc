import { z } from 'zod';
import type { Delivery } from '../../../nodes/delivery/delivery';
import { writes, type Writes } from '../../../nodes/delivery/writes';
import type { Outcome } from '../../../nodes/engine/types';
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

/** Rows of a bulk request. */
const bulk = (more: Partial<Writes<Row>> = {}): Delivery =>
	writes<Row>({
		endpoint,
		batch: { most: 100_000 },
		separates: true,
		request: (rows) => ({ body: { rows: rows.map(({ name }) => name) } }),
		...more,
	});

const namesIn = (request: string) => request.split(' ').slice(1);
/** Refuses requests with a row of these names, as a whole. */
const refusing = (bad: string, status = 400) => {
	const names = new Set(bad.split(' '));
	return (request: string) => (namesIn(request).some((name) => names.has(name)) ? status : 200);
};
/** So many rows in one request; those for which it is true are bad. */
const many = (count: number, isBad: (index: number) => boolean) =>
	Array.from({ length: count }, (_row, index) => ({ name: isBad(index) ? 'bad' : `p${index}` }));

describe('a bad row among good ones', () => {
	test('is refused alone, and the others go in their order', async () => {
		const { requests, results, kept } = await deliver({
			delivery: bulk(),
			batches: [rowsOf('a b c d e f g')],
			service: refusing('c'),
		});
		expect(requests).toEqual([
			'POST a b c d e f g',
			'POST a b c d',
			'POST a b',
			'POST c d',
			'POST c',
			'POST d',
			'POST e f g',
		]);
		expect(outcomes(results)).toEqual([
			...['accepted', 'accepted', 'refused refused'],
			...['accepted', 'accepted', 'accepted', 'accepted'],
		]);
		expect(reasonOf(results[2])).toBe('Attentive answered 400: No');
		expect(kept()).toEqual([
			...['accepted', 'accepted', undefined],
			...['accepted', 'accepted', 'accepted', 'accepted'],
		]);
	});

	test('leaves those that wait for another request as not sent', async () => {
		const during: unknown[] = [];
		await deliver({
			delivery: bulk(),
			batches: [rowsOf('a b c d')],
			service(request, _attempt, { kept }) {
				during.push(kept());
				return refusing('a')(request);
			},
		});
		expect(during).toEqual([
			['unknown', 'unknown', 'unknown', 'unknown'],
			['unknown', 'unknown', undefined, undefined],
			['unknown', undefined, undefined, undefined],
			[undefined, 'unknown', undefined, undefined],
			[undefined, 'accepted', 'unknown', 'unknown'],
		]);
	});

	test('ends the run where it stops at a failure, and no half goes after it', async () => {
		const { requests, results, kept } = await deliver({
			delivery: bulk(),
			batches: [rowsOf('a b c d')],
			service: refusing('a'),
			stopAtFirstFailure: true,
		});
		expect(requests).toEqual(['POST a b c d', 'POST a b', 'POST a']);
		expect(outcomes(results)).toEqual(['refused refused', 'none', 'none', 'none']);
		expect(kept()).toEqual([undefined, undefined, undefined, undefined]);
	});

	test('keeps a half in doubt whose outcome is unknown, and the other half goes', async () => {
		const { results, kept } = await deliver({
			delivery: bulk({ answer: (body) => z.object({ taken: z.literal(true) }).parse(body) }),
			batches: [rowsOf('a b c d')],
			service(request) {
				if (namesIn(request).length > 2) return 400;
				return answer(200, { taken: !request.includes('a') });
			},
		});
		expect(outcomes(results)).toEqual([
			...['unknown answerNotUnderstood', 'unknown answerNotUnderstood'],
			...['accepted', 'accepted'],
		]);
		expect(kept()).toEqual(['unknown', 'unknown', 'accepted {"taken":true}', 'accepted {"taken":true}']);
	});

	test.each<[string, Partial<Writes<Row>>, boolean]>([
		['where the operation does not separate rows', { separates: undefined }, true],
		['where a second request could do something twice', {}, false],
	])('takes all others with it %s', async (_what, more, isIdempotent) => {
		const { requests, results } = await deliver({
			delivery: bulk(more),
			batches: [rowsOf('a b c')],
			service: refusing('c'),
			sending: { isIdempotent },
		});
		expect(requests).toEqual(['POST a b c']);
		for (const result of results) expect(reasonOf(result)).toContain('In a request of 3 items');
	});

	test.each([401, 404, 409, 422])('is not looked for where Attentive answers %d', async (status) => {
		const { requests } = await deliver({
			delivery: bulk(),
			batches: [rowsOf('a b')],
			service: refusing('a', status),
		});
		expect(requests).toEqual(['POST a b']);
	});
});

test('a request that is too large goes in halves whatever it does, in the order of its rows', async () => {
	const { requests, results } = await deliver({
		delivery: bulk({ separates: undefined }),
		batches: [rowsOf('a b c d e')],
		service: (request) => (namesIn(request).length > 2 ? 413 : 200),
		sending: { isIdempotent: false },
	});
	expect(requests).toEqual(['POST a b c d e', 'POST a b c', 'POST a b', 'POST c', 'POST d e']);
	expect(outcomes(results)).toEqual(Array(5).fill('accepted'));
});

test('one row that is too large by itself is refused alone', async () => {
	const { results } = await deliver({
		delivery: bulk(),
		batches: [rowsOf('a b')],
		service: (request) => (request.includes('a') ? 413 : 200),
	});
	expect(outcomes(results)).toEqual(['refused refused', 'accepted']);
});

describe('where many rows are bad', () => {
	test('a good one among 255 bad ones goes', async () => {
		const { requests, results } = await deliver({
			delivery: bulk(),
			batches: [many(256, (index) => index !== 200)],
			service: refusing('bad'),
		});
		expect(outcomes(results)[200]).toBe('accepted');
		expect(results.filter((result) => result?.status === 'failed')).toHaveLength(255);
		expect(requests.length).toBeLessThanOrEqual(511);
	});

	test('every second one, each is refused alone, however many there are', async () => {
		const { results } = await deliver({
			delivery: bulk(),
			batches: [many(4_096, (index) => index % 2 === 0)],
			service: refusing('bad'),
		});
		expect(results.filter((result) => result?.status === 'accepted')).toHaveLength(2_048);
		expect(results.filter((result) => reasonOf(result) === 'Attentive answered 400: No')).toHaveLength(2_048);
	});

	test.each([
		['1,024 refusals in a row', 3_000, 1_024],
		['a quarter of the run if that is more', 8_192, 2_048],
	])('all of them, separating ends after %s', async (_what, count, mostInARow) => {
		const { requests, results } = await deliver({
			delivery: bulk(),
			batches: [many(count, () => true)],
			service: refusing('bad'),
		});
		expect(requests.length).toBeGreaterThan(mostInARow);
		// Then each half that still waits is refused once, as a whole.
		expect(requests.length).toBeLessThan(mostInARow + 20);
		expect(results.filter((result) => result?.status === 'failed')).toHaveLength(count);
	});

	test('refusals are counted over all requests of the run', async () => {
		const bad = many(1_000, () => true);
		const { requests } = await deliver({
			delivery: bulk(),
			batches: [bad, bad, bad],
			inTurn: true,
			service: refusing('bad'),
		});
		expect(requests.length).toBeLessThan(1_024 + 20);
	});

	test('anything that is accepted begins the count anew, also in another request', async () => {
		const bad = many(500, () => true);
		const { requests, results } = await deliver({
			delivery: bulk(),
			batches: [bad, rowsOf('a'), bad, rowsOf('b'), bad],
			inTurn: true,
			service: refusing('bad'),
		});
		expect(requests).toHaveLength(3 * 999 + 2);
		expect(results.every((result) => !reasonOf(result).includes('In a request'))).toBe(true);
	});
});

describe('one payload that is too large', () => {
	/** Codes of an offer: a payload is as many as its name has letters, and can be halved. */
	const codes = (most = 100): Delivery =>
		writes<Row>({
			endpoint,
			batch: { most, size: ({ name }) => name.length, unit: 'codes' },
			request: (rows) => ({ body: { rows: rows.map(({ name }) => name) } }),
			halved({ name }) {
				const middle = Math.ceil(name.length / 2);
				return name.length < 2 ? undefined : [{ name: name.slice(0, middle) }, { name: name.slice(middle) }];
			},
			details: ({ name }) => ({ offer: name.length }),
			answer: () => ({ id: 1 }),
		});
	/** Attentive takes no more letters than these in a request; what else it answers to a part. */
	async function send(name: string, most: number, parts: Record<string, Outcome | number> = {}) {
		return await deliver({
			delivery: codes(),
			batches: [rowsOf(name)],
			service(request) {
				const letters = namesIn(request).join('');
				return letters.length > most ? 413 : (parts[letters] ?? 200);
			},
			sending: { isIdempotent: false },
		});
	}

	test('goes in parts, in their order, and is accepted as one', async () => {
		const { requests, results, kept } = await send('abcdefg', 2);
		expect(requests).toEqual([
			...['POST abcdefg', 'POST abcd', 'POST ab', 'POST cd'],
			...['POST efg', 'POST ef', 'POST g'],
		]);
		expect(results).toEqual([{ status: 'accepted', details: { offer: 7, id: 1 } }]);
		expect(kept()).toEqual(['accepted {"id":1}']);
	});

	test('goes between others of its request in their order', async () => {
		const { requests, results } = await deliver({
			delivery: codes(),
			batches: [rowsOf('x abcd y')],
			service: (request) => (namesIn(request).join('').length > 2 ? 413 : 200),
			sending: { isIdempotent: false },
		});
		expect(requests).toEqual([
			'POST x abcd y',
			'POST x abcd',
			'POST x',
			'POST abcd',
			'POST ab',
			'POST cd',
			'POST y',
		]);
		expect(outcomes(results)).toEqual(['accepted', 'accepted', 'accepted']);
	});

	test('is in doubt where a part was refused after another was accepted, and says how much was', async () => {
		const { results, kept } = await send('abcdef', 3, { def: 400 });
		expect(outcomes(results)).toEqual(['unknown partlyAccepted']);
		expect(reasonOf(results[0])).toBe(
			'Attentive accepted the first 3 of 6 codes, but not the others (Attentive answered 400: No)',
		);
		expect(kept()).toEqual(['unknown']);
	});

	test('is in doubt where the outcome of a part is unknown', async () => {
		const { results, kept } = await send('abcdef', 3, { def: TIMEOUT });
		expect(outcomes(results)).toEqual(['unknown partlyAccepted']);
		expect(kept()).toEqual(['unknown']);
	});

	test('is refused where all its parts are, and nothing is kept', async () => {
		const { results, kept } = await send('abcd', 2, { ab: 400, cd: 400 });
		expect(outcomes(results)).toEqual(['refused refused']);
		expect(kept()).toEqual([undefined]);
	});

	test('stays in doubt while a later part is too large again', async () => {
		const during: unknown[] = [];
		await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdefgh')],
			service(request, _attempt, { kept }) {
				during.push([request, kept()]);
				const [name = ''] = namesIn(request);
				return name.length > 4 || name === 'efgh' ? 413 : 200;
			},
			sending: { isIdempotent: false },
		});
		expect(during).toEqual([
			['POST abcdefgh', ['unknown']],
			['POST abcd', ['unknown']],
			['POST efgh', ['unknown']],
			['POST ef', ['unknown']],
			['POST gh', ['unknown']],
		]);
	});

	test('is in doubt where the run ends between its parts', async () => {
		const { requests, results, kept } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdef')],
			service(request, _attempt, { cancel }) {
				if (request === 'POST abc') cancel();
				return request === 'POST abcdef' ? 413 : 200;
			},
			sending: { isIdempotent: false },
		});
		expect(requests).toEqual(['POST abcdef', 'POST abc']);
		expect(reasonOf(results[0])).toBe(
			'Attentive accepted the first 3 of 6 codes, and the others were not sent',
		);
		expect(kept()).toEqual(['unknown']);
	});

	test('is in doubt where the run ends while a later part is too large again', async () => {
		const { results, kept } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdefgh')],
			service(request, _attempt, { cancel }) {
				if (request === 'POST efgh') cancel();
				return request === 'POST abcd' ? 200 : 413;
			},
			sending: { isIdempotent: false },
		});
		expect(outcomes(results)).toEqual(['unknown partlyAccepted']);
		expect(kept()).toEqual(['unknown']);
	});

	test('was not sent where the run ends before its first part', async () => {
		const { results, kept } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdef')],
			service(_request, _attempt, { cancel }) {
				cancel();
				return 413;
			},
			sending: { isIdempotent: false },
		});
		expect(outcomes(results)).toEqual(['none']);
		expect(kept()).toEqual([undefined]);
	});

	test('is refused where its first part was, and no other part goes', async () => {
		const { results, kept } = await send('abcdef', 3, { abc: 400, def: TIMEOUT });
		expect(outcomes(results)).toEqual(['refused refused']);
		expect(kept()).toEqual([undefined]);
	});

	test('is in doubt where the run ends after a part of unknown outcome', async () => {
		const { results, kept } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdefgh')],
			service(request, _attempt, { cancel }) {
				if (request === 'POST efgh') cancel();
				return request === 'POST abcd' ? TIMEOUT : 413;
			},
			sending: { isIdempotent: false },
		});
		expect(outcomes(results)).toEqual([expect.stringMatching(/^unknown/)]);
		expect(kept()).toEqual(['unknown']);
	});

	test('does not call the first part accepted where it was the second', async () => {
		const { results } = await send('abcdef', 3, { abc: 400 });
		expect(reasonOf(results[0])).not.toContain('the first 3');
	});

	test('sends no other part after one that was refused where the run stops at a failure', async () => {
		const { requests } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcdef')],
			service: (request) => (request === 'POST abcdef' ? 413 : request === 'POST abc' ? 400 : 200),
			sending: { isIdempotent: false },
			stopAtFirstFailure: true,
		});
		expect(requests).toEqual(['POST abcdef', 'POST abc']);
	});

	test('is refused where it cannot be halved', async () => {
		const { requests, results } = await send('a', 0);
		expect(requests).toEqual(['POST a']);
		expect(outcomes(results)).toEqual(['refused refused']);
	});

	test.each<[string, Outcome]>([
		['too many requests', answer(429)],
		['no connection', NO_CONNECTION],
	])('each part is tried again where that is safe: %s', async (_what, first) => {
		const { requests, results } = await deliver({
			delivery: codes(),
			batches: [rowsOf('abcd')],
			service(request, attempt) {
				if (request === 'POST abcd') return 413;
				return request === 'POST cd' && attempt === 1 ? first : 200;
			},
			sending: { isIdempotent: false },
		});
		expect(requests).toEqual(['POST abcd', 'POST ab', 'POST cd', 'POST cd']);
		expect(outcomes(results)).toEqual(['accepted']);
	});
});
