import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ADD_CODES, CONTINUE, errors, outcomes, results, statuses, useBench } from './setup';

const bench = useBench(async ({ control }) => {
	await control.addOffer({ id: 1, window: 'never' });
	await control.addOffer({ id: 2, window: 'never' });
	await control.addOffer({ id: 3, window: 'custom' });
});

/** Codes of the field `code`, each for the offer in the field `offer`. */
const adding = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'offer',
	operation: 'addCodes',
	offerId: '={{ $json.offer }}',
	codes: '={{ $json.code }}',
	...more,
});
const dated = (
	distributionStart: string,
	distributionStop: string,
	more: INodeParameters = {},
): INodeParameters =>
	adding({ offerId: '3', additionalFields: { distributionStart, distributionStop, ...more } });
const values = (codes: string): INodeParameters => adding({ codes });

const MARCH = ['2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z'] as const;
const MID_MARCH = ['2026-03-15T00:00:00Z', '2026-04-15T00:00:00Z'] as const;
const APRIL = ['2026-04-01T00:00:00Z', '2026-04-30T00:00:00Z'] as const;

/** The code A, and more than Attentive accepts in one request. */
const TOO_MANY_CODES = ['A', ...Array.from({ length: 200_000 }, (_code, index) => `B-${index}`)];

function codes(offer: number, from: number, count: number): Array<{ offer: number; code: string }> {
	return Array.from({ length: count }, (_code, index) => ({ offer, code: `C${offer}-${from + index}` }));
}

