import type { z } from 'zod';
import { eventWarnings } from '../../../nodes/Attentive/actions/customEvent/eventWarnings';
import type { PreparedItem } from '../../../nodes/delivery/preparedItem';
import type { Ended, StopReason } from '../../../nodes/engine/requests';
import type { FailureCause, Outcome } from '../../../nodes/engine/types';
import type { ItemResult } from '../../../nodes/errors/itemResult';
import { itemError, sentence } from '../../../nodes/errors/itemError';
import { Problems } from '../../../nodes/errors/problems';
import { failureReason, isSetUpMistake, readReason } from '../../../nodes/errors/reasons';
import { stopWords } from '../../../nodes/errors/stopWords';
import { rejected } from '../../../nodes/errors/rejected';
import { RunError } from '../../../nodes/errors/runError';
import { panelLabels, payloadError } from '../../../nodes/errors/payloadError';
import { payloadWords } from '../../../nodes/errors/payloadWords';
import { sensitiveNames } from '../../../nodes/fields/warnings';
import { counts, nodeHint, reasonLines, sumHint, unfoundHint, warningsHint } from '../../../nodes/run/hints';
import { kindOf, summary } from '../../../nodes/run/validation';
import { setCustomAttributesSchema } from '../../../nodes/schemas/customAttributes';
import { customEventSchema } from '../../../nodes/schemas/customEvents';
import { ValueError } from '../../../nodes/values/valueError';

const PERMISSION = { name: 'Custom Events', level: 'Write' } as const;
const answer = (status: number, body: unknown = {}): Outcome => ({
	kind: 'answer',
	status,
	headers: {},
	body,
});
const REFUSED: Ended = { kind: 'refused', denied: false };
const words = (outcome: Outcome, ended: Ended = REFUSED) => failureReason(ended, outcome, PERMISSION);

