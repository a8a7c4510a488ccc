import { fillSampleAccount } from '../../demo/sampleAccount';
import type { WorkflowFile } from '../../embedded-n8n';
import { Files, runFrom, useTime } from './files';
import { useFlows } from './flow';

const flows = useFlows(async ({ control }) => await fillSampleAccount(control));
const files = new Files(flows);
useTime('2026-11-30T14:00:00Z');

const OFFER = 700101;
const added = 'POST /v1/coupons/coupon-pool/{id}/create';
const codes = async () => await flows.sandbox.control.offerCodes(OFFER);
const uploads = async () => (await flows.sandbox.control.ledger(added)).length;

/** As it is shipped: Validate Only. Or as it is once the person has chosen Live. */
function flow(mode: 'shipped' | 'live' = 'live'): WorkflowFile {
	const workflow = flows.flow('offer-codes');
	const [add] = workflow.nodes.filter(({ name }) => name === 'Add Codes to Offer');
	if (add && mode === 'live') delete add.parameters.mode;
	return workflow;
}

const run = async (workflow = flow(), start = 'Every Morning') => await runFrom(flows, start, workflow);
const sheet = () =>
	files
		.csv('offer-codes.csv')
		.map((row) => [row.Code, row['Uploaded At'], row['Used At'], row.Problem].join('|'));

const before = [
	'FALL-7QK2|2026-11-01|2026-11-12|',
	'FALL-8MX4|2026-11-01|2026-11-20|',
	'FALL-9RT6|2026-11-01||',
	'FALL-2BD8|2026-11-01||',
];
const looked = 'FALL-1ZZ0|||unknown: looked up on November 3 and not found';
const after = [
	...before,
	'FALL-3HN1|2026-11-30||',
	'FALL-5VW3|2026-11-30||',
	'FALL-6YC9|2026-11-30||',
	' FALL-4KL7 |2026-11-30||',
	'FALL-3HN1|||all codes are also in earlier items',
	looked,
];
const fresh = ['FALL-3HN1', 'FALL-5VW3', 'FALL-6YC9', 'FALL-4KL7'];

test('new codes go into the offer in one request, and each is marked in its row', async () => {
	await run();
	expect(await codes()).toEqual(fresh);
	expect(await uploads()).toBe(1);
	expect(sheet()).toEqual(after);
});

test('with nothing left to add, the execution fails and says so', async () => {
	await run();
	const again = await flows.n8n.run(flow(), { startNode: 'Every Morning' });
	expect([again.status, again.lastNode, again.error?.message]).toEqual([
		'error',
		'Report No New Codes',
		'The offer runs low: 6 codes are left, and the sheet has no new ones. Add codes to the sheet.',
	]);
	expect(await codes()).toEqual(fresh);
	expect(sheet()).toEqual(after);
});

test('if the sheet was not written the first time, the codes are marked, and not sent again', async () => {
	const shipped = files.bytes('offer-codes.csv').toString();
	await run();
	files.write('offer-codes.csv', [shipped]);
	await run();
	expect(await uploads()).toBe(1);
	expect(sheet().filter((row) => row.includes('2026-11-30'))).toEqual(after.slice(4, 8));
});

test('with enough codes left, nothing is sent and the sheet stays as it is', async () => {
	const left = Array.from({ length: 200 }, (_, index) => `WINTER-${index},2026-11-01,,`);
	files.write('offer-codes.csv', ['Code,Uploaded At,Used At,Problem', ...left, 'WINTER-NEW,,,']);
	const bytes = files.bytes('offer-codes.csv');
	const enough = await run();
	expect(enough.json('Is Running Low?', 1)).toMatchObject([{ left: 200 }]);
	expect(files.bytes('offer-codes.csv').equals(bytes)).toBe(true);

	files.write('offer-codes.csv', [
		'Code,Uploaded At,Used At,Problem',
		...left.slice(1),
		...Array.from({ length: 501 }, (_, index) => `SPRING-${index},,,`),
	]);
	await run();
	expect(await codes()).toHaveLength(500);
	expect(sheet().at(-1)).toBe('SPRING-500|||');
});

test('as shipped, nothing is sent, and no code is marked as uploaded', async () => {
	const shown = await run(flow('shipped'), 'Top Up Now');
	expect(await codes()).toEqual([]);
	expect(shown.json('Add Codes to Offer')[0]).toMatchObject({ attentive: { status: 'validated' } });
	expect(sheet().slice(0, 6)).toEqual([...before, 'FALL-3HN1|||', 'FALL-5VW3|||']);
	// What it wrote does not keep it from sending them later.
	await run();
	expect(await codes()).toEqual(fresh);
});

test('codes whose outcome is unknown, and those that Attentive refuses, say so and are not tried again', async () => {
	await flows.sandbox.control.addFault({ endpoint: added, kind: '500after' });
	await run();
	expect(sheet()[4]).toMatch(/^FALL-3HN1\|\|\|unknown: Unknown whether Attentive processed it/);
	const again = await flows.n8n.run(flow(), { startNode: 'Every Morning' });
	expect(again.lastNode).toBe('Report No New Codes');
	expect(await codes()).toEqual(fresh);

	await flows.sandbox.control.setSettings({ duplicateCodes: 'refused' });
	files.write('offer-codes.csv', ['Code,Uploaded At,Used At,Problem', 'FALL-5VW3,,,', 'FALL-NEW1,,,']);
	flows.n8n.clearDeduplication();
	await run();
	// One code that is there already costs the whole request.
	const refused = 'refused: In a request of 2 items that was refused as a whole';
	expect(sheet()).toEqual([
		expect.stringContaining(`FALL-5VW3|||${refused}`),
		expect.stringMatching(/^FALL-NEW1\|\|\|refused: .*duplicate FALL-5VW3/),
	]);
	expect(await codes()).toEqual(fresh);
});