describe('offer.addCodes', () => {
	test('the codes of many rows of one offer go in one request', async () => {
		const rows = codes(1, 0, 2_000);
		const run = await bench.run(adding(), rows);
		expect(await bench.requests(ADD_CODES)).toBe(1);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(rows.map(({ code }) => code));
		expect(run.json('Attentive')).toHaveLength(rows.length);
		expect(run.items('Attentive')[1999]).toEqual({
			json: { offer: 1, code: 'C1-1999', attentive: { status: 'accepted', offerId: '1' } },
			pairedItem: { item: 1999 },
		});
	});

	test('different offers go apart, also where their rows are mixed', async () => {
		const run = await bench.run(adding(), [
			{ offer: 1, code: 'A' },
			{ offer: 2, code: 'B' },
			{ offer: '1', code: 'C' },
			{ offer: 2, code: 'A' },
		]);
		expect(await bench.requests(ADD_CODES)).toBe(2);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A', 'C']);
		expect(await bench.sandbox.control.offerCodes(2)).toEqual(['B', 'A']);
		expect(outcomes(run)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
	});

	test('codes stay as they are written: leading zeros, case, signs; a number becomes text', async () => {
		await bench.run(adding(), [
			{ offer: 1, code: '00123' },
			{ offer: 1, code: 'save10' },
			{ offer: 1, code: 'SAVE10' },
			{ offer: 1, code: 'é-%/#"' },
			{ offer: 1, code: 12345 },
		]);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual([
			'00123',
			'save10',
			'SAVE10',
			'é-%/#"',
			'12345',
		]);
	});

	test.each<[string, string]>([
		['text with commas', 'A1, A2,A3'],
		['text with lines', 'A1\nA2\r\nA3\n'],
		['text with semicolons', 'A1; A2;A3'],
		['a list', '={{ ["A1", "A2", "A3"] }}'],
		['a list with blanks', '={{ ["A1", "", null, " ", "A2", " A3 "] }}'],
		['a list of the item', '={{ $json.list }}'],
	])('as %s', async (_what, written) => {
		await bench.run(values(written), [{ offer: 1, list: ['A1', 'A2', 'A3'] }]);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A1', 'A2', 'A3']);
	});

	test('an item without a code is skipped and says so', async () => {
		const run = await bench.run(adding(), [
			{ offer: 1, code: '' },
			{ offer: 1, code: 'A' },
			{ offer: 1, code: '  ' },
			{ offer: 1 },
		]);
		expect(outcomes(run)).toEqual(['skipped noCode', 'accepted', 'skipped noCode', 'skipped noCode']);
		expect(results(run)[0]).toEqual({
			status: 'skipped',
			reasonCode: 'noCode',
			reason: 'No code',
		});
		expect(await bench.bodies(ADD_CODES)).toEqual([{ codes: ['A'] }]);
	});

	test('a code of an item before is not sent twice, and its item says so', async () => {
		const run = await bench.run(adding(), [
			{ offer: 1, code: 'A' },
			{ offer: 1, code: 'A ' },
			{ offer: 2, code: 'A' },
			{ offer: 1, code: 'B' },
		]);
		expect(outcomes(run)).toEqual(['accepted', 'skipped duplicateCode', 'accepted', 'accepted']);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A', 'B']);
		expect(await bench.sandbox.control.offerCodes(2)).toEqual(['A']);
	});

	test.each<[string, IDataObject, string]>([
		['its dates are incomplete', { code: 'A', from: MARCH[0] }, 'distributionDates'],
		['it has too many codes', { code: TOO_MANY_CODES }, 'notAccepted'],
	])('a code of an item that is rejected goes with a later one: %s', async (_what, row, reasonCode) => {
		const rows = [
			{ offer: 1, ...row },
			{ offer: 1, code: 'A' },
		];
		const additionalFields = { distributionStart: '={{ $json.from }}' };
		const run = await bench.run(adding({ additionalFields }), rows, CONTINUE);
		expect(outcomes(run)).toEqual([`rejected ${reasonCode}`, 'accepted']);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A']);
	});

	test('doubles in a list are sent once, with a warning', async () => {
		const run = await bench.run(values('={{ $json.list }}'), [
			{ offer: 1, list: ['A', 'B', 'A'] },
			{ offer: 1, list: 'B, C' },
			{ offer: 1, list: 'C' },
		]);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A', 'B', 'C']);
		expect(results(run)).toEqual([
			expect.objectContaining({
				status: 'accepted',
				warnings: [expect.stringContaining('a repeated code, which is sent once')],
			}),
			expect.objectContaining({
				status: 'accepted',
				warnings: [expect.stringContaining('a repeated code, which is sent once')],
			}),
			expect.objectContaining({ status: 'skipped', reasonCode: 'duplicateCode' }),
		]);
	});

	test('n8n itself asks for the codes; where they read a field that no item has, the run says so', async () => {
		const none = await bench.run(adding({ codes: '' }), [{ offer: 1, code: 'A' }]);
		expect(none.error?.message).toContain('Parameter "Codes" is required');
		const wrong = await bench.run(adding({ codes: '={{ $json.codes }}' }), [{ offer: 1, code: 'A' }]);
		expect(outcomes(wrong)).toEqual(['skipped noCode']);
		expect(JSON.stringify(wrong.hints('Attentive'))).toContain(
			"'Codes' reads the field 'codes', which no item has. Did you mean 'code'?",
		);
		expect(await bench.requests(ADD_CODES)).toBe(0);
	});

	test.each<[string, string]>([
		['an address', 'https://ui.attentivemobile.com/offers/1'],
		['a name', 'Spring sale'],
		['another path', '1/../../me'],
		['nothing', ''],
	])('%s instead of an offer’s number is an error of its row', async (_what, offer) => {
		const run = await bench.run(adding(), [{ offer, code: 'A' }], CONTINUE);
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({ status: 'rejected', message: expect.stringMatching(/offer/i) }),
		);
		expect(await bench.requests(ADD_CODES)).toBe(0);
		expect(await bench.sandbox.control.unknownRequests()).toEqual([]);
	});
});

