import { askFirst } from '../../../nodes/delivery/askFirst';
import type { Delivery } from '../../../nodes/delivery/delivery';
import type { ToSend } from '../../../nodes/delivery/preparedItem';
import type { Answered, Claim, Question } from '../../../nodes/delivery/question';
import { writes, type Writes } from '../../../nodes/delivery/writes';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Outcome } from '../../../nodes/engine/types';
import { ValueError } from '../../../nodes/values/valueError';
import { answer, deliver, endpoint, outcomes, reasonOf, TIMEOUT, type Row } from './deliver';

const asking = (more: { notFoundAnswer?: unknown; most?: number } & Partial<Writes<Row>> = {}): Delivery => {
	const { notFoundAnswer, most, ...how } = more;
	const writing = writes<Row>({
		endpoint,
		batch: most === undefined ? undefined : { most },
		request: (rows) => ({ body: { rows: rows.map(({ name }) => name) } }),
		...how,
	});
	const question = { method: 'GET', path: '/questions', requestsPerSecond: 100_000 } as const;
	return askFirst({ endpoint: question, notFoundAnswer }, writing);
};

interface Asked {
	claims?: string[];
	/** What is asked about: the name of the row unless given. */
	about?: string[];
	settle?(answers: unknown[], claimed: ReadonlyMap<string, Claim>): Answered<object>;
}

/** A row about which something is asked before it goes. */
function item(name: string, { about = [name], claims = [], settle }: Asked = {}): Partial<ToSend> {
	const question: Question<object> = {
		queries: about.map((who) => ({ who })),
		claims,
		settle: settle ?? (() => ({ payload: { name }, claims })),
	};
	return { payload: { name }, question };
}

const skip = { reasonCode: 'alreadySubscribed', reason: 'Already subscribed' };

const alone = (...items: Array<Partial<ToSend>>) => items.map((one) => [one]);

describe('the question', () => {
	test('goes right before its item, and no earlier', async () => {
		const { requests, results } = await deliver({
			delivery: asking(),
			batches: alone(item('a'), item('b')),
			inTurn: true,
		});
		expect(requests).toEqual(['GET a', 'POST a', 'GET b', 'POST b']);
		expect(outcomes(results)).toEqual(['accepted', 'accepted']);
	});

	test('leaves nothing in the journal while it is asked', async () => {
		const during: unknown[] = [];
		await deliver({
			delivery: asking(),
			batches: alone(item('a')),
			service(_request, _attempt, { kept }) {
				during.push(kept());
				return 200;
			},
		});
		expect(during).toEqual([[undefined], ['unknown']]);
	});

	test('is not asked again when its item is sent again', async () => {
		const { requests } = await deliver({
			delivery: asking(),
			batches: alone(item('a')),
			service: (request, attempt) => (request === 'POST a' && attempt < 3 ? 429 : 200),
		});
		expect(requests).toEqual(['GET a', 'POST a', 'POST a', 'POST a']);
	});

	test('is not asked again when its request goes in halves', async () => {
		const { requests } = await deliver({
			delivery: asking({ most: 10 }),
			batches: [['a', 'b', 'c'].map((name) => item(name))],
			service: (request) => (request.length > 'POST a b'.length ? 413 : 200),
		});
		expect(requests).toEqual(['GET a', 'GET b', 'GET c', 'POST a b c', 'POST a b', 'POST c']);
	});

	test('is asked again where that is safe: also for what must not be sent twice', async () => {
		const { requests, results } = await deliver({
			delivery: asking(),
			batches: alone(item('a')),
			service: (request, attempt) => (request === 'GET a' && attempt === 1 ? 503 : 200),
			sending: { isIdempotent: false },
		});
		expect(requests).toEqual(['GET a', 'GET a', 'POST a']);
		expect(outcomes(results)).toEqual(['accepted']);
	});

	test('may be several; their answers come in the order of the queries', async () => {
		const given: unknown[] = [];
		const { requests } = await deliver({
			delivery: asking(),
			batches: alone(
				item('a', {
					about: ['phone', 'email'],
					settle(answers) {
						given.push(answers);
						return { payload: { name: 'a' }, claims: [] };
					},
				}),
			),
			service: (request) => answer(200, { told: request }),
		});
		expect(requests).toEqual(['GET phone', 'GET email', 'POST a']);
		expect(given).toEqual([[{ told: 'GET phone' }, { told: 'GET email' }]]);
	});

	test('is not there for every item: the others go at once', async () => {
		const { requests, results } = await deliver({
			delivery: asking({ most: 10 }),
			batches: [[item('a'), { name: 'b' }]],
		});
		expect(requests).toEqual(['GET a', 'POST a b']);
		expect(outcomes(results)).toEqual(['accepted', 'accepted']);
	});
});

