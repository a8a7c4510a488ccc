import { eachField } from '../mappedFields';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startBench, type Bench } from '../integration/setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	await bench.sandbox.control.reset();
	// What is counted here is what arrives; the pace is tested elsewhere.
	await bench.sandbox.control.setLimit({ perSecond: 5_000 });
});
afterAll(async () => await bench.close());

const TWO_DAYS = 48 * 3_600_000;
const byId = (value: string) => ({ __rl: true, mode: 'id', value }) as unknown as INodeParameters;

/** How many items have which status and reason. */
function counted(items: IDataObject[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { attentive, error, status } of items) {
		const result = (error ?? attentive ?? { status }) as IDataObject;
		const name = error ? `${String(result.status)} ${String(result.reasonCode)}` : String(result.status);
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

test('200,000 members, 1,000 of them twice: each is accepted exactly once', async () => {
	await bench.run(
		{ resource: 'segment', operation: 'create', name: 'Gold', additionalFields: { externalId: 'gold' } },
		[{}],
	);
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
	const items = run.json('Attentive');
	expect(counted(items)).toEqual({ pending: 200_000 });
	expect(items.slice(0, 1_000).map(({ recordId }) => recordId)).toEqual(
		items.slice(199_000).map(({ recordId }) => recordId),
	);
	await bench.sandbox.control.advanceClock(TWO_DAYS);
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
		{ onError: 'continueRegularOutput' },
	);
	const items = run.json('Attentive');
	expect(counted(items)).toEqual({
		pending: 50_500,
		'rejected emailWithoutAt': 100,
		'rejected noIdentifier': 100,
		'rejected notADate': 100,
		'refused refused': 200,
	});
	for (const [index, { error }] of items.entries()) {
		if ((error as IDataObject | undefined)?.status === 'refused') expect(rows[index]?.tier).toBe('Bronze');
	}
	await control.advanceClock(TWO_DAYS);
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
	expect(counted(run.json('Attentive'))).toEqual({ accepted: 200_000 });
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
		{ onError: 'continueRegularOutput' },
	);
	expect(counted(run.json('Attentive'))).toEqual({ 'refused refused': 20_000 });
	const requests = (await control.requests()).find(
		({ endpoint }) => endpoint === 'POST /v2/bulk/user/attributes',
	);
	expect(requests?.total).toBeLessThan(20_000 / 3);
});
