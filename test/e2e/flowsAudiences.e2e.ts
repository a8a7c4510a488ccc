import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { parse } from 'csv-parse/sync';
import { filledIn } from '../../demo/filledIn';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Execution, SavedCredential, Workflow } from '../../whole-n8n';
import { addExampleWebhooks, webhookCredentialFor } from '../../whole-n8n/examples';
import { examplesFolder } from '../../whole-n8n/folders';
import { startMailbox, type Mailbox } from '../flows/standIns/mailbox';
import { enterStage, type Stage } from './stage';
import { runsOf } from './trigger';
import { until } from './until';

/** Flows whose memory is a data table of n8n, with n8n's own tables. What each branch does is tested in test/flows. */
const [ANN, BEN, DORA] = ['+13605550101', '+13605550102', '+13605550104'];
const HOUR = 3_600_000;

let stage: Stage;
let mailbox: Mailbox;
let smtp: SavedCredential;
let published: string[] = [];

beforeAll(async () => {
	stage = await enterStage();
	mailbox = await startMailbox();
	smtp = await stage.rest.createCredential('Mailbox', 'smtp', mailbox.credential);
});
beforeEach(async () => {
	await stage.control.reset();
	await fillSampleAccount(stage.control);
	await stage.control.setSettings({ bulkJobMs: 4 * HOUR });
});
afterEach(async () => {
	for (const id of published) await stage.rest.unpublish(id);
	published = [];
});
afterAll(async () => await mailbox?.close());

const emails = () => mailbox.emails.splice(0);
const file = (name: string) => join(stage.filesFolder, name);

/** @param changed on its JSON, as a person would change it in the panel */
async function imported(name: string, changed = (json: string) => json): Promise<string> {
	const example: Workflow = JSON.parse(changed(readFileSync(join(examplesFolder, `${name}.json`), 'utf8')));
	const keys = await addExampleWebhooks(stage.control, stage.url);
	const attentiveWebhookApi = await webhookCredentialFor(stage.rest, keys);
	const credentials = { attentiveApi: stage.credential, smtp, attentiveWebhookApi };
	const { name: title, nodes, connections } = filledIn(example, { file, credentials, live: true });
	return await stage.rest.createWorkflow({ name: `${title} (audiences)`, nodes, connections });
}

async function publish(id: string): Promise<void> {
	await stage.rest.publish(id);
	published.push(id);
}

async function run(id: string, trigger: string): Promise<Execution> {
	const ended = await stage.rest.run(id, trigger);
	expect([ended.status, ended.data.resultData.error?.message]).toEqual(['success', undefined]);
	return ended;
}

test('a segment equals the list, and its outcomes are noted', async () => {
	const sync = await imported('segment-sync');
	const outcomes = await imported('segment-outcomes');
	const list = (...phones: string[]) =>
		writeFileSync(file('win-back-list.csv'), `${['Phone', ...phones].join('\n')}\n`);
	const members = async () =>
		(await stage.control.segmentMembers('win-back')).map(({ phone }) => phone).sort();
	await run(outcomes, 'Set Up');

	list('(360) 555-0101', BEN);
	await run(sync, 'Sync Now');
	await run(sync, 'Sync Now');
	await stage.control.advanceClock(4 * HOUR);
	await run(outcomes, 'Check Now');
	expect(await members()).toEqual([ANN, BEN]);
	expect(await stage.control.ledger()).toHaveLength(1);

	list(ANN, BEN, DORA);
	await run(sync, 'Sync Now');
	await stage.control.advanceClock(4 * HOUR);
	await run(outcomes, 'Check Now');
	list(ANN, DORA);
	await run(sync, 'Sync Now');
	await stage.control.advanceClock(4 * HOUR);
	await run(outcomes, 'Check Now');
	expect(await members()).toEqual([ANN, DORA]);
	expect(emails()).toEqual([]);

	// Someone whose change is under way waits, and not for ever.
	list(ANN, BEN, DORA);
	await run(sync, 'Sync Now');
	list(ANN, DORA);
	await run(sync, 'Sync Now');
	expect(await stage.control.ledger()).toHaveLength(4);
	const hasty = await imported('segment-sync', (json) => json.replace('$json.job_id ? 72 : 20', '0'));
	await run(hasty, 'Sync Now');
	expect((await stage.control.ledger()).map(({ endpoint }) => endpoint.split(' ')[0])).toEqual([
		'POST',
		'POST',
		'DELETE',
		'POST',
		'DELETE',
	]);
	await stage.control.advanceClock(4 * HOUR);
	await run(outcomes, 'Check Now');

	list();
	await run(sync, 'Sync Now');
	expect(emails().map(({ text }) => text)).toContainEqual(
		expect.stringContaining('0 people would be added and 2 removed'),
	);
	expect(await stage.control.ledger()).toHaveLength(5);
});

test('the sheet of a campaign says who was texted', async () => {
	const collector = await imported('sent-and-clicked');
	await run(collector, 'Set Up');
	await publish(collector);
	await stage.control.addJourney({
		name: 'Spring Sale',
		event: 'Campaign Offer',
		subscriptionType: 'MARKETING',
		quietHours: null,
	});
	writeFileSync(file('campaign.csv'), `First Name,Phone,Offer\nAnn,${ANN},A mug\nBen,${BEN},A mug\n`);
	const before = (await stage.rest.executions(collector)).length;
	const campaign = await imported('who-got-it');
	await run(campaign, 'Send Campaign');
	expect((await runsOf(stage, collector, before + 1)).map(({ status }) => status)).not.toContain('error');
	await run(campaign, 'See Who Got It');
	expect(parse(readFileSync(file('campaign.csv')), { columns: true, bom: true })).toMatchObject([
		{ Phone: ANN, Reachable: 'yes', Match: 'one text', 'Texted At': expect.stringContaining('T') },
		{ Phone: BEN, Reachable: 'no', Match: 'no text yet', 'Texted At': '' },
	]);
	await run(collector, 'Every Night');
});

test('a question is asked over the webhook, answered by text, and reminded of once', async () => {
	const replies = await imported('reply-received');
	await run(replies, 'Set Up');
	await publish(replies);
	const asking = await imported('ask-and-wait');
	await publish(asking);
	const sent = async () =>
		(await stage.control.ledger('POST /v1/events/custom')).map(({ body }) => {
			const { type, user } = body as { type: string; user: { phone: string } };
			return [type, user.phone];
		});
	const url = `${stage.url}/webhook/ask-customer`;
	for (const [index, phone] of [ANN, BEN].entries())
		await axios.post(
			url,
			{ question_id: `q-${index}`, order_number: `104${index}`, first_name: 'A', phone },
			{ proxy: false },
		);
	expect((await runsOf(stage, asking, 2)).map(({ status }) => status)).toEqual(['success', 'success']);
	expect((await sent()).sort()).toEqual([
		['Question Asked', ANN],
		['Question Asked', BEN],
	]);

	await stage.control.receiveText({ phone: ANN, text: 'Yes, please!' });
	await stage.control.receiveText({ phone: ANN, text: 'YES' });
	await until('the answer has started what is wanted', async () => (await sent()).length === 3);
	expect((await sent()).at(-1)).toEqual(['Pickup Confirmed', ANN]);

	const hasty = await imported('ask-and-wait', (json) => json.replaceAll('days: 1', 'days: 0'));
	await run(hasty, 'Check Now');
	await run(hasty, 'Check Now');
	expect((await sent()).slice(3)).toEqual([['Question Reminder', BEN]]);
});
