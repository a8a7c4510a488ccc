import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSampleAccount } from '../../demo/sampleAccount';
import { parse } from 'csv-parse/sync';
import type { Run } from '../../embedded-n8n';
import { customEvents, useFlows } from './flow';
import { published, type Published } from './published';
import { startMailbox, type Mailbox } from './standIns/mailbox';

const [ANN, BEN, DORA, FINN] = ['+13605550101', '+13605550102', '+13605550104', '+13605550106'];
const HOUR = 3_600_000;

let mailbox: Mailbox;
beforeAll(async () => {
	mailbox = await startMailbox();
});
afterAll(async () => await mailbox.close());

const flows = useFlows(async ({ control }) => {
	await fillSampleAccount(control);
	await control.setSettings({ bulkJobMs: 4 * HOUR });
	mailbox.reset();
});

/** What has come since it was last asked. */
const emails = () => mailbox.emails.splice(0);

const flow = (name: string) =>
	flows.flow(name, {
		live: true,
		credentials: { smtp: flows.n8n.addCredential('smtp', mailbox.credential) },
	});

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
	const outcomes = async () => await run('segment-outcomes', 'Check Now');
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
		expect(emails()).toMatchObject([
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
		expect(emails()).toEqual([]);

		await sync(...others, BEN, ANN);
		expect((await sent()).slice(3)).toEqual([['add', ANN]]);
	});

	test('an empty list, a list without its file and a list of others send nothing and tell someone', async () => {
		await begin(ANN);
		await sync();
		await sync(BEN, DORA, FINN);
		expect(await sent()).toHaveLength(1);
		expect(emails().map(({ text }) => text)).toEqual([
			expect.stringContaining("reads the field 'Phone', which no item has"),
			expect.stringContaining('0 people would be added and 25 removed, which is more than the limit'),
			expect.stringContaining('3 people would be added and 25 removed'),
		]);
		expect(await inSegment()).toHaveLength(25);
	});

	test('a list of others has the same limit while the first one is under way', async () => {
		await sync(...others);
		await sync(BEN, DORA, FINN);
		expect(await sent()).toEqual([['add', ...others]]);
		expect(emails().map(({ text }) => text)).toEqual([
			expect.stringContaining('3 people would be added and 0 removed, which is more than the limit'),
		]);
	});

	test('a run that stops in the middle is repaired by the next one', async () => {
		await begin(ANN);
		await flows.sandbox.control.addFault({ endpoint: 'POST /v2/bulk/segments/members', kind: '401' });
		await sync(...others, ANN, BEN);
		expect(emails()).toMatchObject([{ text: expect.stringContaining('Rows that were not sent: 1') }]);
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
		expect(emails()).toMatchObject([{ text: expect.stringContaining('Not today') }]);
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
		expect(emails()).toMatchObject([{ text: expect.stringContaining('could not be looked up') }]);
		await jobsDone();
		expect(states()).toEqual({ [ANN]: 'in' });
	});
});

