import { bodiesOf, Files, runFrom, sorted, useTime } from './files';
import { useFlows } from './flow';

const flows = useFlows();
const files = new Files(flows);
const setTime = useTime('2026-03-04T14:00:00Z');

const headers =
	'Member ID,First Name,Last Name ,Email,Mobile Phone ,Country,VIP Tier,Points Balance,Tier Expires';
const member = (number: string) =>
	`LM-${number},Kim,Doe,kim${number}@example.com,(206) 555-${number},US,Gold,"1,250",12/31/2027`;
/** More than go into one request. */
const members = Array.from({ length: 258 }, (_, index) => member(String(index).padStart(4, '0')));
const badPhone = 'LM-9999,Al,Doe,al@example.com,555-0100,US,Gold,1,';
const lookUp = 'GET /v2/bulk/job/{bulkJobId}';

const send = async (live = true) =>
	await runFrom(flows, 'Every Sunday', flows.flow('loyalty-bulk', { live }));
const look = async (startNode = 'Every Four Hours') =>
	await runFrom(flows, startNode, flows.flow('loyalty-bulk-outcomes'));
const statuses = (file = 'loyalty-bulk-jobs.csv') =>
	files.csv(file).map(({ Row, Status, Reason }) => [Row, Status, Reason]);
const lookUps = async () =>
	(await flows.sandbox.control.requests()).find(({ endpoint }) => endpoint === lookUp)?.total;

test('rows go in bulk; hours later each has its outcome, and the refused ones are a file', async () => {
	const { control } = flows.sandbox;
	await control.setSettings({
		refusedRecords: [{ match: 'kim0007@', status: 400, message: 'Gold is not a value of VIP Tier' }],
	});
	files.write('loyalty-members.csv', [headers, ...members, badPhone]);
	await send();
	expect(sorted((await control.jobs()).map(({ totalRecords }) => totalRecords))).toEqual([2, 256]);
	const sent = await bodiesOf(flows, 'POST /v2/bulk/user/attributes');
	expect(sent).toContainEqual({
		users: ['0256', '0257'].map((number) => ({
			identifiers: {
				phone: `+1206555${number}`,
				email: `kim${number}@example.com`,
				clientUserId: `LM-${number}`,
			},
			attributes: {
				firstName: 'Kim',
				lastName: 'Doe',
				custom: { 'VIP Tier': 'Gold', 'Points Balance': 1250, 'Tier Expires': '2027-12-31' },
			},
		})),
	});
	expect(files.csv('loyalty-bulk-rejected.csv')).toMatchObject([
		{
			Row: '260',
			Reason: expect.stringContaining("'555-0100' has too few digits"),
			'Member ID': 'LM-9999',
		},
	]);

	// Too early: all of them stay pending, and are asked about job by job.
	await look('Check Now');
	expect(statuses()).toEqual(members.map((_, index) => [String(index + 2), 'pending', '']));
	expect(await lookUps()).toBe(2);
	expect(files.isThere('loyalty-bulk-refused.csv')).toBe(false);

	await control.advanceClock(5 * 60 * 60 * 1000);
	await look();
	const refused = ['9', 'refused', expect.stringContaining('Gold is not a value of VIP Tier')];
	expect(statuses()).toEqual(
		members.map((_, index) => (index === 7 ? refused : [String(index + 2), 'accepted', ''])),
	);
	expect(files.csv('loyalty-bulk-refused.csv')).toMatchObject([
		{ Row: '9', 'Member ID': 'LM-0007', Email: 'kim0007@example.com', Status: 'refused' },
	]);

	// Nothing is pending any more: nobody is asked, and nothing changes.
	await look();
	expect(await lookUps()).toBe(4);
	expect(statuses()).toHaveLength(members.length);

	// A later load is added to the same file.
	files.write('loyalty-members.csv', [headers, member('0400')]);
	await send();
	expect(statuses()).toHaveLength(members.length + 1);
	await look();
	expect(statuses()[0]).toEqual(['2', 'pending', '']);

	// After two weeks only the new ones are left, and those that are still pending are unknown.
	setTime('2026-03-19T14:00:00Z');
	files.write('loyalty-members.csv', [headers, member('0401')]);
	await send();
	await look();
	expect(statuses()).toEqual([['2', 'pending', '']]);
});

test('a job that was cancelled, one that Attentive does not know, and a key that it does not accept', async () => {
	const { control } = flows.sandbox;
	files.write('loyalty-members.csv', [headers, member('0001')]);
	await send();
	await control.addFault({ endpoint: lookUp, kind: '401' });
	await look();
	// Nobody knows yet: it is asked again.
	expect(statuses()).toEqual([['2', 'pending', expect.stringContaining('does not accept the API key')]]);

	const [job] = await control.jobs();
	await control.endJob({ bulkJobId: job?.bulkJobId ?? '', status: 'CANCELLED' });
	await look();
	expect(statuses()).toEqual([['2', 'unknown', '']]);

	await control.reset();
	files.write('loyalty-bulk-jobs.csv', [
		'Row,Member ID,Email,Mobile Phone,Job ID,Record ID,Sent At,Status,Reason',
		'2,LM-1,,,4e4b1f6e-5c0c-4a55-9d0e-0d6f0e6b7a11,0-a-b,2026-03-01T14:00:00.000Z,pending,',
	]);
	await look();
	const unknown = ['2', 'unknown', expect.stringContaining('Attentive answered 404')];
	expect(statuses()).toEqual([unknown]);
	expect(statuses('loyalty-bulk-refused.csv')).toEqual([unknown]);
});

test('as shipped, only a sample goes out, and its job is added to the file', async () => {
	files.write('loyalty-members.csv', [headers, member('0001')]);
	await send(false);
	expect(await flows.sandbox.control.jobs()).toEqual([]);
	expect(files.isThere('loyalty-bulk-jobs.csv')).toBe(false);
	for (const clicks of [1, 2]) {
		await runFrom(flows, 'Send a Sample', flows.flow('loyalty-bulk'));
		expect(statuses()).toEqual(Array.from({ length: clicks }, () => ['0', 'pending', '']));
	}
	expect((await bodiesOf(flows, 'POST /v2/bulk/user/attributes'))[0]).toMatchObject({
		users: [{ identifiers: { phone: '+13605550101', email: 'ann@example.com', clientUserId: 'C-1001' } }],
	});
});
