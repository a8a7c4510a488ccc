import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Run, RunOptions, WorkflowFile } from '../../embedded-n8n';
import { bodiesOf, Files, runFrom, sorted, useTime } from './files';
import { customEvents, dataFolder, useFlows } from './flow';

const flows = useFlows();
const files = new Files(flows);
/** The morning for which the sample data were written. */
const setTime = useTime('2026-03-04T14:00:00Z');

const attributesEndpoint = 'POST /v1/attributes/custom';
const eventsEndpoint = 'POST /v1/events/custom';

const run = async (workflow: WorkflowFile, options?: RunOptions): Promise<Run> =>
	await runFrom(flows, 'Every Morning', workflow, options);

/** Who was told of what; people by their phone, if they have one. */
async function eventsOf(): Promise<unknown[]> {
	const sent = await customEvents(flows.sandbox);
	return sorted(sent.map(({ user, type, properties }) => [user.phone ?? user.email, type, properties]));
}

describe('loyalty-points', () => {
	const lines = readFileSync(join(dataFolder, 'loyalty-members.csv'), 'utf8').split(/\r?\n/);
	const good = lines.filter((line) => /^A-40003,/.test(line));
	const [headers = ''] = lines;

	test('an award is sent once, however often the file is read', async () => {
		const ben = 'A-1,LM-1,Ben,,ben@example.com,360-555-0102,,Gold,40,25,,,Seattle,';
		files.write('loyalty-members.csv', [
			headers,
			...good,
			ben,
			ben.replace('A-1', 'A-2').replace(',25,', ',many,'),
		]);
		const workflow = flows.flow('loyalty-points', { live: true });
		for (let morning = 0; morning < 2; morning++) {
			await run(workflow);
			expect(await eventsOf()).toEqual([
				['+13605550102', 'Points Awarded', { 'Points Awarded': 25, Store: 'Seattle' }],
				['+14255550115', 'Points Awarded', { 'Points Awarded': 500, Store: 'Toronto' }],
			]);
			expect(files.csv('rejected.csv')).toMatchObject([
				{ Row: '4', 'Failed At': 'event', Reason: expect.stringContaining("'many' is not a number") },
			]);
		}
	});

	test('as shipped, only a sample goes out, with each click', async () => {
		files.write('loyalty-members.csv', [headers, ...good]);
		await run(flows.flow('loyalty-points'));
		expect(await flows.sandbox.control.ledger()).toEqual([]);
		for (let click = 0; click < 2; click++) {
			await run(flows.flow('loyalty-points'), { startNode: 'Send a Sample' });
			setTime('2026-03-04T14:00:01Z');
		}
		const sample = ['+13605550101', 'Points Awarded', { 'Points Awarded': 100, Store: 'Seattle' }];
		expect(await eventsOf()).toEqual([sample, sample]);
		expect(await bodiesOf(flows, attributesEndpoint)).toContainEqual({
			user: {
				phone: '+13605550101',
				email: 'ann@example.com',
				externalIdentifiers: { clientUserId: 'C-1001' },
			},
			properties: {
				'VIP Tier': 'Gold',
				'Points Balance': 1250,
				'Tier Expires': '2027-12-31',
				'Order Updates by Text': true,
			},
		});
	});
});