describe('who got it', () => {
	const sheet = 'campaign.csv';
	const rows = (): Array<Record<string, string>> =>
		parse(readFileSync(join(flows.folder, sheet)), { columns: true, bom: true });
	const write = (...phones: string[]) =>
		writeFileSync(
			join(flows.folder, sheet),
			['First Name,Phone,Offer', ...phones.map((phone) => `Someone,${phone},A mug`)].join('\n') + '\n',
		);
	const spring = { name: 'Spring Sale', subscriptionType: 'MARKETING', quietHours: null } as const;
	const click = (phone: string, name: string) => ({
		subscriber: { external_id: 'x', phone },
		// Not the ID of the text: an encoded form of it.
		message: { id: 'TWVzc2FnZTox', type: 'MARKETING', name, channel: 'TEXT' },
		link: { url: 'https://shop.example.com/mug' },
	});

	let collector: Published;
	const deliveries = async () => {
		await flows.sandbox.control.whenDelivered();
		const runs = await collector.listener.finished();
		expect(runs.filter(({ status }) => status !== 'success')).toEqual([]);
	};
	beforeEach(async () => {
		await run('sent-and-clicked', 'Set Up');
		// As after a restart of n8n, when the trigger has forgotten what it received.
		collector = await published(flows, flow('sent-and-clicked'), { options: {} });
		await flows.sandbox.control.addJourney({ ...spring, event: 'Campaign Offer' });
	});
	afterEach(async () => await collector.listener.close());

	test('the sheet says who was sent, who can be reached, who was texted and who clicked', async () => {
		await run('who-got-it', 'Send Campaign');
		expect((await customEvents(flows.sandbox)).map(({ user, properties }) => [user, properties])).toEqual([
			[{ phone: ANN }, { 'First Name': 'Ann', Offer: 'Free shipping this week' }],
			[{ phone: BEN }, { 'First Name': 'Ben', Offer: 'Free shipping this week' }],
			[{ phone: DORA }, { 'First Name': 'Dora', Offer: 'Free shipping this week' }],
		]);
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
		const yes = { Accepted: 'yes', 'Sent At': time };
		const gus = { Phone: '555-0107', 'Sent At': '', Accepted: expect.stringContaining('too few digits') };
		expect(rows()).toMatchObject([
			{ ...yes, Phone: '(360) 555-0101', 'Phone as Sent': ANN, Reachable: 'yes' },
			{ ...yes, 'Phone as Sent': BEN, Reachable: 'no' },
			{ ...yes, 'Phone as Sent': DORA, Reachable: 'no' },
			{ ...gus, Reachable: 'unknown' },
		]);

		await deliveries();
		const { sendSampleEvent } = flows.sandbox.control;
		const send = sendSampleEvent.bind(flows.sandbox.control);
		const type = 'sms.message_link_click';
		const { webhookId } = collector;
		await send({ webhookId, type, payload: click(ANN, 'Spring Sale') });
		await send({ webhookId, type, payload: click(BEN, 'Another Sale') });
		await send({ webhookId, type, payload: { subscriber: { external_id: 'y' } } });
		await deliveries();
		await run('who-got-it', 'See Who Got It');
		expect(rows()).toMatchObject([
			{ Phone: '(360) 555-0101', 'Texted At': time, 'Clicked At': time, Match: 'one text' },
			{ 'Texted At': '', 'Clicked At': '', Match: 'no text yet' },
			{ 'Texted At': '', 'Clicked At': '', Match: 'no text yet' },
			{ ...gus, 'Texted At': '', 'Clicked At': '', Match: '' },
		]);
	});

	test('who could not be looked up is sent all the same, and not called unreachable', async () => {
		await flows.sandbox.control.addFault({ endpoint: 'GET /v1/subscriptions', kind: '400', match: '0101' });
		await run('who-got-it', 'Send Campaign');
		expect(rows().slice(0, 2)).toMatchObject([
			{ Accepted: 'yes', Reachable: 'unknown' },
			{ Accepted: 'yes', Reachable: 'no' },
		]);
	});

	test('a second run sends only rows that were not sent, and keeps what is known of the others', async () => {
		await run('who-got-it', 'Send Campaign');
		const before = rows();
		writeFileSync(
			join(flows.folder, sheet),
			readFileSync(join(flows.folder, sheet), 'utf8').replace('555-0107', '360 555 0107'),
		);
		await run('who-got-it', 'Send Campaign');
		expect(await customEvents(flows.sandbox)).toHaveLength(4);
		expect(rows()).toEqual([
			...before.slice(0, 3),
			expect.objectContaining({ Row: '5', 'Phone as Sent': '+13605550107', Accepted: 'yes' }),
		]);
	});

	test('two texts to one phone are ambiguous', async () => {
		write(ANN);
		await run('who-got-it', 'Send Campaign');
		const { webhookId } = collector;
		// The journey was started by something else as well.
		const { message, subscriber } = click(ANN, 'Spring Sale');
		await flows.sandbox.control.sendSampleEvent({
			webhookId,
			type: 'sms.sent',
			payload: { subscriber, message },
		});
		await deliveries();
		await run('who-got-it', 'See Who Got It');
		expect(rows()).toMatchObject([{ Match: 'ambiguous: 2 texts', 'Texted At': '', 'Clicked At': '' }]);
	});

	test('a phone in two rows, and rows of a run that did not get to write the sheet, are sent once', async () => {
		write(ANN, '360-555-0101');
		await run('who-got-it', 'Send Campaign');
		await deliveries();
		write(ANN, '360-555-0101');
		await run('who-got-it', 'Send Campaign');
		expect(await customEvents(flows.sandbox)).toHaveLength(1);
		await run('who-got-it', 'See Who Got It');
		expect(rows()).toMatchObject([
			{ Accepted: 'yes, earlier', Match: 'one text' },
			{ Accepted: 'yes, earlier', Match: 'one text' },
		]);
	});

	test('a text that Attentive reports twice is one', async () => {
		write(ANN);
		await run('who-got-it', 'Send Campaign');
		const [delivery] = await flows.sandbox.control.deliveries({ type: 'sms.sent' });
		await flows.sandbox.control.resendDelivery(delivery?.id ?? '');
		await deliveries();
		expect(collector.listener.runs).toHaveLength(2);
		expect(flows.n8n.dataTables.rows('attentive_texts')).toHaveLength(1);
		await run('who-got-it', 'See Who Got It');
		expect(rows()).toMatchObject([{ Match: 'one text' }]);
	});

	test('after a day without a text the row says so, and a click without its text is told', async () => {
		write(ANN, BEN);
		await run('who-got-it', 'Send Campaign');
		const late = readFileSync(join(flows.folder, sheet), 'utf8').replace(
			/\d{4}-\d\d-\d\dT[\d:.]+Z/g,
			new Date(Date.now() - 25 * HOUR).toISOString(),
		);
		writeFileSync(join(flows.folder, sheet), late);
		await deliveries();
		const timestamp = Date.now() - 24.5 * HOUR;
		await flows.sandbox.control.sendSampleEvent({
			webhookId: collector.webhookId,
			type: 'sms.message_link_click',
			payload: { ...click(BEN, 'Spring Sale'), timestamp },
		});
		await deliveries();
		await run('who-got-it', 'See Who Got It');
		expect(rows().map(({ Match: match }) => match)).toEqual([
			'no text',
			'clicked, but its text was not reported',
		]);
	});

	test('as it is shipped, only the rows of test recipients are sent', async () => {
		await flows.n8n.run(flows.flow('who-got-it'), { startNode: 'Send Campaign' });
		expect((await customEvents(flows.sandbox)).map(({ user }) => user)).toEqual([{ phone: ANN }]);
		expect(rows().map((row) => [row['Sent At'] !== '', row.Accepted])).toEqual([
			[true, 'yes'],
			[false, 'no: Its phone or email is not on the list of test recipients'],
			[false, 'no: Its phone or email is not on the list of test recipients'],
			[false, expect.stringContaining('too few digits')],
		]);
	});

	test('the sample adds a text and a click; old rows are deleted at night', async () => {
		await run('sent-and-clicked', 'Add a Sample');
		const table = () => flows.n8n.dataTables.rows('attentive_texts');
		expect(table()).toMatchObject([
			{ event: 'sms.sent', phone: ANN, message_name: 'Sample', link: '' },
			{ event: 'sms.message_link_click', phone: ANN, link: 'https://shop.example.com/beans' },
		]);
		await run('sent-and-clicked', 'Every Night');
		expect(table()).toHaveLength(2);
		const timestamp = Date.now() - 61 * 24 * HOUR;
		const { webhookId } = collector;
		await flows.sandbox.control.sendSampleEvent({ webhookId, type: 'sms.sent', payload: { timestamp } });
		await deliveries();
		expect(table()).toHaveLength(3);
		await run('sent-and-clicked', 'Every Night');
		expect(table()).toHaveLength(2);
	});
});