describe('what the answers make of an item', () => {
	test('another payload, and words for its result, which a later try still knows', async () => {
		const { requests, results, kept } = await deliver({
			delivery: asking(),
			batches: alone(
				item('a', {
					settle: () => ({ payload: { name: 'b' }, claims: [], asked: { alreadySubscribed: ['TEXT'] } }),
				}),
			),
		});
		expect(requests).toEqual(['GET a', 'POST b']);
		expect(results).toEqual([{ status: 'accepted', details: { alreadySubscribed: ['TEXT'] } }]);
		expect(kept()).toEqual(['accepted {"alreadySubscribed":["TEXT"]}']);
	});

	test('nothing to send: it is skipped, the others of its request go, and no failure is counted', async () => {
		const { requests, results, kept, failures } = await deliver({
			delivery: asking({ most: 10 }),
			batches: [[item('a'), item('b', { settle: () => ({ skip }) }), item('c')]],
		});
		expect(requests).toEqual(['GET a', 'GET b', 'GET c', 'POST a c']);
		expect(results[1]).toEqual({ status: 'skipped', ...skip });
		expect(kept()).toEqual(['accepted', undefined, 'accepted']);
		expect(failures).toEqual([]);
	});

	test('something that cannot be sent: it is refused in the words of the operation', async () => {
		const { requests, results } = await deliver({
			delivery: asking({ most: 10 }),
			batches: [
				[
					item('a', {
						settle() {
							throw new ValueError({
								reasonCode: 'bounced',
								field: 'Email',
								value: 'a@b.c',
								reason: 'bounces',
							});
						},
					}),
					item('b'),
				],
			],
		});
		expect(requests).toEqual(['GET a', 'GET b', 'POST b']);
		expect(results[0]).toMatchObject({
			status: 'failed',
			error: { status: 'refused', reasonCode: 'bounced', message: "Email 'a@b.c' bounces. [item 0]" },
		});
	});

	test('nothing where it cannot be understood: it is certainly not sent', async () => {
		const { requests, results, kept } = await deliver({
			delivery: asking(),
			batches: alone(
				item('a', {
					settle() {
						throw new TypeError('no list');
					},
				}),
			),
		});
		expect(requests).toEqual(['GET a']);
		expect(outcomes(results)).toEqual(['notTried answerNotUnderstood']);
		expect(kept()).toEqual([undefined]);
	});
});

describe('a question that is not answered', () => {
	test.each<[string, Outcome, string]>([
		['refused', answer(400), 'refused refused'],
		['a server error throughout', answer(503), 'notTried serverError'],
		['a time-out throughout', TIMEOUT, 'notTried timeout'],
	])('keeps its item from being sent: %s', async (_what, outcome, expected) => {
		const { requests, results, kept } = await deliver({
			delivery: asking(),
			batches: alone(item('a')),
			service: () => outcome,
		});
		expect(requests).not.toContain('POST a');
		expect(outcomes(results)).toEqual([expected]);
		expect(reasonOf(results[0])).toMatch(/^Not sent, because the check before it failed: /);
		expect(kept()).toEqual([undefined]);
	});

	test('fails its item once, although it has two of them, and no other of the request', async () => {
		const { requests, results, failures } = await deliver({
			delivery: asking({ most: 10 }),
			batches: [[item('a', { about: ['phone', 'email'] }), item('b')]],
			service: (request) => (request === 'GET phone' || request === 'GET email' ? 400 : 200),
		});
		expect(requests).toEqual(['GET phone', 'GET email', 'GET b', 'POST b']);
		expect(outcomes(results)).toEqual(['refused refused', 'accepted']);
		expect(failures).toEqual([1]);
	});

	test('decides where another one of its item was answered', async () => {
		const { requests, results } = await deliver({
			delivery: asking(),
			batches: alone(item('a', { about: ['phone', 'email'], settle: () => ({ skip }) })),
			service: (request) => (request === 'GET email' ? 400 : 200),
		});
		expect(requests).toEqual(['GET phone', 'GET email']);
		expect(outcomes(results)).toEqual(['refused refused']);
	});

	test.each([
		['before it was answered', ['phone']],
		['between two of them', ['phone', 'email']],
	])('leaves its item as it was where the run ends %s', async (_what, about) => {
		let admitted = 0;
		const slow = new Limiter(1);
		const { requests, results, kept } = await deliver({
			delivery: asking(),
			batches: [[{ name: 'first' }], [item('a', { about, settle: () => ({ skip }) })]],
			limiterOf: () => slow,
			service(request, _attempt, { cancel }) {
				if (request === 'POST first' && about.length > 1) return 200;
				cancel();
				return 200;
			},
			sending: {
				async admit(parcels) {
					admitted += parcels.length;
					return parcels;
				},
			},
		});
		expect(requests).not.toContain('POST a');
		expect(requests).toHaveLength(about.length);
		expect(outcomes(results)).toEqual(['accepted', 'none']);
		expect(kept()).toEqual(['accepted', undefined]);
		// Nor is the store of Skip Repeats By asked about it.
		expect(admitted).toBe(1);
	});
});