describe('the dates', () => {
	test('go as UTC, read in the workflow’s time zone', async () => {
		await bench.run(
			dated('3/1/2026 09:00', '3/31/2026 18:30', {
				distributionStartFormat: 'M/d/yyyy HH:mm',
				distributionStopFormat: 'M/d/yyyy HH:mm',
			}),
			[{ code: 'A' }, { code: 'B' }],
		);
		expect(await bench.bodies(ADD_CODES)).toEqual([
			{
				codes: ['A', 'B'],
				distributionStart: '2026-03-01T14:00:00Z',
				distributionStop: '2026-03-31T22:30:00Z',
			},
		]);
	});

	test.each<[string, INodeParameters, string]>([
		['only the start', dated(MARCH[0], ''), 'are incomplete'],
		['only the stop', dated('', MARCH[1]), 'are incomplete'],
		['the stop first', dated(MARCH[1], MARCH[0]), 'are in the wrong order'],
		['twice the same', dated(MARCH[0], MARCH[0]), 'are in the wrong order'],
		[
			'the same second',
			dated('2026-03-01T00:00:00.100Z', '2026-03-01T00:00:00.900Z'),
			'are in the wrong order',
		],
		['a day that may be two', dated('3/4/2026', MARCH[1]), 'Distribution Start'],
	])('%s: an error before anything is sent', async (_what, parameters, message) => {
		const run = await bench.run(parameters, [{ code: 'A' }]);
		expect(run.error?.message).toContain(message);
		expect(await bench.requests(ADD_CODES)).toBe(0);
	});

	test('rows of one offer with other dates go apart', async () => {
		await bench.run(dated('={{ $json.from }}', '={{ $json.to }}'), [
			{ code: 'A', from: MARCH[0], to: MARCH[1] },
			{ code: 'B', from: APRIL[0], to: APRIL[1] },
			{ code: 'C', from: MARCH[0], to: MARCH[1] },
		]);
		expect(await bench.bodies(ADD_CODES)).toEqual([
			expect.objectContaining({ codes: ['A', 'C'] }),
			expect.objectContaining({ codes: ['B'] }),
		]);
	});
});

describe('what Attentive refuses', () => {
	async function refusal(parameters: INodeParameters): Promise<string> {
		const run = await bench.run(parameters, [{ offer: 1, code: 'Z' }], CONTINUE);
		expect(statuses(run)).toEqual(['refused']);
		return JSON.stringify(errors(run));
	}

	test('dates for an offer that takes none', async () => {
		for (const window of ['never', 'timeToLive'] as const) {
			await bench.sandbox.control.addOffer({ id: 3, window });
			const told = await refusal(dated(...MARCH));
			expect(told).toContain('\\"Never expire\\" or \\"Time to live\\"');
			expect(told).toContain('remove the dates');
			expect(told).toContain(window === 'never' ? 'is Never expire' : 'is Time to live');
		}
	});

	test('no dates for an offer of a custom time period', async () => {
		const told = await refusal(adding({ offerId: '3' }));
		expect(told).toContain('custom time period');
		expect(told).toContain('Set both dates');
	});

	test('no dates where earlier codes have some', async () => {
		await bench.run(dated(...MARCH), [{ code: 'A' }]);
		await bench.sandbox.control.addOffer({ id: 3, window: 'never' });
		const told = await refusal(adding({ offerId: '3' }));
		expect(told).toContain('Earlier codes of this offer may have dates');
		expect(told).toContain('earlier uploads to this offer have both');
	});

	test('dates where earlier codes have none', async () => {
		await bench.run(adding(), [{ offer: 1, code: 'A' }]);
		await bench.sandbox.control.addOffer({ id: 1, window: 'custom' });
		const told = await refusal({ ...dated(...MARCH), offerId: '1' });
		expect(told).toContain('earlier uploads to this offer have neither');
		expect(told).toContain('remove the dates');
	});

	test('dates that overlap with earlier ones; the same ones are fine', async () => {
		await bench.run(dated(...MARCH), [{ code: 'A' }]);
		const told = await refusal(dated(...MID_MARCH));
		expect(told).toContain('overlap those of earlier codes');
		const same = await bench.run(dated(...MARCH), [{ code: 'B' }]);
		expect(outcomes(same)).toEqual(['accepted']);
		expect(await bench.sandbox.control.offerCodes(3)).toEqual(['A', 'B']);
	});

	test('an offer that does not exist is told in words, and the other offers go on', async () => {
		const run = await bench.run(
			adding(),
			[
				{ offer: 99, code: 'A' },
				{ offer: 1, code: 'B' },
				{ offer: 99, code: 'C' },
				{ offer: 2, code: 'D' },
			],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['refused notFound', 'accepted', 'refused notFound', 'accepted']);
		expect(errors(run)[0]?.message).toContain('The offer does not exist');
		expect(await bench.sandbox.control.offerCodes(2)).toEqual(['D']);
	});

	test('a missing permission is named, and no more is tried', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '403', count: 1000 });
		const run = await bench.run(adding(), [{ offer: 1, code: 'A' }], CONTINUE);
		expect(JSON.stringify(errors(run)[0])).toContain('"Offers\\"');
	});
});