describe('loyalty-xlsx', () => {
	const user = (phone: string | undefined, email: string | undefined, id: string | undefined) => ({
		...(phone && { phone }),
		...(email && { email }),
		...(id && { externalIdentifiers: { clientUserId: id } }),
	});
	const people = {
		ann: user('+13605550101', 'ann@example.com', 'LM-101'),
		ben: user('+13605550102', 'ben@example.com', 'LM-102'),
		cleo: user(undefined, 'cleo@example.com', 'LM-103'),
		finn: user('+13605550106', 'finn@example.com', 'LM-106'),
		gina: user('+14165550107', 'gina@example.com', undefined),
		hugo: user('+13605550108', 'hugo@example.com', 'LM-108'),
	};

	/** The rows of the workbook, as n8n reads them. */
	async function workbook(): Promise<IDataObject[]> {
		const reading = await run(flows.flow('loyalty-xlsx'), { destinationNode: 'Extract Rows' });
		return reading.json('Extract Rows');
	}

	/** What each row of the shipped workbook is about on that morning. */
	const due: Array<[user: object, type: string, properties: object]> = [
		[people.ann, 'Points Awarded', { Points: 100, Date: '2026-03-03', 'First Name': 'Ann' }],
		[people.ann, 'Tier Changed', { Tier: 'Gold', Date: '2026-03-03', 'First Name': 'Ann' }],
		[people.ann, 'Birthday', { 'First Name': 'Ann' }],
		[people.ben, 'Points Expiring', { Points: 40, Date: '2026-03-15', 'First Name': 'Ben' }],
		[people.cleo, 'Points Awarded', { Points: 250, Date: '2026-03-02', 'First Name': 'Cleo' }],
		[people.gina, 'Tier Changed', { Tier: 'Gold', Date: '2026-03-04', 'First Name': 'Gina' }],
		[people.hugo, 'Birthday', { 'First Name': 'Hugo' }],
	];

	async function events(): Promise<unknown[]> {
		const sent = await customEvents(flows.sandbox);
		return sorted(sent.map(({ user, type, properties }) => [user, type, properties]));
	}

	test('attributes come first, then the events that are due, each with its own properties', async () => {
		await run(flows.flow('loyalty-xlsx', { live: true }));
		expect(sorted(await bodiesOf(flows, attributesEndpoint))).toEqual(
			sorted([
				{ user: people.ann, properties: { 'Points Balance': 1250, 'VIP Tier': 'Gold' } },
				{
					user: people.ben,
					properties: { 'Points Balance': 40, 'VIP Tier': 'Silver', 'Points Expire On': '2026-03-15' },
				},
				{ user: people.cleo, properties: { 'Points Balance': 310, 'VIP Tier': 'Silver' } },
				{ user: people.finn, properties: { 'Points Balance': 75, 'VIP Tier': 'Bronze' } },
				{
					user: people.gina,
					properties: { 'Points Balance': 820, 'VIP Tier': 'Gold', 'Points Expire On': '2026-05-31' },
				},
				{ user: people.hugo, properties: { 'Points Balance': 60, 'VIP Tier': 'Bronze' } },
			]),
		);
		expect(await events()).toEqual(sorted(due));
		const ledger = await flows.sandbox.control.ledger();
		const order = ledger.map(({ endpoint }) => endpoint);
		expect(order.lastIndexOf(attributesEndpoint)).toBeLessThan(order.indexOf(eventsEndpoint));
	});

	test('each row gets its status; a row without news keeps the one that it has', async () => {
		const before = await workbook();
		await run(flows.flow('loyalty-xlsx', { live: true }));
		const after = await workbook();
		const columns = ['Attentive Status', 'Attentive Reason', 'Attentive Sent At'];
		expect(after.map((row) => columns.map((column) => row[column]))).toEqual([
			['Points Awarded: accepted; Tier Changed: accepted; Birthday: accepted', '', '2026-03-04 09:00'],
			['Points Expiring: accepted', '', '2026-03-04 09:00'],
			['Points Awarded: accepted', '', '2026-03-04 09:00'],
			['Attributes: rejected', expect.stringContaining('1.250'), ''],
			['Attributes: rejected', expect.stringContaining('360555010'), ''],
			['Points Awarded: accepted', '', '2026-01-20 09:00'],
			['Tier Changed: accepted', '', '2026-03-04 09:00'],
			['Birthday: accepted; Points Awarded: rejected', expect.stringContaining('sixty'), '2026-03-04 09:00'],
		]);
		// The rest is as it was, but for days: they are written as such, in place of Excel's numbers.
		expect(before.map((row) => Object.keys(row))).toEqual(after.map((row) => Object.keys(row)));
		expect(before[0]).toMatchObject({ Mobile: 13605550101, 'Awarded On': 46084, Birthday: 32206 });
		expect(after[0]).toMatchObject({
			Mobile: 13605550101,
			'Points Balance': '1,250',
			'Awarded On': '2026-03-03',
			Birthday: '1988-03-04',
		});
	});

	test('on later mornings only what is new is sent, and what was not yet', async () => {
		await run(flows.flow('loyalty-xlsx', { live: true }));
		await run(flows.flow('loyalty-xlsx', { live: true }));
		expect(await events()).toEqual(sorted(due));
		const status = (await workbook())[0]?.['Attentive Status'];

		setTime('2026-03-05T14:00:00Z');
		await run(flows.flow('loyalty-xlsx', { live: true }));
		expect(await events()).toEqual(sorted(due));
		expect((await workbook())[0]?.['Attentive Status']).toBe(status);

		setTime('2026-05-20T13:00:00Z');
		await run(flows.flow('loyalty-xlsx', { live: true }));
		const expiring = { Points: 820, Date: '2026-05-31', 'First Name': 'Gina' };
		expect(await events()).toEqual(sorted([...due, [people.gina, 'Points Expiring', expiring]]));
	});

	test('an event whose outcome is unknown says so in its row, and is not sent again', async () => {
		await flows.sandbox.control.addFault({ endpoint: eventsEndpoint, kind: '500after', match: 'cleo@' });
		for (let morning = 0; morning < 2; morning++) {
			await run(flows.flow('loyalty-xlsx', { live: true }));
			expect((await workbook())[2]).toMatchObject({
				'Attentive Status': 'Points Awarded: unknown',
				'Attentive Reason': expect.stringContaining('Unknown whether'),
				'Attentive Sent At': '',
			});
			expect(await events()).toEqual(sorted(due));
		}
	});

	test('as shipped, only the test recipient gets something', async () => {
		await run(flows.flow('loyalty-xlsx'));
		expect(await events()).toEqual(sorted(due.filter(([user]) => user === people.ann)));
		const rows = await workbook();
		expect(rows.map((row) => row['Attentive Status'])).toEqual([
			'Points Awarded: accepted; Tier Changed: accepted; Birthday: accepted',
			'',
			'',
			'Attributes: rejected',
			'Attributes: rejected',
			'Points Awarded: accepted',
			'',
			'Points Awarded: rejected',
		]);
	});

	test('a sample sends each event to oneself, as often as one likes, and leaves the workbook alone', async () => {
		const before = files.bytes('loyalty-members.xlsx');
		await run(flows.flow('loyalty-xlsx'), { startNode: 'Send a Sample' });
		setTime('2026-03-04T14:00:01Z');
		await run(flows.flow('loyalty-xlsx'), { startNode: 'Send a Sample' });
		const ann = user('+13605550101', 'ann@example.com', 'C-1001');
		const samples = [
			[ann, 'Points Awarded', { Points: 100, Date: '2026-03-04', 'First Name': 'Ann' }],
			[ann, 'Tier Changed', { Tier: 'Gold', Date: '2026-03-04', 'First Name': 'Ann' }],
			[ann, 'Points Expiring', { Points: 40, Date: '2026-03-14', 'First Name': 'Ann' }],
			[ann, 'Birthday', { 'First Name': 'Ann' }],
		];
		expect(await events()).toEqual(sorted([...samples, ...samples]));
		expect(files.bytes('loyalty-members.xlsx').equals(before)).toBe(true);
	});
});