describe('a 404 to a question', () => {
	const given: unknown[] = [];
	const remembering = item('a', {
		settle(answers) {
			given.push(...answers);
			return { payload: { name: 'a' }, claims: [] };
		},
	});
	beforeEach(() => {
		given.length = 0;
	});

	test.each<[string, unknown, unknown, string, unknown[]]>([
		[
			'is an answer where the operation says which',
			undefined,
			{ nobody: true },
			'accepted',
			[{ nobody: true }],
		],
		['is an error elsewhere', undefined, undefined, 'refused notFound', []],
		['of something else than Attentive is an error', '<h1>No</h1>', { nobody: true }, 'refused notFound', []],
	])('%s', async (_what, body, notFoundAnswer, outcome, answers) => {
		const { results } = await deliver({
			delivery: asking({ notFoundAnswer }),
			batches: alone(remembering),
			service: (request) => (request === 'GET a' ? answer(404, body) : 200),
		});
		expect(outcomes(results)).toEqual([outcome]);
		expect(given).toEqual(answers);
	});
});

describe('what earlier items have brought about', () => {
	/** An item that claims something, and notes what is claimed when it is its turn. */
	function claiming(name: string, claim: string, told: Array<Record<string, Claim>>): Partial<ToSend> {
		return item(name, {
			claims: [claim],
			settle(_answers, claimed) {
				told.push(Object.fromEntries(claimed));
				return { payload: { name }, claims: [claim] };
			},
		});
	}

	test.each<[string, Outcome | number, Record<string, Claim>]>([
		['accepted', 200, { x: 'taken' }],
		['of unknown outcome', TIMEOUT, { x: 'inDoubt' }],
		['refused', 400, {}],
	])('is told to those after them: %s', async (_what, outcome, claimed) => {
		const told: Array<Record<string, Claim>> = [];
		await deliver({
			delivery: asking(),
			batches: alone(claiming('a', 'x', told), claiming('b', 'y', told)),
			inTurn: true,
			service: (request) => (request === 'POST a' ? outcome : 200),
			sending: { isIdempotent: false },
		});
		expect(told).toEqual([{}, claimed]);
	});

	test('in an earlier try is told to all', async () => {
		const told: Array<Record<string, Claim>> = [];
		await deliver({
			delivery: asking(),
			batches: alone(claiming('a', 'x', told)),
			sending: { claimedBefore: new Map([['w', 'taken']]) },
		});
		expect(told).toEqual([{ w: 'taken' }]);
	});

	test('in the same request is in doubt for those after them in it, and taken for those after the request', async () => {
		const told: Array<Record<string, Claim>> = [];
		await deliver({
			delivery: asking({ most: 10 }),
			batches: [
				[claiming('a', 'v', told), claiming('b', 'w', told)],
				[claiming('c', 'x', told), claiming('d', 'y', told)],
				[claiming('e', 'z', told)],
			],
			inTurn: true,
		});
		const taken = { v: 'taken', w: 'taken' };
		expect(told).toEqual([
			{},
			{ v: 'inDoubt' },
			taken,
			{ ...taken, x: 'inDoubt' },
			{ ...taken, x: 'taken', y: 'taken' },
		]);
	});

	test('in a request that was refused is told to nobody', async () => {
		const told: Array<Record<string, Claim>> = [];
		await deliver({
			delivery: asking({ most: 10 }),
			batches: [[claiming('a', 'x', told), claiming('b', 'y', told)], [claiming('c', 'z', told)]],
			inTurn: true,
			service: (request) => (request === 'POST a b' ? 400 : 200),
		});
		expect(told.at(-1)).toEqual({});
	});

	test('stays taken where a later item of unknown outcome claims it too', async () => {
		const told: Array<Record<string, Claim>> = [];
		await deliver({
			delivery: asking(),
			batches: alone(claiming('a', 'x', told), claiming('b', 'x', told), claiming('c', 'z', told)),
			inTurn: true,
			service: (request) => (request === 'POST b' ? TIMEOUT : 200),
			sending: { isIdempotent: false },
		});
		expect(told.at(-1)).toEqual({ x: 'taken' });
	});
});