describe('adding codes is never repeated', () => {
	const rows = [
		{ offer: 1, code: 'A' },
		{ offer: 1, code: 'B' },
		{ offer: 2, code: 'C' },
		{ offer: 1, code: 'D' },
	];

	test.each(['500after', '504after', 'resetAfter', '500before'] as const)(
		'the outcome of a request (%s) is that of all its items, and of no others',
		async (kind) => {
			await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind, match: '/1/create' });
			const run = await bench.run(adding(), rows, CONTINUE);
			expect(statuses(run)).toEqual(['unknown', 'unknown', 'accepted', 'unknown']);
			expect(await bench.requests(ADD_CODES)).toBe(2);
		},
	);

	test('with Retry On Fail, what is unknown is not sent again', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '500after', match: '/1/create' });
		await bench.run(adding(), rows, { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(await bench.requests(ADD_CODES)).toBe(2);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A', 'B', 'D']);
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'with Retry On Fail (%s), a double of a code that the first try added is not sent in the next try',
		async (onError) => {
			const double = [
				{ offer: 1, code: 'A' },
				{ offer: 1, code: 'A', note: 'double' },
			];
			const bad = { offer: 99, code: 'X' };
			await bench.run(adding(), onError === 'stopWorkflow' ? [...double, bad] : [bad, ...double], {
				onError,
				retryOnFail: true,
				maxTries: 3,
			});
			expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A']);
		},
	);

	test('with Retry On Fail, nor a double of a code whose outcome is unknown', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD_CODES, kind: '500after' });
		await bench.run(
			adding(),
			[
				{ offer: 1, code: 'A' },
				{ offer: 1, code: 'A', note: 'double' },
			],
			{ ...CONTINUE, retryOnFail: true, maxTries: 3 },
		);
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A']);
	});
});

describe('the mode', () => {
	test('Validate Only sends nothing and shows the request', async () => {
		const run = await bench.run(adding({ mode: 'validateOnly' }), [{ offer: 1, code: 'A' }]);
		expect(JSON.stringify(results(run)[0])).toContain('/v1/coupons/coupon-pool/1/create');
		expect(await bench.requests(ADD_CODES)).toBe(0);
	});

	test('test recipients are not offered: a code is nobody’s', async () => {
		const run = await bench.run(adding({ mode: '={{ "testRecipients" }}' }), [{ offer: 1, code: 'A' }]);
		expect(run.error?.message).toContain('Mode');
		expect(await bench.requests(ADD_CODES)).toBe(0);
	});
});

test('each request field of the API is offered', async () => {
	await bench.run(dated(...MARCH), [{ code: 'A' }]);
	const [body] = await bench.bodies(ADD_CODES);
	expect(Object.keys(body ?? {}).sort()).toEqual(['codes', 'distributionStart', 'distributionStop']);
	const [entry] = await bench.sandbox.control.ledger(ADD_CODES);
	expect(entry?.params).toEqual({ id: '3' });
});
