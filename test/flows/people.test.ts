import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { WorkflowFile } from '../../embedded-n8n';
import { customEvents, dataFolder, deliver, useFlows } from './flow';
import { startMailbox, type Mailbox } from './standIns/mailbox';

const ANN = '+13605550101';
const ann = { phone: ANN, email: 'ann@example.com' };
const ben = { phone: '+13605550102', email: 'ben@example.com' };
const flows = useFlows(async ({ control }) => await fillSampleAccount(control));
const events = async () => await customEvents(flows.sandbox);

function data<Body>(name: string): Body {
	return JSON.parse(readFileSync(join(dataFolder, name), 'utf8'));
}

describe('subscription renewals', () => {
	const name = 'subscription-renewals';
	/** A time zone in which it is about noon, so that no test runs over midnight. */
	const hours = DateTime.utc().hour - 12;
	const timezone = hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '+' : ''}${hours}`;
	const tomorrow = DateTime.now().setZone(timezone).plus({ days: 1 }).toISODate();

	const charges = data<Array<{ charge: { scheduled_at: string } }>>(`${name}.json`);
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
			'No Renewal or No Contact',
			'Send Payment Failed',
			'Send Payment Failed',
			'Nothing to Send',
			'Report Wrong Date',
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

	test('a gift is news for the one who pays, not for the one who gets it', async () => {
		const [, , paid] = charges;
		const giver = { first_name: 'Ann', last_name: 'Reed', phone: ANN, country_code: 'US' };
		const recipient = { first_name: 'Ben', last_name: 'Ito', phone: ben.phone, country_code: 'CA' };
		const gift = (id: number, billing_address: object) => ({
			charge: { ...paid?.charge, id, billing_address, shipping_address: recipient },
		});
		await delivered(flow(true), [gift(1, giver), gift(2, { ...giver, phone: null })]);
		expect((await events()).map(({ user }) => user)).toEqual([ann, { email: ann.email }]);
	});

	test('charges without an ID are not one charge: each is a failed execution', async () => {
		const [, , paid] = charges;
		const runs = await delivered(
			flow(true),
			[1, 2].map(() => ({ charge: { ...paid?.charge, id: null } })),
		);
		for (const { error } of runs) expect(error?.message).toMatch(/^'Skip Repeats By' is empty/);
		expect(await events()).toEqual([]);
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

describe('text or email', () => {
	const name = 'text-or-email';
	const list = data<{ people: Array<{ id: string }> }>(`${name}.json`);
	const part = (...numbers: string[]) => ({
		people: list.people.filter(({ id }) => numbers.includes(id.replace('pickup-', ''))),
	});
	let mailbox: Mailbox;
	beforeAll(async () => {
		mailbox = await startMailbox();
	});
	beforeEach(() => mailbox.reset());
	afterAll(async () => await mailbox.close());

	const flow = (live: boolean): WorkflowFile => {
		const smtp = flows.n8n.addCredential('smtp', mailbox.credential);
		const workflow = flows.flow(name, { live, credentials: { smtp } });
		if (!live) return workflow;
		// As the note says.
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Keep Test Recipients' ? { ...node, disabled: true } : node,
		);
		return { ...workflow, nodes };
	};
	const delivered = async (workflow: WorkflowFile, bodies: unknown[]) => {
		const runs = await deliver(flows.n8n, workflow, 'Message Webhook', bodies);
		expect(runs.map(({ error }) => error)).toEqual(bodies.map(() => undefined));
		return runs;
	};
	const texted = async () => (await events()).map(({ user, properties }) => [user.phone, properties]);
	const emailed = () => mailbox.emails.filter(({ to }) => to[0] !== 'team@shop.example.com');
	/** ID and reason of those in the lists that the team got. */
	const notTold = () =>
		mailbox.emails
			.filter(({ to }) => to[0] === 'team@shop.example.com')
			.map(({ attachments }) => parse(attachments['not-told.csv'] ?? '', { columns: true, bom: true }));
	const order = (number: string, firstName: string) => ({
		'Order Number': number,
		'First Name': firstName,
		Store: 'Harbor Street',
		'Pick Up By': '2026-12-07',
	});
	const email = (to: string, number: string, firstName: string) => ({
		to: [to],
		subject: `Your order ${number} is ready for pickup`,
		text: `Hello ${firstName},\n\nYour order ${number} is ready at Harbor Street. Please pick it up by 2026-12-07.`,
		attachments: {},
	});
	const emails = [
		email('cleo@example.com', '1044', 'Cleo'),
		email('hana@example.com', '1049', 'Hana'),
		email('eli@example.com', '1045', 'Eli'),
		email('finn@example.com', '1046', 'Finn'),
	];
	const noEmail = 'Attentive cannot text this person, and there is no email';
	const dora = { id: 'pickup-1047', phone: '+13605550104', email: '', reason: noEmail };
	const gus = { id: 'pickup-1048', phone: '+13605550199', email: '', reason: noEmail };

	test('each person gets a text or an email, and who can get neither is in the list', async () => {
		await delivered(flow(true), [list]);
		expect(await texted()).toEqual([
			[ANN, order('1042', 'Ann')],
			[ben.phone, order('1043', 'Ben')],
		]);
		expect(emailed()).toEqual(emails);
		expect(notTold()).toEqual([[dora, gus]]);
	});

	test('the same list in a later run tells no one again, also where the channel has changed', async () => {
		const workflow = flow(true);
		const people = part('1042', '1044', '1047');
		await delivered(workflow, [people]);
		const before = await events();
		expect(emailed()).toEqual(emails.slice(0, 1));
		// Ann would be emailed now.
		await flows.sandbox.control.replyStop(ANN);
		mailbox.reset();
		await delivered(workflow, [people]);
		expect(await events()).toEqual(before);
		expect(emailed()).toEqual([]);
		expect(notTold()).toEqual([[dora]]);
	});

	test.each([
		['an answer without texts about orders', { kind: 'answer', status: 200, body: {} }, /did not say/],
		['a refusal', { kind: '400' }, /^Attentive answered 400/],
	] as const)('%s: neither text nor email, until Attentive answers', async (_what, fault, reason) => {
		const { control } = flows.sandbox;
		await control.addFault({ endpoint: 'GET /v1/subscriptions', ...fault });
		const workflow = flow(true);
		const eli = { id: 'pickup-1045', phone: '+13605550105', email: 'eli@example.com' };
		await delivered(workflow, [part('1045')]);
		expect(emailed()).toEqual([]);
		expect(notTold()).toEqual([[{ ...eli, reason: expect.stringMatching(reason) }]]);
		mailbox.reset();
		await delivered(workflow, [part('1045')]);
		expect(mailbox.emails).toEqual([email(eli.email, '1045', 'Eli')]);
	});

	test('a text of which nobody knows whether it went out is not followed by an email, also later', async () => {
		const { control } = flows.sandbox;
		await control.addFault({ endpoint: 'POST /v1/events/custom', kind: '500after', match: '0101' });
		const workflow = flow(true);
		await delivered(workflow, [part('1042', '1043')]);
		await control.replyStop(ANN);
		await delivered(workflow, [part('1042', '1043')]);
		expect((await texted()).map(([phone]) => phone).sort()).toEqual([ANN, ben.phone]);
		expect(emailed()).toEqual([]);
		const reason = expect.stringMatching(/^Unknown whether Attentive processed it/);
		expect(notTold()).toEqual([[{ id: 'pickup-1042', ...ann, reason }]]);
	});

	test('an email that the mail server refuses is in the list', async () => {
		mailbox.refuse('cleo@example.com');
		await delivered(flow(true), [part('1044', '1048')]);
		expect(emailed()).toEqual([]);
		const reason = expect.stringContaining('550 No such mailbox here');
		const cleo = { id: 'pickup-1044', phone: '', email: 'cleo@example.com', reason };
		expect(notTold()).toEqual([[gus, cleo]]);
	});

	test('as it is shipped, only test recipients are told', async () => {
		await delivered(flow(false), [list]);
		expect((await texted()).map(([phone]) => phone)).toEqual([ANN]);
		expect(mailbox.emails).toEqual([]);
	});

	test('as it is shipped, an address that is a part of a test recipient is no test recipient', async () => {
		const people = [
			{ id: 'a', phone: null, email: 'n@example.com' },
			{ id: 'b', phone: '0101', email: 'ann@example.com' },
			{ id: 'c', phone: '', email: 'ann@example.co' },
		];
		await delivered(flow(false), [{ people }]);
		expect(mailbox.emails).toEqual([]);
		expect(await events()).toEqual([]);
	});

	test('people without an ID are not one person: they are in the list', async () => {
		const [first] = part('1044').people;
		const workflow = flow(true);
		for (const id of [null, undefined, ''])
			await delivered(workflow, [{ people: [first, { ...first, id }] }]);
		expect(emailed()).toEqual(emails.slice(0, 1));
		const reason = 'There is no ID, so it could be sent twice';
		const cleo = { id: '', phone: '', email: 'cleo@example.com', reason };
		expect(notTold()).toEqual([[cleo], [cleo], [cleo]]);
	});

	test('a phone that comes as a number is a phone', async () => {
		const [first] = part('1042').people;
		await delivered(flow(true), [{ people: [{ ...first, phone: 13605550101 }] }]);
		expect(await texted()).toEqual([[ANN, order('1042', 'Ann')]]);
	});

	test('the sample sends the event with every property, again with each click', async () => {
		const { control } = flows.sandbox;
		const event = 'Order Ready for Pickup';
		await control.addJourney({
			name: event,
			event,
			subscriptionType: 'TRANSACTIONAL',
			quietHours: null,
		});
		for (const click of [1, 2]) {
			const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
			expect(run.error).toBeUndefined();
			expect(await control.texts()).toHaveLength(click);
			// The IDs of two clicks are of two milliseconds.
			await new Promise((later) => setTimeout(later, 2));
		}
		for (const { properties } of await events()) expect(Object.values(properties).every(Boolean)).toBe(true);
		expect(mailbox.emails).toEqual([]);
	});
});

describe('identity links', () => {
	const name = 'identity-links';
	const sent = async () =>
		(await flows.sandbox.control.ledger('POST /v1/identity-resolution/user-identifiers')).map(
			({ body }) => body,
		);
	const loyaltyId = (value: string) => ({ customIdentifiers: [{ name: 'loyaltyId', value }] });
	const ofAnn = { ...ann, clientUserId: 'C-1001', shopifyId: '7200000000101', ...loyaltyId('L-10001') };

	async function run(live: boolean, mode?: string) {
		const workflow = flows.flow(name, { live });
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Link IDs' && mode !== undefined
				? { ...node, parameters: { ...node.parameters, mode } }
				: node,
		);
		const { error } = await flows.n8n.run({ ...workflow, nodes });
		expect(error).toBeUndefined();
		const rows = (file: string): Array<Record<string, string>> =>
			parse(readFileSync(join(flows.folder, file)), { columns: true, bom: true });
		return {
			results: rows('identity-links-results.csv').map(({ Row, Status, Note }) => [Row, Status, Note]),
			notLinked: rows('identity-not-linked.csv'),
		};
	}

	const formula = "was sent without 'Shopify ID': #N/A is the error of a spreadsheet formula";
	const shared = expect.stringMatching(/^loyaltyId 'L-10007' comes with 2 different phones/);
	const reasons = [
		['6', expect.stringMatching(/^No client user ID and no custom identifier/)],
		['7', expect.stringMatching(/^Only one identifier/)],
		['8', shared],
		['9', shared],
		['10', expect.stringMatching(/^loyaltyId '\(not set\)' is not an ID/)],
		['11', expect.stringMatching(/^Phone '555-0110' has too few digits/)],
	];

	test('each row with two identifiers of its own is linked, the others are in a file with their reasons', async () => {
		const { results, notLinked } = await run(true);
		expect(await sent()).toEqual([
			ofAnn,
			{ ...ben, clientUserId: 'C-1002', shopifyId: '7200000000102', ...loyaltyId('00012') },
			{ email: 'cleo@example.com', ...loyaltyId('L-10003') },
			{ phone: '+13605550104', clientUserId: 'C-1004' },
			{
				phone: '+13605550111',
				email: 'jo@example.com',
				clientUserId: 'C-1011',
				...loyaltyId('L-10011'),
			},
		]);
		expect(results).toEqual([
			...['2', '3', '4', '5'].map((row) => [row, 'linked', '']),
			['12', 'linked', formula],
		]);
		expect(notLinked.map(({ Row, Reason }) => [Row, Reason])).toEqual(reasons);
		expect(notLinked[2]).toEqual({
			Row: '8',
			'Mobile Phone': '360-555-0106',
			Email: 'finn@example.com',
			'Loyalty ID': 'L-10007',
			'Shop Customer ID': 'C-1007',
			'Shopify ID': '',
			Reason: shared,
		});
	});

	test('a file with a byte order mark, as Excel saves CSV UTF-8, is read the same way', async () => {
		const file = join(flows.folder, `${name}.csv`);
		writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
		const { notLinked } = await run(true);
		expect((await sent())[0]).toEqual(ofAnn);
		expect(await sent()).toHaveLength(5);
		expect(notLinked.map(({ Row, Reason }) => [Row, Reason])).toEqual(reasons);
	});

	test('as it is shipped, only the row of a test recipient is linked', async () => {
		const { results } = await run(false);
		expect(await sent()).toEqual([ofAnn]);
		const skipped = 'Its phone or email is not on the list of test recipients';
		expect(results).toEqual([
			['2', 'linked', ''],
			...['3', '4', '5', '8', '9'].map((row) => [row, 'skipped', skipped]),
			['12', 'skipped', expect.stringContaining(skipped)],
		]);
	});

	test('Validate Only checks the whole file and sends nothing', async () => {
		const { results, notLinked } = await run(false, 'validateOnly');
		expect(await sent()).toEqual([]);
		expect(results.map(([row, status]) => [row, status])).toEqual(
			['2', '3', '4', '5', '12'].map((row) => [row, 'validated']),
		);
		expect(notLinked.map(({ Row, Reason }) => [Row, Reason])).toEqual(reasons);
	});
});
