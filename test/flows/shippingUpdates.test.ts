import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { WorkflowFile } from '../../embedded-n8n';
import { customEvents, dataFolder, deliver, useFlows } from './flow';

const ANN = '+13605550101';
const BEN = '+13605550102';
const name = 'shipping-updates';
const flows = useFlows(async ({ control }) => await fillSampleAccount(control));
const updates: Array<{ msg: IDataObject; ts: number }> = JSON.parse(
	readFileSync(join(dataFolder, `${name}.json`), 'utf8'),
);

const events = async () => await customEvents(flows.sandbox);
const delivered = async (workflow: WorkflowFile, bodies: unknown[]) =>
	await deliver(flows.n8n, workflow, 'Shipping Webhook', bodies);

const firstParcel = {
	'Order Number': '1042',
	Carrier: 'usps',
	'Tracking Number': '9400100000000000000001',
	'Tracking Link': 'https://tools.usps.com/go/TrackConfirmAction?tLabels=9400100000000000000001',
	'Expected On': '2026-12-02',
};

test('each update is an event of its own type, and one that comes again is none', async () => {
	const runs = await delivered(flows.flow(name, { live: true }), updates);
	expect(runs.map(({ status }) => status)).toEqual(updates.map(() => 'success'));
	const ann = { phone: ANN, email: 'ann@example.com' };
	expect(await events()).toMatchObject([
		{ type: 'Order Shipped', user: ann, properties: firstParcel, occurredAt: '2026-11-30T01:00:00.000Z' },
		{ type: 'Out for Delivery', user: ann, properties: firstParcel },
		{
			type: 'Order Delivered',
			user: { phone: BEN },
			properties: { 'Order Number': '1043', Carrier: 'ups', 'Tracking Number': '1Z00000000000000B2' },
		},
	]);
	expect(runs[1]?.json('Send Order Shipped')).toMatchObject([
		{ attentive: { status: 'skipped', reasonCode: 'alreadySent' } },
	]);
	// A problem with the third parcel, and no phone or email for the fourth.
	expect(runs.map(({ lastNode }) => lastNode).slice(-2)).toEqual(['Nothing to Send', 'No Phone or Email']);
});

test('the same deliveries in a later run send nothing', async () => {
	const workflow = flows.flow(name, { live: true });
	await delivered(workflow, updates);
	const before = await events();
	await delivered(workflow, updates);
	expect(await events()).toEqual(before);
});

test('updates without a tracking number are not one package: each is a failed execution', async () => {
	const [update] = updates;
	const without = (phone: string) => ({
		...update,
		msg: { ...update?.msg, tracking_number: null, smses: [phone] },
	});
	const runs = await delivered(flows.flow(name, { live: true }), [without(ANN), without(BEN)]);
	for (const { error } of runs) expect(error?.message).toMatch(/^'Skip Repeats By' is empty/);
	expect(await events()).toEqual([]);
});

test('as it is shipped, only test recipients get something', async () => {
	await delivered(flows.flow(name), updates);
	expect((await events()).map(({ type }) => type)).toEqual(['Order Shipped', 'Out for Delivery']);
});

test('the sample sends all three events with every property, again with each click', async () => {
	const workflow = flows.flow(name);
	const control = flows.sandbox.control;
	// The sample account has a journey for Order Shipped.
	for (const type of ['Out for Delivery', 'Order Delivered'])
		await control.addJourney({
			name: type,
			event: type,
			subscriptionType: 'TRANSACTIONAL',
			quietHours: null,
		});
	for (const click of [1, 2]) {
		const run = await flows.n8n.run(workflow, { startNode: 'Send a Sample' });
		expect(run.error).toBeUndefined();
		const sent = await events();
		expect(sent).toHaveLength(3 * click);
		expect(
			sent
				.slice(-3)
				.map(({ type }) => type)
				.sort(),
		).toEqual(['Order Delivered', 'Order Shipped', 'Out for Delivery']);
		for (const { properties } of sent) expect(Object.values(properties).every(Boolean)).toBe(true);
		// The numbers of two clicks are of two milliseconds.
		await new Promise((later) => setTimeout(later, 2));
	}
	expect((await control.texts()).map(({ phone }) => phone)).toEqual(Array(6).fill(ANN));
});

test('an update that Attentive does not take is a failed execution', async () => {
	await flows.sandbox.control.addFault({ endpoint: 'POST /v1/events/custom', kind: '400' });
	const [run] = await delivered(flows.flow(name, { live: true }), updates.slice(0, 1));
	expect(run).toMatchObject({ status: 'error', lastNode: 'Send Order Shipped' });
});
