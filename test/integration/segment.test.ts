import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, CONTINUE, errors, HOUR, results, statuses, useBench } from './setup';

const bench = useBench();

const ADD = 'POST /v2/bulk/segments/members';

const operation = (name: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'segment',
	operation: name,
	...more,
});

async function created(externalId = 'gold', name = 'Gold'): Promise<void> {
	await bench.run(operation('create', { name, additionalFields: { externalId } }));
}

const adding = (more: INodeParameters = {}): INodeParameters =>
	operation('addMembers', {
		externalId: byId('gold'),
		email: '={{ $json.email }}',
		...more,
	});
const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_one, index) => ({ email: `p${index}@example.com` }));

describe('create', () => {
	test('makes a segment, with an ID of Attentive’s if none is given', async () => {
		const [item] = await bench.output(operation('create', { name: ' Gold ' }));
		expect(item?.attentive).toEqual({
			status: 'accepted',
			externalId: expect.any(String),
			name: 'Gold',
			description: expect.any(String),
		});
		expect(await bench.sandbox.control.segments()).toHaveLength(1);
	});

	test.each<[string, INodeParameters]>([
		['a name of blanks', { name: '={{ "  " }}' }],
		['a name of 241 characters', { name: 'x'.repeat(241) }],
		['a description of one character', { name: 'A', additionalFields: { description: 'x' } }],
	])('%s is rejected', async (_what, fields) => {
		const [item] = await bench.output(operation('create', fields), [{}], CONTINUE);
		expect(item?.error).toMatchObject({ status: 'rejected' });
		expect(await bench.sandbox.control.segments()).toEqual([]);
	});

	test('an ID that is taken is refused in Attentive’s words', async () => {
		await created();
		const [item] = await bench.output(
			operation('create', { name: 'Other', additionalFields: { externalId: 'gold' } }),
			[{}],
			CONTINUE,
		);
		expect(item?.error).toMatchObject({ status: 'refused' });
	});
});

test('get, update and archive', async () => {
	await created();
	const externalId = byId('gold');
	expect(await bench.output(operation('get', { externalId }))).toEqual([
		expect.objectContaining({ externalId: 'gold', name: 'Gold', created: expect.any(String) }),
	]);
	const [changed] = await bench.output(operation('update', { externalId, name: 'Gold 2' }));
	expect(changed?.attentive).toMatchObject({ status: 'accepted', externalId: 'gold', name: 'Gold 2' });
	const [nothing] = await bench.output(operation('update', { externalId }), [{}], CONTINUE);
	expect(nothing?.error).toMatchObject({
		status: 'rejected',
		reason: expect.stringContaining('changes nothing'),
	});
	expect((await bench.output(operation('delete', { externalId })))[0]?.attentive).toEqual({
		status: 'accepted',
		externalId: 'gold',
		archived: true,
	});
	expect((await bench.output(operation('delete', { externalId })))[0]?.attentive).toEqual({
		status: 'accepted',
		externalId: 'gold',
		archived: true,
		alreadyGone: true,
	});
	expect((await bench.sandbox.control.segments())[0]?.archived).toBe(true);
});

describe('get many', () => {
	beforeEach(async () => {
		await bench.sandbox.control.setLimit({ perSecond: 100_000 });
		await bench.output(
			operation('create', { name: '={{ $json.name }}', additionalFields: { externalId: '={{ $json.id }}' } }),
			Array.from({ length: 1_203 }, (_one, index) => ({ name: `Segment ${index}`, id: `s${index}` })),
		);
	});

	test('all, over several pages', async () => {
		const items = await bench.output(operation('getAll', { returnAll: true }));
		expect(items).toHaveLength(1_203);
		expect(new Set(items.map(({ externalId }) => externalId)).size).toBe(1_203);
		expect(await bench.requests('GET /v2/segments')).toBe(2);
	});

	test('only so many', async () => {
		expect(await bench.output(operation('getAll', {}))).toHaveLength(50);
		expect(await bench.output(operation('getAll', { limit: 1_100 }))).toHaveLength(1_100);
	});

	test('by a part of the name; the list of the panel as well', async () => {
		const items = await bench.output(
			operation('getAll', { returnAll: true, additionalFields: { name: 'Segment 12' } }),
		);
		expect(items).toHaveLength(14);
		const list = await bench.n8n.searchList(
			bench.workflow(operation('get')),
			'Attentive',
			'searchSegments',
			'Segment 120',
		);
		expect(list.results.map(({ name, value }) => [name, value])).toEqual([
			['Segment 120', 's120'],
			['Segment 1200', 's1200'],
			['Segment 1201', 's1201'],
			['Segment 1202', 's1202'],
		]);
		const first = await bench.n8n.searchList(bench.workflow(operation('get')), 'Attentive', 'searchSegments');
		expect(first.results).toHaveLength(100);
		const second = await bench.n8n.searchList(
			bench.workflow(operation('get')),
			'Attentive',
			'searchSegments',
			undefined,
			String(first.paginationToken),
		);
		expect(second.results[0]?.name).toBe('Segment 100');
	});
});

