import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { WorkflowFile } from '../../embedded-n8n';
import { customEvents, dataFolder, deliver, useFlows } from './flow';

const ANN = '+13605550101';
const ann = { phone: ANN, email: 'ann@example.com' };
const ben = { phone: '+13605550102', email: 'ben@example.com' };
const flows = useFlows(async ({ control }) => await fillSampleAccount(control));
const events = async () => await customEvents(flows.sandbox);

function data<Body>(name: string): Body[] {
	return JSON.parse(readFileSync(join(dataFolder, name), 'utf8'));
}

describe('subscription renewals', () => {
	const name = 'subscription-renewals';
	/** A time zone in which it is about noon, so that no test runs over midnight. */
	const hours = DateTime.utc().hour - 12;
	const timezone = hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '+' : ''}${hours}`;
	const tomorrow = DateTime.now().setZone(timezone).plus({ days: 1 }).toISODate();

	const charges = data<{ charge: { scheduled_at: string } }>(`${name}.json`);
	// The first two are the same charge, due on December 1.
	for (const { charge } of charges.slice(0, 2)) charge.scheduled_at = String(tomorrow);

	const flow = (live: boolean): WorkflowFile => {
		const workflow = flows.flow(name, { live });
		return { ...workflow, settings: { ...workflow.settings, timezone } };
	};
	const delivered = async (workflow: WorkflowFile, bodies: unknown[]) =>
		await deliver(flows.n8n, workflow, 'Recharge Webhook', bodies);

	test('each charge is one event of its own type, and one that comes again is none', async () => {
		const runs = await delivered(flow(true), charges);
		expect(await events()).toMatchObject([
			{
				type: 'Renewal Tomorrow',
				user: ann,
				properties: {
					'First Name': 'Ann',
					Product: 'House Blend, 250 g',
					Total: '18.50',
					Currency: 'USD',
					'Renews On': tomorrow,
				},
			},
			{ type: 'Renewal Paid', user: ann, properties: { Product: 'House Blend, 250 g', Total: '18.50' } },
			{
				type: 'Payment Failed',
				user: ben,
				properties: {
					'First Name': 'Ben',
					Product: 'House Blend, 250 g and Filter Papers',
					Total: '22.50',
					Reason: 'Your card was declined.',
					'Next Try On': '2026-12-03',
				},
			},
		]);
		expect(runs.map(({ lastNode }) => lastNode)).toEqual([
			'Send Renewal Tomorrow',
			'Send Renewal Tomorrow',
			'Send Renewal Paid',
			'No Renewal or No One to Tell',
			'Send Payment Failed',
			'Send Payment Failed',
			'Nothing to Send',
			'Not Due Tomorrow',
		]);
		for (const again of [runs[1]?.json('Send Renewal Tomorrow'), runs[5]?.json('Send Payment Failed')])
			expect(again).toMatchObject([{ attentive: { status: 'skipped', reasonCode: 'alreadySent' } }]);
		expect(runs[7]).toMatchObject({
			status: 'error',
			error: {
				message:
					'Charge 900505 is due on 2026-12-24, not tomorrow. In Recharge, set the upcoming charge notification to one day.',
			},
		});
	});

	test('the same deliveries in a later run send nothing', async () => {
		const workflow = flow(true);
		await delivered(workflow, charges);
		const before = await events();
		await delivered(workflow, charges);
		expect(await events()).toEqual(before);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await delivered(flow(false), charges);
		expect((await events()).map(({ user }) => user)).toEqual([ann, ann]);
	});

	test('the sample sends all three events with every property, and a journey can answer each', async () => {
		const { control } = flows.sandbox;
		const types = ['Renewal Tomorrow', 'Renewal Paid', 'Payment Failed'];
		for (const event of types)
			await control.addJourney({
				name: event,
				event,
				subscriptionType: 'TRANSACTIONAL',
				quietHours: null,
			});
		const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
		expect(run.error).toBeUndefined();
		const sent = await events();
		expect(sent.map(({ type }) => type).sort()).toEqual([...types].sort());
		for (const { properties } of sent) expect(Object.values(properties).every(Boolean)).toBe(true);
		expect((await control.texts()).map(({ phone }) => phone)).toEqual([ANN, ANN, ANN]);
	});

	test('an event that Attentive does not take is a failed execution', async () => {
		await flows.sandbox.control.addFault({ endpoint: 'POST /v1/events/custom', kind: '400' });
		const [run] = await delivered(flow(true), charges.slice(0, 1));
		expect(run).toMatchObject({ status: 'error', lastNode: 'Send Renewal Tomorrow' });
	});
});
