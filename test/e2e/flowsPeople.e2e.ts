import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { z } from 'zod';
import { filledIn } from '../../demo/filledIn';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { EventName } from '../../sandbox/control';
import type { Execution, SavedCredential, Workflow } from '../../whole-n8n';
import { exampleWorkflows } from '../../whole-n8n/examples';
import { startMailbox, type Mailbox } from '../flows/standIns/mailbox';
import { enterStage, type Stage } from './stage';
import { runsOf, triggerType } from './trigger';
import { until } from './until';
import { attentiveType, chain, node, sendEvent, start } from './workflows';

const team = 'team@shop.example.com';
const ben = '+13605550102';
const finn = { phone: '+13605550106', email: 'finn@example.com' };
const formUser = { user: 'team', password: 'forms' };

let stage: Stage;
let mailbox: Mailbox;
let postgres: SavedCredential;
let credentials: Record<string, SavedCredential>;

beforeAll(async () => {
	stage = await enterStage();
	mailbox = await startMailbox();
	postgres = await credential('postgres', stage.postgres);
	credentials = {
		attentiveApi: stage.credential,
		smtp: await credential('smtp', mailbox.credential),
		httpBasicAuth: await credential('httpBasicAuth', formUser),
		postgres,
	};
});
async function resetSandbox(): Promise<void> {
	await stage.control.reset();
	await fillSampleAccount(stage.control);
}

afterAll(async () => await mailbox.close());

async function credential(type: string, data: ICredentialDataDecryptedObject): Promise<SavedCredential> {
	return await stage.rest.createCredential(`${type} of flows about people`, type, data);
}

function example(name: string, own: Record<string, SavedCredential> = credentials): Workflow {
	const found = exampleWorkflows(stage.filesFolder, own).find((one) => one.name === name);
	if (!found) throw new Error(`There is no example ${name}.`);
	// Without its ID: another suite may have imported it, too.
	const { nodes, connections, settings } = found;
	return { name, nodes, connections, settings };
}

function webhookIdOf({ nodes }: Workflow, type: string): string {
	return z.string().parse(nodes.find((one) => one.type === type)?.webhookId);
}

/** The names of the nodes that ran, in their order. */
const ran = ({ data }: Execution) => Object.keys(data.resultData.runData);

