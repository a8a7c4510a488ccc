import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, counted, eachField, statuses, UPSERT_MANY, UPSERT_TIERS, useBench } from './setup';

/** Requests of several items that Attentive refuses as a whole. */
const bench = useBench(async ({ control }) => {
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.setSettings({ bulkUserRefusals: 'request' });
});

const upsertMany = (options: INodeParameters = {}): INodeParameters => ({ ...UPSERT_TIERS, options });
/** So many rows, of which Attentive refuses those at these places. */
const rows = (count: number, ...bad: number[]): IDataObject[] =>
	Array.from({ length: count }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: bad.includes(index) ? 'Bronze' : 'Gold',
	}));

test('where n8n is to stop at a failure, nothing goes after the first item that is refused', async () => {
	const run = await bench.run(upsertMany(), rows(16, 0, 9));
	expect(run.error?.message).toContain('[item 0]');
	expect(run.error?.description).toContain('1 refused by Attentive, 15 not tried');
	// 16, 8, 4, 2, 1.
	expect(await bench.requests(UPSERT_MANY)).toBe(5);
	expect(await bench.recordsSent()).toBe(0);
});

test('what Retry then sends is what was not taken in', async () => {
	const run = await bench.run(upsertMany(), rows(16, 15), { retryOnFail: true, maxTries: 2 });
	expect(run.error?.description).toContain('15 pending, 1 refused by Attentive');
	expect(await bench.recordsSent()).toBe(15);
});

test('Stop After N Failures counts the refused ones, not all of their request', async () => {
	const oneBad = await bench.run(upsertMany({ stopAfterFailures: 2 }), rows(256, 100), CONTINUE);
	expect(counted(statuses(oneBad))).toEqual({ pending: 255, refused: 1 });
	const threeBad = await bench.run(upsertMany({ stopAfterFailures: 2 }), rows(16, 1, 2, 3), CONTINUE);
	expect(counted(statuses(threeBad))).toEqual({ pending: 1, refused: 2, notTried: 13 });
});

test('Stop After N Failures counts each row of a record', async () => {
	const input = [...rows(2, 0, 1), { email: 'P0@example.com', tier: 'Silver' }];
	const run = await bench.run(upsertMany({ stopAfterFailures: 2 }), input, CONTINUE);
	expect(counted(statuses(run))).toEqual({ refused: 2, notTried: 1 });
});

test('one record that is too large for Attentive is refused alone', async () => {
	await bench.sandbox.control.setSettings({ bulkBodyLimit: 20_000 });
	const input = rows(16);
	input[5] = { email: `${'x'.repeat(60)}@example.com`, tier: 'Gold', note: 'x'.repeat(30_000) };
	const parameters = upsertMany();
	parameters.attributes = eachField([
		{ column: 'tier', type: 'text' },
		{ column: 'note', type: 'text' },
	]);
	const run = await bench.run(parameters, input, CONTINUE);
	expect(counted(statuses(run))).toEqual({ pending: 15, refused: 1 });
	expect(await bench.recordsSent()).toBe(15);
});

test.each(['503after', 'resetAfter', '429', '503'] as const)('a fault (%s) in a half', async (kind) => {
	await bench.sandbox.control.addFault({ endpoint: UPSERT_MANY, kind, match: 'p3@' });
	const run = await bench.run(upsertMany(), rows(8, 0), CONTINUE);
	expect(counted(statuses(run))).toEqual({ pending: 7, refused: 1 });
});

test('a half whose outcome stays unknown is told apart from the other', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: UPSERT_MANY, kind: '400' });
	await control.addFault({ endpoint: UPSERT_MANY, kind: 'garbage', count: 1_000, match: 'p3@' });
	const parameters = upsertMany({ retryMinutes: 0.02 });
	const run = await bench.run(parameters, rows(4), CONTINUE);
	expect(counted(statuses(run))).toEqual({ pending: 2, unknown: 2 });
});

test('members of several segments: one that is not there fails its own only', async () => {
	await bench.run({
		resource: 'segment',
		operation: 'create',
		name: 'Gold',
		additionalFields: { externalId: 'gold' },
	});
	const input = rows(40).map((row, index) => ({ ...row, segment: index % 2 === 0 ? 'silver' : 'gold' }));
	const parameters: INodeParameters = {
		resource: 'segment',
		operation: 'addMembers',
		externalId: '={{ $json.segment }}',
		email: '={{ $json.email }}',
	};
	// It comes again after the other has been refused.
	await bench.sandbox.control.addFault({
		endpoint: 'POST /v2/bulk/segments/members',
		kind: '429',
		match: 'gold',
		retryAfter: 1,
	});
	const run = await bench.run(parameters, input, CONTINUE);
	expect(counted(statuses(run))).toEqual({ refused: 20, pending: 20 });
});
