import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startBench, type Bench, eachField } from './setup';

/** Requests of several items that Attentive refuses as a whole. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	const { control } = bench.sandbox;
	await control.reset();
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.setSettings({ bulkUserRefusals: 'request' });
});
afterAll(async () => await bench.close());

type Settings = Parameters<Bench['run']>[2];
const CONTINUE: Settings = { onError: 'continueRegularOutput' };
const MANY = 'POST /v2/bulk/user/attributes';

const upsertMany = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'upsertMany',
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	options,
});
/** So many rows, of which Attentive refuses those at these places. */
const rows = (count: number, ...bad: number[]): IDataObject[] =>
	Array.from({ length: count }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: bad.includes(index) ? 'Bronze' : 'Gold',
	}));

async function requests(endpoint = MANY): Promise<number> {
	return (await bench.sandbox.control.requests()).find((one) => one.endpoint === endpoint)?.total ?? 0;
}
async function counted(parameters: INodeParameters, input: IDataObject[]): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const { attentive, error } of (await bench.run(parameters, input, CONTINUE)).json('Attentive')) {
		const name = String(((attentive ?? error) as IDataObject).status);
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
const recordsSent = async () =>
	(await bench.sandbox.control.jobs()).reduce((sum, { totalRecords }) => sum + totalRecords, 0);

test('where n8n is to stop at a failure, nothing goes after the first item that is refused', async () => {
	const run = await bench.run(upsertMany(), rows(16, 0, 9));
	expect(run.error?.message).toContain('[item 0]');
	expect(run.error?.description).toContain('1 refused by Attentive, 15 not tried');
	// 16, 8, 4, 2, 1.
	expect(await requests()).toBe(5);
	expect(await recordsSent()).toBe(0);
});

test('what Retry then sends is what was not taken in', async () => {
	const run = await bench.run(upsertMany(), rows(16, 15), { retryOnFail: true, maxTries: 2 });
	expect(run.error?.description).toContain('15 pending, 1 refused by Attentive');
	expect(await recordsSent()).toBe(15);
});

test('Stop After N Failures counts the refused ones, not all of their request', async () => {
	expect(await counted(upsertMany({ stopAfterFailures: 2 }), rows(256, 100))).toEqual({
		pending: 255,
		refused: 1,
	});
	expect(await counted(upsertMany({ stopAfterFailures: 2 }), rows(16, 1, 2, 3))).toEqual({
		pending: 1,
		refused: 2,
		notTried: 13,
	});
});

test('Stop After N Failures counts each row of a record', async () => {
	const input = [...rows(2, 0, 1), { email: 'P0@example.com', tier: 'Silver' }];
	expect(await counted(upsertMany({ stopAfterFailures: 2 }), input)).toEqual({ refused: 2, notTried: 1 });
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
	expect(await counted(parameters, input)).toEqual({ pending: 15, refused: 1 });
	expect(await recordsSent()).toBe(15);
});

test.each(['503after', 'resetAfter', '429', '503'] as const)('a fault (%s) in a half', async (kind) => {
	await bench.sandbox.control.addFault({ endpoint: MANY, kind, match: 'p3@' });
	expect(await counted(upsertMany(), rows(8, 0))).toEqual({ pending: 7, refused: 1 });
});

test('a half whose outcome stays unknown is told apart from the other', async () => {
	const { control } = bench.sandbox;
	await control.addFault({ endpoint: MANY, kind: '400' });
	await control.addFault({ endpoint: MANY, kind: 'garbage', count: 1_000, match: 'p3@' });
	const parameters = upsertMany({ retryMinutes: 0.02 });
	expect(await counted(parameters, rows(4))).toEqual({ pending: 2, unknown: 2 });
});

test('members of several segments: one that is not there fails its own only', async () => {
	await bench.run(
		{ resource: 'segment', operation: 'create', name: 'Gold', additionalFields: { externalId: 'gold' } },
		[{}],
	);
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
	expect(await counted(parameters, input)).toEqual({ refused: 20, pending: 20 });
});
