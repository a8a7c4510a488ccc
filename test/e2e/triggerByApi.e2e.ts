import type { INode, INodeParameters } from 'n8n-workflow';
import { z } from 'zod';
import type { SavedCredential } from '../../whole-n8n';
import { openBrowser } from './browser';
import { Panel } from './panel';
import { enterStage, type Stage } from './stage';

const CREATE = 'POST /v1/webhooks';
const savedSchema = z.object({ id: z.string(), versionId: z.string() });
const statusSchema = z.object({
	status: z.string(),
	triggers: z.array(z.object({ errorMessage: z.string().nullish() })).nullish(),
});

let stage: Stage;
let keys: SavedCredential;
beforeAll(async () => {
	stage = await enterStage();
	keys = await stage.rest.createCredential('Signing keys', 'attentiveWebhookApi', {
		signingKeys: 'none yet',
	});
});
beforeEach(async () => await stage.control.reset());

const trigger = (name: string, webhookId: string, parameters: INodeParameters): INode => ({
	id: 'trigger',
	name,
	type: 'n8n-nodes-attentive.attentiveTrigger',
	typeVersion: 1,
	position: [0, 0],
	webhookId,
	parameters: { setUp: 'byApi', ...parameters },
	credentials: { attentiveApi: stage.credential, attentiveWebhookApi: keys },
});

async function create(node: INode) {
	const body = { name: node.name, nodes: [node], connections: {}, settings: { executionOrder: 'v1' } };
	return savedSchema.parse(await stage.rest.send('POST', '/rest/workflows', body));
}

async function change({ id, versionId }: z.infer<typeof savedSchema>, node: INode) {
	const body = { name: node.name, nodes: [node], connections: {}, versionId };
	return savedSchema.parse(await stage.rest.send('PATCH', `/rest/workflows/${id}`, body));
}

/** Publishes the saved version, and waits until n8n is done with it. */
async function publish({ id, versionId }: z.infer<typeof savedSchema>) {
	await stage.rest.send('POST', `/rest/workflows/${id}/activate`, { versionId });
	return await settled(id);
}

async function unpublish({ id }: { id: string }) {
	await stage.rest.send('POST', `/rest/workflows/${id}/deactivate`, {});
	return await settled(id);
}

async function settled(id: string) {
	for (;;) {
		const answer = await stage.rest.get(`/rest/workflows/${id}/publication-status`);
		const { status, triggers } = statusSchema.parse(answer);
		if (status !== 'in_progress')
			return { status, messages: (triggers ?? []).flatMap(({ errorMessage }) => errorMessage ?? []) };
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

const webhooks = async () => (await stage.control.dashboard()).webhooks;

/** n8n answers a delivery, or a click on Stop, before it has told Attentive. */
async function untilNone() {
	while ((await webhooks()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function onlyWebhook() {
	const [webhook, ...others] = await webhooks();
	if (!webhook || others.length > 0) throw new Error(`${others.length + (webhook ? 1 : 0)} webhooks`);
	return webhook;
}

test('published, edited, renamed and published again five times: one webhook, one key, each event once', async () => {
	const events = ['sms.sent', 'email.opened'];
	let saved = await create(trigger('By the API', 'byapi1', { triggerOn: events }));
	expect(await publish(saved)).toMatchObject({ status: 'published' });
	const { id, signingKey, url } = await onlyWebhook();
	expect(url).toBe(`${stage.url}/webhook/byapi1/webhook`);
	await stage.rest.changeCredential(keys, 'attentiveWebhookApi', { signingKeys: signingKey });

	for (let round = 1; round <= 5; round++) {
		if (round % 2 === 0) await unpublish(saved);
		const wanted = round % 2 === 0 ? events : ['sms.sent', 'sms.subscribed'];
		saved = await change(saved, trigger(`Renamed ${round}`, 'byapi1', { triggerOn: wanted }));
		expect(await publish(saved)).toMatchObject({ status: 'published' });
		expect(await onlyWebhook()).toMatchObject({ id, signingKey, url, disabledAt: null, events: wanted });
		await stage.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		await stage.control.whenDelivered();
		// n8n lists an execution twice that ends while it asks for the list.
		expect(new Set(await stage.rest.executions(saved.id)).size).toBe(round);
	}

	await unpublish(saved);
	expect((await onlyWebhook()).disabledAt).not.toBeNull();
	const made = (await stage.control.requests()).find(({ endpoint }) => endpoint === CREATE);
	expect(made?.total).toBe(1);
	expect((await stage.control.deliveries()).map(({ state }) => state)).toEqual(Array(5).fill('delivered'));
});

test('an event that the API does not take: n8n says which, and what to do', async () => {
	const saved = await create(trigger('Opt-outs', 'byapi2', { triggerOn: ['sms.unsubscribed'] }));
	const { status, messages } = await publish(saved);
	expect(status).toBe('failed');
	expect(messages.join()).toContain('Opted Out of Texts (sms.unsubscribed)');
	expect(messages.join()).toContain('Manually in Attentive');
	expect(await webhooks()).toEqual([]);
	await unpublish(saved);
});

test('created manually, without a signing key: n8n says what is missing', async () => {
	const parameters = { setUp: 'byHand', triggerOn: ['sms.sent'] };
	const saved = await create({ ...trigger('No key', 'byhand1', parameters), credentials: {} });
	const { status, messages } = await publish(saved);
	expect(status).toBe('failed');
	expect(messages.join()).toContain('no signing key is entered in n8n. Copy the key of this webhook');
	await unpublish(saved);
});

test('the panel shows the credentials and the notice of the way that is chosen', async () => {
	const { id } = await create(trigger('Panel', 'byapi4', { setUp: 'byHand' }));
	const browser = await openBrowser(stage);
	try {
		const panel = new Panel(browser.page);
		await panel.open(id, 'trigger');
		const text = browser.page.getByTestId('node-parameters');
		await text.getByText('Set up the webhook in Attentive once').waitFor();
		await browser.picture('trigger-by-hand', 'node-parameters');
		await panel.choose('setUp', 'Automatically Through the API');
		await text.getByText('or finds it by its URL').waitFor();
		expect(await text.getByText('Set up the webhook in Attentive once').count()).toBe(0);
		await browser.picture('trigger-by-api', 'node-parameters');
		expect(browser.takeErrors()).toEqual([]);
	} finally {
		await browser.close();
	}
});

test('the Test URL has a webhook while n8n listens', async () => {
	const saved = await create(trigger('Tested', 'byapi3', { triggerOn: ['sms.sent'] }));
	const body = { triggerToStartFrom: { name: 'Tested' } };
	await stage.rest.send('POST', `/rest/workflows/${saved.id}/run`, body);
	const { id, url } = await onlyWebhook();
	expect(url).toBe(`${stage.url}/webhook-test/byapi3/webhook`);
	await stage.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
	await stage.control.whenDelivered();
	await untilNone();

	await stage.rest.send('POST', `/rest/workflows/${saved.id}/run`, body);
	await onlyWebhook();
	await stage.rest.send('DELETE', `/rest/test-webhook/${saved.id}`);
	await untilNone();
});