describe('privacy', () => {
	const create = 'POST /v1/privacy/delete-request';
	const failure = (run: Execution) => run.data.resultData.error?.message;
	let table: string;
	let request: { id: string; url: string };
	let followUp: string;

	const rowSchema = z.object({
		count: z.number(),
		data: z.array(z.record(z.string(), z.unknown())),
	});
	const rows = async () => rowSchema.parse(await stage.rest.get(`${table}/rows`)).data;

	beforeAll(async () => {
		const { rest } = stage;
		const workflow = example('Deletion requests by form');
		const id = await rest.createWorkflow(workflow);
		// A second click finds the table.
		for (const click of [1, 2]) {
			const run = await rest.run(id, 'Set Up');
			expect([click, run.status]).toEqual([click, 'success']);
		}
		const project = z.object({ id: z.string() }).parse(await rest.get('/rest/projects/personal')).id;
		const filter = encodeURIComponent(JSON.stringify({ name: 'Privacy requests' }));
		const tables = z
			.object({ data: z.array(z.object({ id: z.string() })) })
			.parse(await rest.get(`/rest/projects/${project}/data-tables?filter=${filter}`)).data;
		expect(tables).toHaveLength(1);
		table = `/rest/projects/${project}/data-tables/${tables[0]?.id}`;
		await rest.publish(id);
		request = { id, url: `${stage.url}/form/${webhookIdOf(workflow, 'n8n-nodes-base.formTrigger')}` };
		followUp = await rest.createWorkflow(example('Follow up on deletion requests'));
	});

	afterAll(async () => await stage.rest.unpublish(request.id));

	const authorization = `Basic ${Buffer.from(`${formUser.user}:${formUser.password}`).toString('base64')}`;

	/** Fills in the form as a browser does. @returns the last page */
	async function submit(answers: { phone?: string; email?: string; confirmation?: string }): Promise<string> {
		const { phone = '', email = '', confirmation = 'DELETE' } = answers;
		const body = new FormData();
		const values = [phone, email, 'ask@example.com', 'The customer was logged in', confirmation];
		for (const [index, value] of values.entries()) body.set(`field-${index}`, value);
		const answer = await fetch(request.url, { method: 'POST', headers: { authorization }, body });
		const { formWaitingUrl } = z.object({ formWaitingUrl: z.string() }).parse(await answer.json());
		const { origin, pathname, search } = new URL(formWaitingUrl);
		await until('the last page of the form', async () => {
			const status = await fetch(`${origin}${pathname}/n8n-execution-status${search}`);
			return (await status.text()) === 'form-waiting';
		});
		const page = await (await fetch(formWaitingUrl, { headers: { authorization } })).text();
		// As the page does by itself, which ends the execution.
		await fetch(formWaitingUrl, { method: 'POST', headers: { authorization } });
		return page;
	}

	async function clearTable(): Promise<void> {
		const filter = JSON.stringify({
			type: 'and',
			filters: [{ columnName: 'id', condition: 'gt', value: 0 }],
		});
		await stage.rest.send('DELETE', `${table}/rows?filter=${encodeURIComponent(filter)}`);
	}

	/** Publishes the form again, live or as shipped. */
	async function publish(live: boolean): Promise<void> {
		const workflow = example('Deletion requests by form');
		const own = { file: (name: string) => name, credentials: {}, live };
		await stage.rest.changeWorkflow(request.id, filledIn(workflow, own));
		await stage.rest.publish(request.id);
	}

	const sent = async () => (await stage.control.ledger(create)).map(({ body }) => body);
	const notOnList = 'Its phone or email is not on the list of test recipients';
	const subject = '13605550106 finn@example.com';

	beforeEach(async () => {
		mailbox.reset();
		await resetSandbox();
		await clearTable();
	});

	test('the form requires a password', async () => {
		expect((await fetch(request.url)).status).toBe(401);
		expect((await fetch(request.url, { method: 'POST', body: new FormData() })).status).toBe(401);
		const page = await fetch(request.url, { headers: { authorization } });
		expect(await page.text()).toContain('Type DELETE to confirm');
	});

	test('as shipped, and without the word DELETE, nothing is sent', async () => {
		expect(await submit({ ...finn, confirmation: 'delete' })).toContain('type DELETE in capital letters');
		expect(await submit({})).toContain('Enter a phone or an email');
		expect(await submit(finn)).toContain(notOnList);
		expect(await sent()).toEqual([]);
		expect(await rows()).toEqual([]);
	});

	describe('live', () => {
		beforeAll(async () => await publish(true));
		afterAll(async () => await publish(false));

		test('a request is sent once, and its ID is in the table', async () => {
			expect(await submit({ phone: '+1 360-555-0106', email: ' Finn@Example.com' })).toContain(
				'The deletion was requested',
			);
			expect(await sent()).toEqual([
				{ subjectPhone: finn.phone, subjectEmail: finn.email, requestMsg: 'The customer was logged in' },
			]);
			const row = {
				requestId: expect.stringMatching(/^\w{16}$/),
				subject,
				replyTo: 'ask@example.com',
				status: 'open',
				note: '',
			};
			expect(await rows()).toEqual([expect.objectContaining(row)]);
			expect(await submit(finn)).toContain('is still open');
			expect(await sent()).toHaveLength(1);
		});

		test('the page says that a person is unknown or a phone invalid; requests that may have failed are in the table', async () => {
			const { control } = stage;
			await control.setSettings({ removalOfUnknown: 'notFound' });
			expect(await submit({ email: 'nobody@example.com' })).toContain('Nothing to delete');
			expect(await submit({ phone: '555-01' })).toContain('has too few digits for the United States');
			expect(await rows()).toEqual([]);
			await control.addFault({ endpoint: create, kind: '500after' });
			expect(await submit({ phone: '+13605550105' })).toContain('may not have been requested');
			await control.addFault({ endpoint: create, kind: 'answerAfter', status: 200, body: {} });
			expect(await submit({ email: 'cleo@example.com' })).toContain('The deletion was requested');
			expect(await rows()).toEqual([
				expect.objectContaining({
					subject: '13605550105',
					status: 'failed',
					note: expect.stringContaining('Unknown whether Attentive processed it'),
				}),
				expect.objectContaining({
					requestId: '',
					subject: 'cleo@example.com',
					status: 'no ID',
					note: expect.stringContaining('Attentive did not return an ID'),
				}),
			]);
		});

		test('a request is looked up every day until it is done, then the customer gets one email', async () => {
			const { control, rest } = stage;
			const morning = async () => await rest.run(followUp, 'Every Morning');
			await control.setSettings({ deletionMs: 86_400_000 });
			await submit({ phone: ben });

			expect(ran(await morning())).toContain('Still Open');
			expect(await rows()).toEqual([expect.objectContaining({ status: 'open' })]);

			await control.addFault({ endpoint: 'GET /v1/privacy/delete-request/{id}', kind: '404' });
			expect((await morning()).status).toBe('success');
			const [unanswered] = await rows();
			expect(unanswered).toMatchObject({ status: 'open', note: expect.stringContaining('404') });
			expect(mailbox.emails).toMatchObject([{ to: [team], text: unanswered?.note }]);
			mailbox.reset();

			const column = (columnName: string, value: string) => ({ columnName, condition: 'eq', value });
			const requestedAt = new Date(Date.now() - 36 * 86_400_000).toISOString();
			await rest.send('PATCH', `${table}/rows`, {
				filter: { type: 'and', filters: [column('subject', '13605550102')] },
				data: { requestedAt },
			});
			await morning();
			expect(mailbox.emails).toMatchObject([
				{
					to: [team],
					subject: `Deletion request ${String(unanswered?.requestId)} is still open`,
					text: 'It was requested more than 35 days ago. Contact Attentive.',
				},
			]);
			mailbox.reset();

			await control.advanceClock(86_400_000);
			mailbox.refuse('ask@example.com');
			const failed = await morning();
			expect(failed).toMatchObject({ status: 'error' });
			expect(failure(failed)).toMatch(/^Email failed: .*550/);
			expect(await rows()).toEqual([expect.objectContaining({ status: 'done', subject: '13605550102' })]);

			mailbox.reset();
			// The second time, nothing is left to do.
			for (const day of [1, 2]) expect([day, (await morning()).status]).toEqual([day, 'success']);
			expect(mailbox.emails).toMatchObject([
				{ to: ['ask@example.com'], subject: 'Your data has been deleted' },
			]);
			expect(mailbox.emails[0]?.text).toContain(String(unanswered?.requestId));
			expect(await rows()).toEqual([
				expect.objectContaining({ status: 'notified', subject: '', replyTo: '', note: '' }),
			]);
			expect((await control.users()).filter(({ phones }) => phones.includes(ben))).toEqual([]);
		});

		test('a request without an ID that your team marks as done is the only one that changes', async () => {
			const { rest } = stage;
			const open = { requestId: '', replyTo: 'ask@example.com', note: 'Attentive did not return an ID' };
			const failed = { ...open, subject: 'cleo@example.com', status: 'failed' };
			const done = { ...open, subject: 'finn@example.com', status: 'done' };
			await rest.send('POST', `${table}/insert`, { data: [failed, done], returnType: 'count' });
			expect((await rest.run(followUp, 'Every Morning')).status).toBe('success');
			expect(mailbox.emails).toMatchObject([{ to: ['ask@example.com'] }]);
			expect(mailbox.emails[0]?.text).not.toContain('Request ID');
			expect(await rows()).toEqual([
				expect.objectContaining(failed),
				expect.objectContaining({ status: 'notified', subject: '', replyTo: '' }),
			]);
		});
	});
});

