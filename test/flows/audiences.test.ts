import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Run } from '../../embedded-n8n';
import { useFlows } from './flow';
import { startInbox, type Inbox } from './standIns/inbox';

const [ANN, BEN, DORA, FINN] = ['+13605550101', '+13605550102', '+13605550104', '+13605550106'];
const HOUR = 3_600_000;

let inbox: Inbox;
beforeAll(async () => {
	inbox = await startInbox();
});
afterAll(async () => await inbox.close());

const flows = useFlows(async ({ control }) => {
	await fillSampleAccount(control);
	await control.setSettings({ bulkJobMs: 4 * HOUR });
	inbox.taken();
});

const flow = (name: string) =>
	flows.flow(name, { live: true, credentials: { smtp: flows.n8n.addCredential('smtp', inbox.credential) } });

async function run(name: string, startNode: string): Promise<Run> {
	const ended = await flows.n8n.run(flow(name), { startNode });
	expect(ended.error).toBeUndefined();
	return ended;
}

describe('segment equals the list', () => {
	const segment = 'win-back';
	const table = 'segment_members';
	const list = (...phones: string[]) =>
		writeFileSync(join(flows.folder, 'win-back-list.csv'), ['Phone', ...phones].join('\n') + '\n');
	const sync = async (...phones: string[]) => {
		list(...phones);
		return await run('segment-sync', 'Sync Now');
	};
	const outcomes = async () => await run('segment-outcomes', 'Look Now');
	const jobsDone = async () => {
		await flows.sandbox.control.advanceClock(4 * HOUR);
		return await outcomes();
	};
	const states = () =>
		Object.fromEntries(flows.n8n.dataTables.rows(table).map(({ phone, state }) => [phone, state]));
	const inSegment = async () =>
		(await flows.sandbox.control.segmentMembers(segment)).map(({ phone }) => phone).sort();
	/** Each request of Add and Remove Members, in order: what it adds or removes. */
	const sent = async () =>
		(await flows.sandbox.control.ledger())
			.filter(({ endpoint }) => endpoint.endsWith('/v2/bulk/segments/members'))
			.map(({ endpoint, body }) => {
				const { members } = body as { members: Array<{ phone: string }> };
				return [endpoint.startsWith('POST') ? 'add' : 'remove', ...members.map(({ phone }) => phone)];
			});
	const others = Array.from({ length: 24 }, (_, index) => `+1360555${String(120 + index).padStart(4, '0')}`);
	/** A others others and these are in the segment. */
	const begin = async (...phones: string[]) => {
		await sync(...others, ...phones);
		await jobsDone();
	};

	beforeEach(async () => {
		await run('segment-outcomes', 'Set Up');
	});

	test('the first run adds everyone on the list once, and tells of the row that is invalid', async () => {
		await run('segment-sync', 'Sync Now');
		expect(await sent()).toEqual([['add', ANN, BEN, DORA, FINN]]);
		expect(states()).toEqual({ [ANN]: 'adding', [BEN]: 'adding', [DORA]: 'adding', [FINN]: 'adding' });
		expect(inbox.taken()).toMatchObject([
			{ to: ['you@example.com'], text: expect.stringContaining("Phone '555-0107' has too few digits") },
		]);

		expect((await outcomes()).json('Wait for Next Hour')).toHaveLength(4);
		await jobsDone();
		expect(states()).toEqual({ [ANN]: 'in', [BEN]: 'in', [DORA]: 'in', [FINN]: 'in' });
		expect(await inSegment()).toEqual([ANN, BEN, DORA, FINN]);

		await run('segment-sync', 'Sync Now');
		expect(await sent()).toHaveLength(1);
	});

	test('later runs send the difference only, also if phones are written differently', async () => {
		await begin(ANN);
		await sync(...others, '(360) 555-0102');
		expect((await sent()).slice(1).sort()).toEqual([
			['add', BEN],
			['remove', ANN],
		]);
		await jobsDone();
		expect(await inSegment()).toEqual([BEN, ...others]);
		expect(states()).toMatchObject({ [ANN]: 'out', [BEN]: 'in' });
		expect(inbox.taken()).toEqual([]);

		await sync(...others, BEN, ANN);
		expect((await sent()).slice(3)).toEqual([['add', ANN]]);
	});

	test('an empty list, a list without its file and a list of others send nothing and tell someone', async () => {
		await begin(ANN);
		await sync();
		await sync(BEN, DORA, FINN);
		expect(await sent()).toHaveLength(1);
		expect(inbox.taken().map(({ text }) => text)).toEqual([
			expect.stringContaining("reads the field 'Phone', which no item has"),
			expect.stringContaining('0 people would be added and 25 removed, which is more than the limit'),
			expect.stringContaining('3 people would be added and 25 removed'),
		]);
		expect(await inSegment()).toHaveLength(25);
	});

	test('a run that stops in the middle is repaired by the next one', async () => {
		await begin(ANN);
		await flows.sandbox.control.addFault({ endpoint: 'POST /v2/bulk/segments/members', kind: '401' });
		await sync(...others, ANN, BEN);
		expect(inbox.taken()).toMatchObject([{ text: expect.stringContaining('Rows that were not sent: 1') }]);
		expect(states()).toMatchObject({ [BEN]: 'adding' });
		expect(await sent()).toHaveLength(1);

		await sync(...others, ANN, BEN);
		expect((await sent()).slice(1)).toEqual([['add', BEN]]);
		await jobsDone();
		expect(states()).toMatchObject({ [BEN]: 'in' });
	});

	test('someone whom a stopped run may have added is removed a day later, when no job can overtake that', async () => {
		await begin(ANN);
		await flows.sandbox.control.addFault({
			endpoint: 'POST /v2/bulk/segments/members',
			kind: '503after',
			count: 100,
		});
		const stopped = flow('segment-sync');
		const add = stopped.nodes.find(({ name }) => name === 'Add Members');
		if (add) add.parameters.options = { retryMinutes: 0.001 };
		list(...others, ANN, BEN);
		await flows.n8n.run(stopped, { startNode: 'Sync Now' });
		await flows.sandbox.control.clearFaults();
		const before = (await sent()).length;

		await sync(...others, ANN);
		expect(await sent()).toHaveLength(before);
		flows.n8n.dataTables.age(table, 21 * HOUR);
		await sync(...others, ANN);
		expect((await sent()).slice(before)).toEqual([['remove', BEN]]);
	});

	test('someone who is removed and added again waits until the removal is done', async () => {
		await begin(ANN);
		await sync(...others);
		await sync(...others, ANN);
		expect((await sent()).slice(1)).toEqual([['remove', ANN]]);
		await jobsDone();
		await sync(...others, ANN);
		expect((await sent()).slice(2)).toEqual([['add', ANN]]);
		await jobsDone();
		expect(await inSegment()).toContain(ANN);
	});

	test('what Attentive refuses later is told, and sent again by the next sync', async () => {
		const { control } = flows.sandbox;
		await control.setSettings({ refusedRecords: [{ match: BEN, status: 400, message: 'Not today' }] });
		await begin(ANN, BEN);
		expect(inbox.taken()).toMatchObject([{ text: expect.stringContaining('Not today') }]);
		expect(states()).toMatchObject({ [ANN]: 'in', [BEN]: 'adding' });

		await control.setSettings({ refusedRecords: [] });
		await sync(...others, ANN, BEN);
		expect((await sent()).slice(1)).toEqual([['add', BEN]]);
		await jobsDone();
		expect(await inSegment()).toContain(BEN);
	});

	test('an outcome that cannot be looked up is told, and looked up again an hour later', async () => {
		await sync(ANN);
		await flows.sandbox.control.addFault({ endpoint: 'GET /v2/bulk/job/{bulkJobId}', kind: '403' });
		await outcomes();
		expect(inbox.taken()).toMatchObject([{ text: expect.stringContaining('could not be looked up') }]);
		await jobsDone();
		expect(states()).toEqual({ [ANN]: 'in' });
	});
});