describe('why Attentive refused an item', () => {
	test("Attentive's own words and the ID of its log are shown", () => {
		expect(words(answer(400, { error: { id: 4711, message: 'Invalid phone' } }))).toMatchObject({
			status: 'refused',
			attentiveErrorId: '4711',
			reason: expect.stringContaining('Invalid phone'),
		});
		expect(words(answer(400, { error: { id: 'abc-1', message: 'x' } })).attentiveErrorId).toBe('abc-1');
		expect(words(answer(400, { error: { id: 0, message: 'x' } })).attentiveErrorId).toBe('0');
		expect(words(answer(400, { error: 'Unknown subject' })).reason).toContain('Unknown subject');
		expect(words(answer(400, 'plain text')).reason).toContain('plain text');
	});

	test.each([[undefined], [null], [''], [{}], [[]], [{ error: {} }], [{ error: null }], [7]])(
		'a body such as %j still gives a sentence',
		(body) => {
			for (const status of [400, 401, 403, 404, 413, 422, 429, 500, 503]) {
				const told = words(answer(status, body));
				expect(told.reason).not.toMatch(/undefined|null|\[object/);
				expect(told.reason.length).toBeGreaterThan(10);
				expect(told.reasonCode).toMatch(/^[a-z][A-Za-z]+$/);
			}
		},
	);

	test('a web page is told without its tags, and short', () => {
		const { reason } = words(
			answer(502, `<html><body><h1>Bad Gateway</h1>${'x'.repeat(5_000)}</body></html>`),
		);
		expect(reason).toContain('Bad Gateway');
		expect(reason).not.toMatch(/[<>]/);
		expect(reason.length).toBeLessThan(400);
	});

	test.each([
		'bad token Bearer abc123secret',
		'bad header "Authorization: Bearer abc123secret"',
		'bearer abc123secret is not valid',
		'Bearer\nabc123secret',
		'Bearer <b>abc123secret</b>',
		'BEARER   abc123secret, sorry',
	])('a token is never shown: %j', (text) => {
		for (const body of [text, { error: text }, { error: { id: 1, message: text } }]) {
			for (const status of [302, 400, 401, 403, 429, 500]) {
				for (const ended of [REFUSED, { kind: 'unknown' }, { kind: 'notTried' }] as Ended[]) {
					expect(JSON.stringify(words(answer(status, body), ended))).not.toContain('abc123secret');
				}
			}
		}
	});

	test('401 speaks of the key', () => {
		const told = words(answer(401));
		expect(told.reasonCode).toBe('unauthorized');
		expect(told.reason).toMatch(/API key/);
		expect(told.wayOut).toMatch(/credential/);
	});

	test("403 names the permission as Attentive's screen does", () => {
		const told = words(answer(403));
		expect(told.reasonCode).toBe('forbidden');
		expect(told.reason + told.wayOut).toMatch(/Custom Events.*Write/);
		expect(failureReason(REFUSED, answer(403), undefined).wayOut).toMatch(/permission/);
	});

	test('429 says to wait, a redirect speaks of the Base URL, 404 of what was not found', () => {
		expect(words(answer(429), { kind: 'notTried' })).toMatchObject({
			reasonCode: 'rateLimited',
			status: 'notTried',
		});
		for (const status of [301, 302, 307]) {
			expect(words(answer(status))).toMatchObject({
				reasonCode: 'redirected',
				wayOut: expect.stringMatching(/Base URL/),
			});
		}
		expect(words(answer(404)).reasonCode).toBe('notFound');
	});

	test('an unknown outcome says that it is unknown, and to look before sending again', () => {
		for (const outcome of [answer(500), answer(503, { error: { id: 5, message: 'x' } })]) {
			const told = words(outcome, { kind: 'unknown' });
			expect(told.status).toBe('unknown');
			expect(told.reason).toMatch(/^Unknown whether Attentive processed it \(it answered 50/);
			expect(told.wayOut).toMatch(/before you send it again/);
		}
		expect(words(answer(503, { error: { id: 5 } }), { kind: 'unknown' }).attentiveErrorId).toBe('5');
	});

	/** Statuses that other services answer in front of an API, each of which is no value of the item: RFC 9110, 6585. */
	test.each<[number, string, RegExp, RegExp]>([
		[405, 'methodNotAllowed', /does not support this call/, /Base URL/],
		[407, 'proxyRefused', /proxy/, /proxy settings/],
		[409, 'refused', /conflicts with what Attentive already has/, /already exists/],
		[410, 'refused', /no longer exists/, /ID/],
		[413, 'refused', /too large/, /fewer or shorter/],
		[414, 'refused', /too large/, /fewer or shorter/],
		[415, 'methodNotAllowed', /does not support this call/, /Base URL/],
		[431, 'refused', /too large/, /fewer or shorter/],
		[501, 'methodNotAllowed', /does not support this call/, /Base URL/],
		[511, 'proxyRefused', /proxy/, /proxy settings/],
	])('%i says what it is, beside what Attentive says', (status, reasonCode, reason, wayOut) => {
		const told = words(answer(status, { error: { message: 'Too much' } }));
		expect(told).toMatchObject({
			// What wants a login on the way has passed nothing on.
			status: status === 407 ? 'notTried' : 'refused',
			reasonCode,
			reason: expect.stringMatching(reason),
			wayOut: expect.stringMatching(wayOut),
		});
		expect(told.reason).toContain(`Attentive answered ${status}: Too much`);
		expect(isSetUpMistake(reasonCode)).toBe(reasonCode !== 'refused');
	});

	test.each([
		[402, 'paymentRequired', /^the address answered 402.*payment/],
		[405, 'methodNotAllowed', /^the address answered 405/],
		[407, 'proxyRefused', /^the address answered 407.*proxy/],
		[406, 'foreignAnswer', /^the address answered 406.*not how Attentive's API answers/],
		[410, 'foreignAnswer', /^the address answered 410.*not how Attentive's API answers/],
		[418, 'foreignAnswer', /^the address answered 418.*not how Attentive's API answers/],
	])('a %i of something else says so, and that it is no value of the item', (status, reasonCode, reason) => {
		for (const body of ['', '<p>Gone</p>', 'Gone', {}, { portal: 'x' }, undefined]) {
			const told = words(answer(status, body));
			expect(told).toMatchObject({ reasonCode, reason: expect.stringMatching(reason) });
			expect(told.wayOut).toMatch(/Base URL|[Pp]roxy/);
			expect(isSetUpMistake(reasonCode)).toBe(true);
		}
	});

	test.each([401, 403])('a %i that is no JSON may be that of a proxy', (status) => {
		expect(words(answer(status, '<h1>Denied</h1>')).wayOut).toMatch(/proxy or firewall/);
		expect(words(answer(status, { error: 'Denied' })).wayOut).not.toMatch(/proxy/);
	});

	test.each([301, 302, 303, 307, 308])('a redirect (%i) after a write: nobody knows', (status) => {
		expect(words(answer(status, ''), { kind: 'unknown', denied: true })).toMatchObject({
			status: 'unknown',
			reasonCode: 'redirected',
			reason: expect.stringMatching(/^Unknown whether.* with a redirect/),
		});
	});

	test.each([
		{ success: false, message: 'No' },
		{ success: 'false', errors: ['No'] },
	])('%j is a refusal, whatever the status was', (body) => {
		expect(words(answer(400, body)).reason).toBe('Attentive refused it: No');
	});

	test('a read that failed has changed nothing, and says so', () => {
		const read = (outcome: Outcome, kind: 'unknown' | 'notTried') =>
			readReason({ kind }, outcome, PERMISSION);
		expect(read(answer(503, { error: 'Try later' }), 'unknown')).toEqual({
			status: 'notTried',
			reasonCode: 'serverError',
			reason: 'Not read, and nothing was changed: Attentive answered 503: Try later',
			wayOut: 'Run the item again later',
		});
		for (const outcome of [
			answer(500),
			answer(408),
			answer(504, '<html>Gateway</html>'),
			{ kind: 'failure', cause: 'timeout', message: 'no complete response came in time' } as const,
		]) {
			const told = read(outcome, 'unknown');
			expect(told.status).toBe('notTried');
			expect(told.reason).not.toMatch(/Unknown whether/);
		}
		expect(readReason(REFUSED, answer(400, { detail: 'No' }), PERMISSION)).toMatchObject({
			status: 'refused',
			reason: 'Attentive answered 400: No',
		});
	});

	test.each<FailureCause>(['connectionRefused', 'nameNotFound', 'tls'])(
		'%s says that nothing was processed',
		(cause) => {
			const told = words(
				{ kind: 'failure', cause, message: 'the connection was refused' },
				{ kind: 'notTried' },
			);
			expect(told).toMatchObject({
				status: 'notTried',
				reasonCode: expect.stringMatching(/^[a-z][A-Za-z]+$/),
			});
			expect(told.reason).toMatch(/^Not processed: the connection was refused/);
		},
	);
});

describe('why items were not tried', () => {
	test.each<[string, StopReason | undefined, string]>([
		['cancelled', { kind: 'cancelled' }, 'cancelled'],
		['no success', { kind: 'noSuccess' }, 'noSuccess'],
		['too long a pause', { kind: 'noSuccess', asked: 60_000, patience: 3_000 }, 'noSuccess'],
		['too many failures', { kind: 'tooManyFailures' }, 'tooManyFailures'],
		['first failure', { kind: 'firstFailure' }, 'stopped'],
		['a 401', { kind: 'denied', outcome: answer(401) }, 'unauthorized'],
		['a 403', { kind: 'denied', outcome: answer(403) }, 'forbidden'],
	])('after %s', (_name, stop, reasonCode) => {
		const told = stopWords(stop, PERMISSION);
		expect(told).toMatchObject({ status: 'notTried', reasonCode });
		expect(told.reason).toMatch(/^Not sent: /);
	});

	test('a pause that is too long is said with both times', () => {
		const told = stopWords({ kind: 'noSuccess', asked: 19_400, patience: 1_200 }, PERMISSION);
		expect(told.reason).toBe(
			'Not sent: Attentive asked to wait 20 s, but a run ends after 1.2 s without a success',
		);
	});

	test('a 403 tells the rest the same reason and way out', () => {
		const told = stopWords({ kind: 'denied', outcome: answer(403) }, PERMISSION);
		expect(told.reason).toContain('Custom Events');
		expect(told.wayOut).toContain('Write');
	});

	test('a redirect of the storage for a file names no value to correct', () => {
		const said = 'the storage for the file answered 307 with a redirect, which is not followed';
		const outcome: Outcome = { kind: 'answer', status: 307, headers: {}, body: undefined, said };
		expect(stopWords({ kind: 'denied', outcome }, PERMISSION)).toEqual({
			status: 'notTried',
			reasonCode: 'redirected',
			reason: `Not sent: ${said}`,
			wayOut: 'Run the item again later. If it fails again, contact Attentive',
		});
	});
});

describe("an item's error", () => {
	const phone = {
		reasonCode: 'phoneTooShort',
		field: 'Phone',
		value: '12',
		reason: 'has too few digits',
		wayOut: 'Add the area code',
	};

	test('says what is wrong with which value of which field, what to do, and which item it is', () => {
		expect(itemError(3, { status: 'rejected', ...phone }).message).toBe(
			"Phone '12' has too few digits. Add the area code. [item 3]",
		);
	});

	test.each([
		[{ field: 'Consent', reason: 'is empty' }, "'Consent' is empty."],
		[{ field: 'Phone, Email', reason: 'are empty' }, "'Phone', 'Email' are empty."],
		[{ reason: 'the connection was lost' }, 'The connection was lost.'],
		[{ reason: 'Attentive answered 400: Try later!' }, 'Attentive answered 400: Try later!'],
	])('%j reads %s', (told, words) => {
		expect(sentence(told)).toBe(words);
	});

	test('lists all reasons of a row, the item once at the end', () => {
		const problems = new Problems();
		const none = problems.collect(() => {
			throw new ValueError(phone);
		});
		expect([none, problems.collect(() => 7)]).toEqual([undefined, 7]);
		problems.collect(() => {
			throw new ValueError({ reasonCode: 'noAt', field: 'Email', value: 'x', reason: 'has no @' }, [
				{ reasonCode: 'missing', field: 'Points', value: '', reason: 'is empty' },
			]);
		});
		try {
			problems.throwAny();
			throw new Error('Nothing was thrown');
		} catch (error) {
			expect(rejected(2, error)).toEqual({
				message:
					"Phone '12' has too few digits. Add the area code. Also: Email 'x' has no @. 'Points' is empty. [item 2]",
				status: 'rejected',
				...phone,
				problems: [
					phone,
					{ reasonCode: 'noAt', field: 'Email', value: 'x', reason: 'has no @' },
					{ reasonCode: 'missing', field: 'Points', reason: 'is empty' },
				],
			});
		}
	});

	test('a row with one reason has no list, one without any is fine, and what is wrong with the run ends it', () => {
		expect(rejected(0, new ValueError(phone))).not.toHaveProperty('problems');
		const problems = new Problems();
		problems.throwAny();
		expect(problems.any).toBe(false);
		const runError = new RunError(phone);
		expect(() =>
			problems.collect(() => {
				throw runError;
			}),
		).toThrow(runError);
		expect(() => rejected(0, runError)).toThrow(runError);
	});
});

describe('counts', () => {
	const failed = (
		status: 'rejected' | 'refused' | 'unknown' | 'notTried',
		reason = 'is wrong',
	): ItemResult => ({
		status: 'failed',
		error: itemError(0, { status, reasonCode: 'x', reason }),
	});
	const skipped: ItemResult = { status: 'skipped', reasonCode: 'noConsent', reason: 'x' };
	const accepted: ItemResult = { status: 'accepted', details: {} };
	const validated: ItemResult = { status: 'validated', details: {} };

	test('every state once, skipped never as accepted', () => {
		const told = counts([
			accepted,
			accepted,
			skipped,
			failed('rejected'),
			failed('refused'),
			failed('unknown'),
			failed('notTried'),
			failed('notTried'),
		]);
		expect(told).toBe(
			'2 accepted, 1 skipped, 1 rejected, 1 refused by Attentive, 1 with an unknown outcome, 2 not tried',
		);
		expect(counts([])).toBe('');
	});

	test('Validate Only sums up what would go, what is rejected and why, the time, names and types', () => {
		const results = [
			...Array.from({ length: 4_500 }, () => validated),
			failed('rejected', 'has no @'),
			failed('rejected', 'has too few digits'),
			failed('rejected', 'has too few digits'),
			skipped,
		];
		const types = new Map([
			['Points', new Set(['number', 'text'])],
			['Tier', new Set(['text'])],
		]);
		expect(summary(results, 4_500, 150, types)).toEqual([
			'Nothing was sent. 4500 would be sent, 1 skipped, 3 rejected',
			'Sending takes about 30 s',
			'2 items: Has too few digits',
			'1 item: Has no @',
			'1 item: X',
			'Names and types: Points (number or text), Tier (text)',
		]);
		expect(summary([validated], 50_000, 5, new Map())).toContain('Sending takes about 167 min');
	});

	test('a run is summed up with its reasons, the commonest first, and no more than five of them', () => {
		const because = (reason: string, count: number): ItemResult[] =>
			Array.from({ length: count }, (_none, index) => ({
				status: 'failed',
				error: itemError(index, {
					status: 'rejected',
					reasonCode: 'x',
					field: 'Phone',
					value: `${index}`,
					reason,
				}),
			}));
		const results = [accepted, ...because('has no digits', 2), ...because('has too few digits', 3), skipped];
		expect(sumHint(results)).toEqual({
			lines: [
				'1 accepted, 1 skipped, 5 rejected',
				"3 items: 'Phone' has too few digits",
				"2 items: 'Phone' has no digits",
				'1 item: X',
			],
			type: 'warning',
		});
		const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((reason) => because(reason, 1));
		expect(reasonLines(many)).toHaveLength(6);
		expect(reasonLines(many).at(-1)).toBe('2 items: other reasons');
		expect(sumHint([accepted, skipped]).type).toBe('info');
	});

	test('a mistake in the set-up is shown in red, with the way out; that a run stopped is no reason by itself', () => {
		const denied: ItemResult = {
			status: 'failed',
			error: itemError(0, stopWords({ kind: 'denied', outcome: answer(403) }, PERMISSION)),
		};
		const stopped: ItemResult = {
			status: 'failed',
			error: itemError(0, stopWords({ kind: 'firstFailure' }, PERMISSION)),
		};
		const { lines, type } = sumHint([accepted, denied, stopped]);
		expect(type).toBe('danger');
		expect(lines).toHaveLength(2);
		expect(lines[1]).toMatch(
			/^1 item: Not sent: the app behind .*"Custom Events" permission\. In Attentive, /,
		);
		expect(isSetUpMistake('phoneTooShort')).toBe(false);
	});

	test('n8n shows hints as HTML: values of items are escaped, lines are kept', () => {
		expect(nodeHint({ lines: ['a <img src=x onerror=alert(1)> & b', 'c'], type: 'info' })).toEqual({
			message: 'a &lt;img src=x onerror=alert(1)&gt; &amp; b<br>c',
			type: 'info',
			location: 'outputPane',
		});
	});

	test('warnings are counted, each kind once', () => {
		const old = { code: 'oldEvent', message: 'is old' };
		expect(warningsHint([[], []])).toBeUndefined();
		expect(warningsHint([[old], [], [old, { code: 'x', message: 'is odd' }]])).toEqual({
			lines: ['2 items: is old', '1 item: is odd'],
			type: 'warning',
		});
	});

	test('names that no item has are listed each once, and those beyond twenty are counted', () => {
		const named = (count: number) =>
			Array.from({ length: count }, (_one, index) => ({
				label: 'Phone',
				reason: `reads the field 'x${index}'`,
			}));
		const items: PreparedItem[] = [{ kind: 'toSend', payload: {}, parts: [], warnings: [] }];
		expect(unfoundHint([], items)).toBeUndefined();
		expect(unfoundHint([...named(2), ...named(2)], items)?.lines).toHaveLength(2);
		expect(unfoundHint(named(20), items)?.lines.at(-1)).toContain('x19');
		const lines = unfoundHint([...named(23), ...named(23)], items)?.lines;
		expect(lines?.slice(19)).toEqual([expect.stringContaining('x19'), 'and 3 more']);
	});

	test.each<[unknown, string]>([
		['x', 'text'],
		[1, 'number'],
		[true, 'yes or no'],
		[[1], 'list'],
		[{}, 'object'],
	])('%j is called %s', (value, kind) => {
		expect(kindOf(value)).toBe(kind);
	});
});

describe('warnings', () => {
	test.each([
		'SSN',
		'ssn_last4',
		'passport number',
		'Health Condition',
		'healthScore',
		'religion',
		'Ethnicity',
		'creditCard',
		'card_number',
		'drivers-license',
		'gps',
		'Latitude',
		'isPregnant',
		'sexualOrientation',
		'medical_notes',
	])('%s may be sensitive', (name) => {
		expect(sensitiveNames([name])).toHaveLength(1);
		expect(sensitiveNames([name])[0]?.message).toContain(name);
	});

	test.each([
		'Points',
		'VIP Tier',
		'birthday',
		'trace',
		'embrace',
		'gift card balance',
		'gender',
		'first_name',
		'terrace',
		'Wholesale',
		'account_tier',
	])('%s is not', (name) => {
		expect(sensitiveNames([name])).toEqual([]);
	});

	const NOW = '2026-03-04T12:00:00.000Z';
	const codes = (properties: Record<string, unknown>, occurredAt?: string) =>
		eventWarnings(properties, occurredAt, NOW).map(({ code }) => code.split(' ')[0]);

	test('an event over 12 hours old starts no journey', () => {
		expect(codes({}, '2026-03-03T23:59:59.000Z')).toEqual(['oldEvent']);
		expect(codes({}, '2026-03-04T00:00:01.000Z')).toEqual([]);
		expect(codes({}, '2026-03-04T02:00:00.000+09:00')).toEqual(['oldEvent']);
		expect(codes({})).toEqual([]);
	});

	test('what a text cannot show, and what is too much', () => {
		expect(codes({ items: [1] })).toEqual(['nested']);
		expect(codes({ item: { a: 1 } })).toEqual(['nested']);
		expect(codes({ url: `https://example.com/${'x'.repeat(1_100)}` })).toEqual(['longLink']);
		expect(codes({ url: 'https://example.com/', text: 'x'.repeat(2_000) })).toEqual([]);
		expect(
			codes(Object.fromEntries(Array.from({ length: 201 }, (_none, index) => [`p${index}`, 1]))),
		).toEqual(['manyProperties']);
		expect(
			codes(Object.fromEntries(Array.from({ length: 200 }, (_none, index) => [`p${index}`, 1]))),
		).toEqual([]);
	});
});

describe('what the schema refuses is told in the words of the panel', () => {
	const LABELS = panelLabels(
		[
			{ displayName: 'Event Type', name: 'type', type: 'string', default: '' },
			{
				displayName: 'Other Identifiers',
				name: 'otherIdentifiers',
				type: 'collection',
				default: {},
				options: [
					{ displayName: 'Client User ID', name: 'clientUserId', type: 'string', default: '' },
					{
						displayName: 'Custom Identifiers',
						name: 'customIdentifiers',
						type: 'fixedCollection',
						default: {},
						options: [
							{
								displayName: 'Identifiers',
								name: 'identifiers',
								values: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
							},
						],
					},
				],
			},
		],
		{ properties: 'Attributes' },
	);
	const refused = (schema: z.ZodTypeAny, payload: object) => {
		const { error } = schema.safeParse(payload, { errorMap: payloadWords });
		if (!error) throw new Error('The payload is fine');
		return payloadError(error, payload, LABELS);
	};
	const told = (schema: z.ZodTypeAny, payload: object) => refused(schema, payload).problem;
	const user = { email: 'a@example.com' };

	test('a property name that Attentive does not take', () => {
		const problem = told(customEventSchema, { type: 'x', user, properties: { 'a[b]': 1 } });
		expect(problem.field).toBe('a[b]');
		expect(problem.reason).toContain('must not contain any of');
	});

	test('an event type that Attentive does not take', () => {
		const problem = told(customEventSchema, { type: "Bob's (event)", user });
		expect(problem).toMatchObject({
			value: "Bob's (event)",
			reason: expect.stringContaining('must not contain any of'),
		});
		expect(problem.field).toBe('Event Type');
	});

	test('an identifier that is too long', () => {
		const long = 'x'.repeat(101);
		expect(
			told(customEventSchema, { type: 'x', user: { externalIdentifiers: { clientUserId: long } } }),
		).toMatchObject({
			field: 'Client User ID',
			value: long,
			reason: 'has more than 100 characters',
		});
		const problem = told(customEventSchema, {
			type: 'x',
			user: { externalIdentifiers: { customIdentifiers: [{ name: 'loyaltyId', value: long }] } },
		});
		expect(problem.value).toBe(long);
		expect(problem.field).toBe('Custom Identifiers');
	});

	test('an attribute name that is too long', () => {
		const problem = told(setCustomAttributesSchema, { user, properties: { ['n'.repeat(201)]: 1 } });
		expect(problem.reason).toContain('200');
	});

	test('all that is wrong is told, each thing once', () => {
		const { problem, others } = refused(customEventSchema, {
			type: '(x)',
			user: { externalIdentifiers: { clientUserId: '' } },
			properties: { 'a[b]': 1 },
		});
		expect([problem, ...others].map(({ field, reason }) => [field, reason])).toEqual([
			['Event Type', expect.stringContaining('must not contain any of')],
			['Client User ID', 'is empty'],
			['a[b]', expect.stringContaining('must not contain any of')],
		]);
	});

	test('what people have named themselves keeps its name, also where a parameter has the same', () => {
		expect(told(setCustomAttributesSchema, { user, properties: { type: [1] } }).field).toBe('type');
		expect(told(setCustomAttributesSchema, { user, properties: 7 }).field).toBe('Attributes');
	});

	test('attributes called value or user are named', () => {
		expect(told(setCustomAttributesSchema, { user, properties: { value: [1] } }).field).toBe('value');
		expect(told(setCustomAttributesSchema, { user, properties: { user: [1] } }).field).toBe('user');
	});

	test('reasons are sentences for people, not the words of a validator', () => {
		for (const payload of [{ type: 'x', user: { phone: '2063996576' } }]) {
			const problem = told(customEventSchema, payload);
			expect(problem.reason).not.toMatch(/^(Invalid|Expected|Required|String must)/);
		}
	});
});