test('loyalty-google-sheets: pinned rows become events, and each row with news gets its status', async () => {
	const pinned = flows.flow('loyalty-google-sheets', { live: true });
	const ran = await run(pinned);
	const sent = await eventsOf();
	const ann = '+13605550101';
	expect(sent).toEqual(
		sorted([
			[ann, 'Points Awarded', { Points: 100, Date: '2026-03-03', 'First Name': 'Ann' }],
			[ann, 'Tier Changed', { Tier: 'Gold', Date: '2026-03-03', 'First Name': 'Ann' }],
			[ann, 'Birthday', { 'First Name': 'Ann' }],
			['+13605550102', 'Points Expiring', { Points: 40, Date: '2026-03-15', 'First Name': 'Ben' }],
		]),
	);
	const columns = (row: number, status: string, reason: unknown, at: string) => ({
		row_number: row,
		'Attentive Status': status,
		'Attentive Reason': reason,
		'Attentive Sent At': at,
	});
	const at = '2026-03-04 09:00';
	const rows = ran.json('Keep Rows of Sheet');
	expect(rows.toSorted((one, other) => Number(one.row_number) - Number(other.row_number))).toEqual([
		columns(2, 'Points Awarded: accepted; Tier Changed: accepted; Birthday: accepted', '', at),
		columns(3, 'Points Expiring: accepted', '', at),
		columns(4, 'Attributes: rejected', expect.stringContaining('360555010'), ''),
	]);

	const again = await run(pinned);
	expect(await eventsOf()).toEqual(sent);
	expect(again.json('Keep Rows of Sheet').map((row) => row.row_number)).toEqual([4]);

	const sample = await run(flows.flow('loyalty-google-sheets'), { startNode: 'Send a Sample' });
	expect(await eventsOf()).toHaveLength(sent.length + 4);
	expect(sample.json('Name Columns')).toHaveLength(1);
	expect(sample.json('Keep Rows of Sheet')).toEqual([]);
});