describe('opt-outs to the CRM', () => {
	const name = 'Opt-outs and opt-ins to your CRM';
	const events: EventName[] = [
		'sms.subscribed',
		'sms.unsubscribed',
		'email.subscribed',
		'email.unsubscribed',
	];
	const ann = '+13605550101';
	let id: string;
	let webhookId: string;
	let reader: string;

	const sql = (name: string, query: string): INode => ({
		...node(name, 'n8n-nodes-base.postgres', 2.6, { operation: 'executeQuery', query, options: {} }),
		alwaysOutputData: true,
		credentials: { postgres },
	});

	beforeAll(async () => {
		const { control, rest, url } = stage;
		await resetSandbox();
		const path = `/webhook/${webhookIdOf(example(name), triggerType)}/webhook`;
		const webhook = await control.addWebhook({ url: url + path, events });
		webhookId = webhook.id;
		const signingKeys = { signingKeys: webhook.signingKey };
		const attentiveWebhookApi = await credential('attentiveWebhookApi', signingKeys);
		id = await rest.createWorkflow(example(name, { ...credentials, attentiveWebhookApi }));
		// A second click changes nothing.
		for (const click of [1, 2]) {
			const run = await rest.run(id, 'Set Up');
			expect([click, run.status]).toEqual([click, 'success']);
		}
		await rest.publish(id);
		const nodes = [
			node(start, 'n8n-nodes-base.manualTrigger', 1, {}),
			sql('Saved', 'SELECT * FROM contact_subscriptions ORDER BY address, subscription'),
			{ ...sql('List', 'SELECT * FROM suppression_list ORDER BY address, subscription'), executeOnce: true },
		];
		reader = await rest.createWorkflow({
			name: 'Read the database',
			nodes,
			connections: chain(nodes.map((one) => one.name)),
		});
	});
	afterAll(async () => await stage.rest.unpublish(id));

	/** The rows of an address, and its rows on the list. */
	async function about(address: string): Promise<{ saved: IDataObject[]; list: IDataObject[] }> {
		const run = await stage.rest.run(reader, start);
		expect(run.status).toBe('success');
		const rowsOf = (nodeName: string) =>
			run.items(nodeName).flatMap(({ json }) => (json.address === address ? [json] : []));
		return { saved: rowsOf('Saved'), list: rowsOf('List') };
	}

	/** Waits until the work has started this many runs. @returns them */
	async function runsAfter(more: number, work: () => Promise<unknown>): Promise<Execution[]> {
		const before = await stage.rest.executions(id);
		await work();
		await stage.control.whenDelivered();
		const runs = await runsOf(stage, id, before.length + more);
		return runs.filter((run) => !before.includes(run.id));
	}

	/** Delivers an event. @returns its run */
	async function deliver(type: EventName, payload: Record<string, unknown>): Promise<Execution> {
		const [run, ...others] = await runsAfter(
			1,
			async () => await stage.control.sendSampleEvent({ webhookId, type, payload }),
		);
		if (run === undefined) throw new Error('The delivery started no run.');
		expect(others).toEqual([]);
		return run;
	}

	/** A higher number is a later time. */
	const now = Date.now();
	const at = (number: number) => now + number;
	const marketing = (timestamp: number, subscriber: IDataObject) => ({
		timestamp,
		subscriber,
		subscription: { type: 'MARKETING' },
	});

	test('each opt-out is a row, and on the list', async () => {
		// Ann is subscribed to two kinds of texts.
		const runs = await runsAfter(2, async () => await stage.control.replyStop(ann));
		expect(runs.map(ran)).toEqual(runs.map(() => expect.arrayContaining(['Opted Out'])));
		const row = { address: ann, channel: 'text', subscribed: false, client_user_id: 'C-1001' };
		const { saved, list } = await about(ann);
		expect(saved).toMatchObject([
			{ ...row, subscription: 'MARKETING' },
			{ ...row, subscription: 'TRANSACTIONAL' },
		]);
		expect(list).toMatchObject([
			{ address: ann, channel: 'text', subscription: 'MARKETING', since: saved[0]?.changed_at },
			{ address: ann, channel: 'text', subscription: 'TRANSACTIONAL', since: saved[1]?.changed_at },
		]);
	});

	test('the newest event wins in any order, and a repeated one changes nothing', async () => {
		const subscriber = { phone: ben, external_identifiers: { client_user_id: ['C-1002'] } };
		const time = (number: number) => new Date(at(number)).toISOString();
		const optedOut = { subscribed: false, changed_at: time(10), client_user_id: 'C-1002' };
		expect(ran(await deliver('sms.unsubscribed', marketing(at(10), subscriber)))).toContain('Opted Out');
		for (const [type, number] of [
			['sms.subscribed', 5],
			['sms.unsubscribed', 10],
			['sms.subscribed', 10],
		] as const) {
			expect(ran(await deliver(type, marketing(at(number), subscriber))).at(-1)).toBe('Keep New Changes');
		}
		expect((await about(ben)).saved).toMatchObject([optedOut]);
		expect(ran(await deliver('sms.subscribed', marketing(at(15), { phone: ben })))).toContain('Opted In');
		const { saved, list } = await about(ben);
		expect(saved).toMatchObject([{ ...optedOut, subscribed: true, changed_at: time(15) }]);
		expect(list).toEqual([]);
		// If both have the same time, the opt-out wins.
		await deliver('sms.unsubscribed', marketing(at(15), subscriber));
		expect((await about(ben)).saved).toMatchObject([{ ...optedOut, changed_at: time(15) }]);
	});

	test('an event without an address is a failed execution', async () => {
		const run = await deliver('sms.unsubscribed', marketing(at(0), { email: 'ann@example.com' }));
		expect(run.status).toBe('error');
		expect(run.data.resultData.error?.message).toContain('The event has no phone');
		expect((await about('ann@example.com')).saved).toEqual([]);
	});

	test('a sending workflow sends only to people who are not on the list', async () => {
		await deliver('sms.unsubscribed', marketing(at(0), { phone: '+13605550111' }));
		await deliver('email.unsubscribed', marketing(at(0), { email: 'Hana@Example.com' }));
		const orders = {
			...marketing(at(0), { phone: '+13605550112' }),
			subscription: { type: 'TRANSACTIONAL' },
		};
		await deliver('sms.unsubscribed', orders);
		const people = [
			{ phone: '+13605550113', points: 1 },
			{ phone: '(360) 555-0111', points: 2 },
			{ phone: '', email: ' hana@example.com', points: 3 },
			{ phone: '+13605550112', points: 4 },
			{ phone: '+13605550112', points: 5, subscription: 'TRANSACTIONAL' },
			{ phone: '', email: 'ida@example.com', points: 6 },
		];
		const nodes: INode[] = [
			node(start, 'n8n-nodes-base.manualTrigger', 1, {}),
			node('List People', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: JSON.stringify({ people }) }),
			node('Split People', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'people' }),
			node('Keep People Not on List', 'n8n-nodes-base.executeWorkflow', 1.2, {
				workflowId: { __rl: true, mode: 'id', value: id },
			}),
			{
				...node('Send', attentiveType, 1, { ...sendEvent, email: '={{ $json.email }}' }),
				credentials: { attentiveApi: stage.credential },
			},
		];
		const workflow = {
			name: 'A sending workflow',
			nodes,
			connections: chain(nodes.map((one) => one.name)),
		};
		const run = await stage.rest.run(await stage.rest.createWorkflow(workflow), start);
		expect(run.status).toBe('success');
		expect(run.items('Keep People Not on List').map(({ json }) => json)).toEqual(
			// A text opt-out from order updates ends marketing texts as well.
			people.filter(({ points }) => [1, 6].includes(points)),
		);
		const sent = await stage.control.ledger('POST /v1/events/custom');
		expect(sent.map(({ body }) => Object(body).properties.points).sort()).toEqual([1, 6]);
	});
});