/** An integrator saw none of the dashboard's segments on two accounts. */
describe('a list without segments says that it holds only those made through the API', () => {
	test.each<[string, INodeParameters]>([
		['all', { returnAll: true }],
		['by name', { additionalFields: { name: 'VIP' } }],
		['by ID', { additionalFields: { externalId: 'vip' } }],
	])('Get Many, %s', async (_what, more) => {
		const run = await bench.run(operation('getAll', more));
		expect(run.json('Attentive')).toEqual([]);
		expect(JSON.stringify(run.hints('Attentive'))).toContain(
			'no segments found. Attentive lists only segments that were made through the API',
		);
	});

	test('not where there are some, nor for webhooks', async () => {
		await created();
		for (const parameters of [
			operation('getAll', { returnAll: true }),
			{ resource: 'webhook', operation: 'getAll' },
		])
			expect((await bench.run(parameters)).hints('Attentive')).toEqual([]);
	});

	const search = async (...search: string[]) =>
		(await bench.n8n.searchList(bench.workflow(operation('get')), 'Attentive', 'searchSegments', ...search))
			.results;

	test('the list of the panel: an entry that chooses nothing', async () => {
		const [entry, ...others] = await search();
		expect([entry?.value, others]).toEqual(['', []]);
		expect(entry?.name).toBe('No segments found. Only segments made through the API are listed.');
		await created();
		expect(await search('vip')).toEqual([entry]);
		expect((await search()).map(({ value }) => value)).toEqual(['gold']);
	});

	test('chosen all the same, it is refused as empty', async () => {
		const run = await bench.run(
			operation('get', { externalId: { __rl: true, mode: 'list', value: '', cachedResultName: 'No' } }),
		);
		expect(run.error?.message).toMatch(/Segment.* is (empty|required)/);
	});
});

describe('members', () => {
	beforeEach(async () => await created());

	test('go 10,000 to a request, and come out pending with job and record', async () => {
		const run = await bench.run(adding({ options: { output: 'resultOnly' } }), people(25_000));
		const items = run.json('Attentive');
		expect(await bench.requests(ADD)).toBe(3);
		expect(items).toHaveLength(25_000);
		expect(items[0]).toEqual({
			status: 'pending',
			externalId: 'gold',
			jobId: expect.any(String),
			recordId: expect.stringMatching(/^0-[0-9a-f]{16}$/),
		});
		expect(new Set(items.map(({ jobId }) => jobId)).size).toBe(3);
		expect((await bench.jobSizes()).sort((one, other) => one - other)).toEqual([5_000, 10_000, 10_000]);
	});

	test('who comes twice is sent once, and both rows get the outcome', async () => {
		const items = await bench.output(adding(), [...people(2), { email: 'P0@example.com' }]);
		const ids = results(items).map(({ recordId }) => recordId);
		expect(ids[2]).toBe(ids[0]);
		expect(await bench.jobSizes()).toEqual([2]);
	});

	test('a bad row is rejected alone', async () => {
		const items = await bench.output(adding(), [...people(2), { email: 'nobody' }], CONTINUE);
		expect(statuses(items)).toEqual(['pending', 'pending', 'rejected']);
	});

	test('removing goes to its own call', async () => {
		await bench.output(adding(), people(3));
		await bench.sandbox.control.advanceClock(13 * HOUR);
		expect(await bench.sandbox.control.segmentMembers('gold')).toHaveLength(3);
		await bench.output(
			operation('removeMembers', { externalId: byId('gold'), email: '={{ $json.email }}' }),
			people(1),
		);
		await bench.sandbox.control.advanceClock(13 * HOUR);
		expect(await bench.sandbox.control.segmentMembers('gold')).toHaveLength(2);
	});

	test('a segment that is not there is an error of all its rows', async () => {
		const items = await bench.output(adding({ externalId: byId('silver') }), people(2), CONTINUE);
		for (const error of errors(items))
			expect(error).toMatchObject({ status: expect.stringMatching(/refused|notTried/) });
	});

	test('an answer that got lost is asked for again: members are the same the second time', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD, kind: '503after', count: 1 });
		const [item] = await bench.output(adding(), people(1));
		expect(item?.attentive).toMatchObject({ status: 'pending' });
		expect(await bench.requests(ADD)).toBe(2);
	});
});
