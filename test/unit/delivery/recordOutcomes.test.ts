import { serialize } from 'node:v8';
import { fingerprint, recordIdOf, RecordOutcomes } from '../../../nodes/delivery/recordOutcomes';
import { readResultLine } from '../../../nodes/schemas/resultLine';

const ANN = { email: 'ann@example.com', clientUserId: 'M1' };
const USER = { identifiers: ANN, attributes: { custom: { status: 404, code: '500' } } };
const line = (value: unknown) => readResultLine(JSON.stringify(value));

describe('whom a line is about', () => {
	test.each<[string, unknown]>([
		['a user', { request: USER, response: { status: 200 } }],
		['a user as text', { request: JSON.stringify(USER), response: '{"status":200}' }],
		['a list of one user', { request: [USER], response: { status: 200 } }],
		['all users of a request of one', { request: { users: [USER] }, response: { status: 200 } }],
		['a pair', [USER, { status: 200 }]],
		['the user itself, with its answer beside', { ...USER, status: 200 }],
		['identifiers alone', { identifiers: ANN, status: 200 }],
		[
			'an answer first, with another email',
			{ response: { status: 200, email: 'bob@example.com' }, request: USER },
		],
		[
			'an error first, with identifiers',
			{ error: { identifiers: { email: 'x' } }, status: 200, request: USER },
		],
		['a member', { member: ANN, status: 200 }],
		['a member as text', { body: JSON.stringify(ANN), status: 200 }],
		['a member whose fields stand beside the answer', { ...ANN, status: 200 }],
		['a member with empty fields', { request: { ...ANN, phone: null }, status: 200 }],
		[
			'a user with empty identifiers',
			{ request: { identifiers: { ...ANN, phone: null, shopifyId: '' } }, status: 200 },
		],
	])('%s', (_what, value) => {
		expect(line(value)?.status).toBe('accepted');
		expect(fingerprint(line(value)?.about)).toBe(fingerprint(ANN));
	});

	test.each<[string, unknown]>([
		['an answer alone', { status: 200 }],
		['an answer with an email', { response: { status: 200, email: 'bob@example.com' } }],
		['an empty object', {}],
		['fields of another thing', { request: { user: 'Ann' }, status: 200 }],
		['what is too deep', { a: { b: { c: { d: { e: { f: { g: USER } } } } } } }],
	])('not told by %s', (_what, value) => {
		expect(line(value)?.about).toBeUndefined();
	});
});

describe('what became of it', () => {
	test.each<[value: unknown, status: string, reason: string]>([
		[{ request: USER, response: { status: 299 } }, 'accepted', ''],
		[{ request: USER, response: { statusCode: '202' } }, 'accepted', ''],
		[{ request: USER, httpStatus: 201 }, 'accepted', ''],
		[{ request: USER, response: { success: true } }, 'accepted', ''],
		[{ request: USER, response: { body: { code: 200 } } }, 'accepted', ''],
		[{ request: USER, response: { status: 300 } }, 'refused', 'Attentive answered 300'],
		[
			{ request: USER, response: { status: 400, body: { message: 'No' } } },
			'refused',
			'Attentive answered 400: No',
		],
		[
			{ request: USER, response: '{"status":413,"error":"Too large"}' },
			'refused',
			'Attentive answered 413: Too large',
		],
		[{ request: USER, response: { success: false, detail: 'No' } }, 'refused', 'Attentive refused it: No'],
		[{ request: USER, response: { success: false } }, 'refused', 'Attentive refused it'],
		[{ request: USER, response: { status: 'DONE' } }, 'unknown', ''],
		[{ request: USER, response: { status: 99 } }, 'unknown', ''],
		[{ request: USER, response: { status: 600 } }, 'unknown', ''],
		[{ request: USER, response: { success: 'yes' } }, 'unknown', ''],
		[{ request: USER }, 'unknown', ''],
		[{ status: 'DONE', response: { status: 400 } }, 'refused', 'Attentive answered 400'],
	])('%j', (value, status, reason) => {
		expect(line(value)).toMatchObject({ status, ...(reason ? { reason } : {}) });
	});

	test('a long reason is cut', () => {
		const { reason = '' } = line({ status: 400, message: 'x'.repeat(5_000) }) ?? {};
		expect(reason).toHaveLength('Attentive answered 400: '.length + 300);
	});

	test.each(['', 'no JSON', '"text"', '17', 'null', '{"a":'])('a line that is none: %s', (text) => {
		expect(readResultLine(text)).toBeUndefined();
	});
});

