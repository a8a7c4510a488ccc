import type { IDataObject } from 'n8n-workflow';
import {
	byId,
	CONTINUE,
	counted,
	DAY,
	eachField,
	errors,
	outcomes,
	UPSERT_MANY,
	useBench,
} from '../integration/setup';

// What is counted here is what arrives; the pace is tested elsewhere.
const bench = useBench(async ({ control }) => await control.setLimit({ perSecond: 5_000 }));

test('200,000 members, 1,000 of them twice: each is accepted exactly once', async () => {
	await bench.run({
		resource: 'segment',
		operation: 'create',
		name: 'Gold',
		additionalFields: { externalId: 'gold' },
	});
	const rows = Array.from({ length: 200_000 }, (_row, index) => ({
		email: `p${index % 199_000}@example.com`,
	}));
	const run = await bench.run(
		{
			resource: 'segment',
			operation: 'addMembers',
			externalId: byId('gold'),
			email: '={{ $json.email }}',
			options: { output: 'resultOnly' },
		},
		rows,
	);
	expect(counted(outcomes(run))).toEqual({ pending: 200_000 });
	const items = run.json('Attentive');
	expect(items.slice(0, 1_000).map(({ recordId }) => recordId)).toEqual(
		items.slice(199_000).map(({ recordId }) => recordId),
	);
	await bench.sandbox.control.advanceClock(2 * DAY);
	const records = await bench.sandbox.control.recordCounts();
	expect(records).toHaveLength(199_000);
	expect(records.filter(({ accepted, done }) => accepted !== 1 || done !== 1)).toEqual([]);
});

test('50,000 users with 500 bad rows of several kinds and 1,000 doubles: each good one once, each bad one with its reason', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ bulkUserRefusals: 'request' });
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] });
	const rows: IDataObject[] = Array.from({ length: 50_000 }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: 'Gold',
		birthday: '1990-03-04',
	}));
	// Spread over the rows, so that most requests have some.
	for (let bad = 0; bad < 500; bad++) {
		const row = rows[bad * 97 + 13];
		if (!row) continue;
		if (bad % 5 === 0) row.email = 'nobody';
		else if (bad % 5 === 1) row.email = '';
		else if (bad % 5 === 2) row.birthday = '1990-13-45';
		else row.tier = 'Bronze';
	}
	// 1,000 people come a second time, with another tier: the later one counts.
	const again = rows.filter(
		({ tier, email, birthday }) =>
			tier === 'Gold' && String(email).includes('@') && birthday === '1990-03-04',
	);
	const doubles = again.slice(0, 1_000).map(({ email }) => ({ email, tier: 'Silver', birthday: '' }));
	const run = await bench.run(
		{
			resource: 'user',
			operation: 'upsertMany',
			email: '={{ $json.email }}',
			profile: { details: [{ detail: 'dateOfBirth', value: '={{ $json.birthday }}' }] },
			attributes: eachField([{ column: 'tier', type: 'text' }]),
		},
		[...rows, ...doubles],
		CONTINUE,
	);
	expect(counted(outcomes(run))).toEqual({
		pending: 50_500,
		'rejected emailWithoutAt': 100,
		'rejected noIdentifier': 100,
		'rejected notADate': 100,
		'refused refused': 200,
	});
	for (const [index, error] of errors(run).entries()) {
		if (error?.status === 'refused') expect(rows[index]?.tier).toBe('Bronze');
	}
	await control.advanceClock(2 * DAY);
	const records = await control.recordCounts();
	expect(records).toHaveLength(49_500);
	expect(records.filter(({ accepted, done }) => accepted !== 1 || done !== 1)).toEqual([]);
	const silver = (await control.users()).filter(({ attributes }) => attributes.tier === 'Silver');
	expect(silver).toHaveLength(1_000);
});

test('200,000 codes of one offer: one request, each code once', async () => {
	await bench.sandbox.control.addOffer({ id: 1, window: 'never' });
	const run = await bench.run(
		{
			resource: 'offer',
			operation: 'addCodes',
			offerId: '1',
			codes: '={{ $json.code }}',
			options: { output: 'resultOnly' },
		},
		Array.from({ length: 200_000 }, (_row, index) => ({ code: `CODE-${index}` })),
	);
	expect(counted(outcomes(run))).toEqual({ accepted: 200_000 });
	const codes = await bench.sandbox.control.offerCodes(1);
	expect(codes).toHaveLength(200_000);
	expect(new Set(codes).size).toBe(200_000);
});

test('a systematic error ends in a bounded number of requests', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ bulkUserRefusals: 'request' });
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	const run = await bench.run(
		{
			resource: 'user',
			operation: 'upsertMany',
			email: '={{ $json.email }}',
			attributes: eachField([{ column: 'tier', type: 'text' }]),
		},
		Array.from({ length: 20_000 }, (_row, index) => ({ email: `p${index}@example.com`, tier: 'Bronze' })),
		CONTINUE,
	);
	expect(counted(outcomes(run))).toEqual({ 'refused refused': 20_000 });
	expect(await bench.requests(UPSERT_MANY)).toBeLessThan(20_000 / 3);
});