describe('the records of a job', () => {
	/** Of lines, as far as the given record is concerned. */
	const outcomes = (total: number | undefined, ...lines: unknown[]) => {
		const told = (recordIds: string[]) => {
			const all = new RecordOutcomes(total, recordIds);
			for (const each of lines) all.add(typeof each === 'string' ? each : JSON.stringify(each));
			return all;
		};
		return { all: told([]), of: (recordId: string) => told([recordId]).of(recordId) };
	};
	const id = (place: number, about: object = ANN) => recordIdOf(place, about);
	const good = { request: USER, status: 200 };
	const bad = { request: USER, status: 400 };

	test('are named without personal data, whatever the order of the keys', () => {
		expect(id(7)).toMatch(/^7-[0-9a-f]{16}$/);
		expect(id(7, { clientUserId: 'M1', email: 'ann@example.com' })).toBe(id(7));
		expect(id(7, { ...ANN, phone: '+12065550001' })).not.toBe(id(7));
		const cards = (...values: string[]) => ({
			customIdentifiers: values.map((value) => ({ key: 'card', value })),
		});
		expect(id(0, cards('1', '2'))).not.toBe(id(0, cards('2', '1')));
	});

	test('two with the same identifiers are told apart by their place', () => {
		const both = outcomes(2, bad, good);
		expect([both.of(id(0)).status, both.of(id(1)).status]).toEqual(['refused', 'accepted']);
	});

	test('and are unknown where the lines are in another order', () => {
		const bob = { request: { identifiers: { email: 'bob@example.com' } }, status: 200 };
		const three = outcomes(3, bob, bad, good);
		expect(three.of(id(0)).status).toBe('unknown');
		// The same is said of both.
		expect(outcomes(3, bob, good, good).of(id(0)).status).toBe('accepted');
	});

	test('lines that come twice tell no more than once', () => {
		expect(outcomes(1, good, good).of(id(0)).status).toBe('accepted');
	});

	test('by place only where each record has a line and none says whom it is about', () => {
		const answers = [{ status: 200 }, { status: 400 }];
		expect(outcomes(2, ...answers).of(id(1)).status).toBe('refused');
		expect(outcomes(3, ...answers).of(id(1)).status).toBe('unknown');
		expect(outcomes(1, ...answers).of(id(0)).status).toBe('unknown');
		expect(outcomes(undefined, ...answers).of(id(1)).status).toBe('unknown');
		expect(outcomes(2, ...answers, 'no JSON').of(id(1)).status).toBe('unknown');
		expect(outcomes(2, 'no JSON', ...answers).of(id(1)).status).toBe('unknown');
		expect(outcomes(2, ...answers, good).of(id(1, { email: 'bob@example.com' })).status).toBe('unknown');
	});

	test.each(['', 'x', '-', '0', '0-', 'NaN-x', '-1-0000000000000000', '1e0-0', '9-0000000000000000'])(
		'an ID that is none is unknown: "%s"',
		(recordId) => {
			expect(outcomes(2, good, bad).of(recordId).status).toBe('unknown');
		},
	);

	test('are counted, and who was refused is named', () => {
		const { all } = outcomes(4, good, bad, { request: USER }, 'no JSON');
		expect(all.counts).toEqual({ accepted: 1, refused: 1, unknown: 1 });
		expect(all.refused).toEqual([{ ...ANN, reason: 'Attentive answered 400' }]);
	});
});

test('two records about one person are told apart by all that the line repeats, whatever the order', () => {
	const sent = ['Gold', 'Nonsense'].map((tier) => ({
		identifiers: { email: 'a@example.com' },
		attributes: { custom: { tier } },
	}));
	const line = (request: object | undefined, status: number) =>
		JSON.stringify({ request, response: { status } });
	const ids = sent.map((user, place) => recordIdOf(place, user.identifiers, user));
	const shuffled = new RecordOutcomes(2, ids);
	shuffled.add(line(sent[1], 400));
	shuffled.add(line(sent[0], 200));
	expect(ids.map((id) => shuffled.of(id).status)).toEqual(['accepted', 'refused']);

	// Where the lines repeat only whom they are about, the place is all there is.
	const bare = new RecordOutcomes(2, ids);
	bare.add(line({ identifiers: sent[0]?.identifiers }, 200));
	bare.add(line({ identifiers: sent[1]?.identifiers }, 400));
	expect(ids.map((id) => bare.of(id).status)).toEqual(['accepted', 'refused']);
});

describe('what is kept does not grow with the lines', () => {
	const ids = Array.from({ length: 20 }, (_id, place) => recordIdOf(place, ANN, { ...USER, place }));
	const line = (index: number, identifiers: object) =>
		JSON.stringify({
			request: { identifiers, place: index },
			response: { status: index % 2 === 0 ? 200 : 400, message: 'No. '.repeat(100) },
		});
	/** Bytes of all that is kept of so many lines. */
	const kept = (lines: number, text: (index: number) => string) => {
		const all = new RecordOutcomes(lines, ids);
		for (let index = 0; index < lines; index++) all.add(text(index));
		return serialize({ ...all }).length;
	};

	test.each<[string, (index: number) => string]>([
		['about one record', (index) => line(index, ANN)],
		['each about another', (index) => line(index, { email: `p${index}@example.com` })],
		['about nobody', (index) => JSON.stringify({ status: 400, message: `No ${index}` })],
		['that are none', () => 'no JSON'],
		['about somebody with endless identifiers', () => line(1, { email: 'x'.repeat(5_000) })],
	])('%s', (_what, text) => {
		// Counts have some bytes more.
		expect(kept(3_000, text)).toBeLessThan(kept(500, text) + 100);
		expect(kept(500, text)).toBeLessThan(150_000);
	});
});
