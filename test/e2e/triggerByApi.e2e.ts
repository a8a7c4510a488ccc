import type { INode, INodeParameters } from 'n8n-workflow';
import type { SavedCredential, Workflow } from '../../whole-n8n';
import { enterStage, type Stage } from './stage';
import { until } from './until';

const CREATE = 'POST /v1/webhooks';

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

const workflow = (node: INode): Workflow => ({ name: node.name, nodes: [node], connections: {} });

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
	const { rest, control } = stage;
	const workflowId = await rest.createWorkflow(
		workflow(trigger('By the API', 'byapi1', { triggerOn: events })),
	);
	await rest.publish(workflowId);
	const { id, signingKey, url } = await onlyWebhook();
	expect(url).toBe(`${stage.url}/webhook/byapi1/webhook`);
	await rest.changeCredential(keys, 'attentiveWebhookApi', { signingKeys: signingKey });

	for (let round = 1; round <= 5; round++) {
		if (round % 2 === 0) await rest.unpublish(workflowId);
		const wanted = round % 2 === 0 ? events : ['sms.sent', 'sms.subscribed'];
		const renamed = trigger(`Renamed ${round}`, 'byapi1', { triggerOn: wanted });
		await rest.changeWorkflow(workflowId, workflow(renamed));
		await rest.publish(workflowId);
		expect(await onlyWebhook()).toMatchObject({ id, signingKey, url, disabledAt: null, events: wanted });
		await control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		await control.whenDelivered();
		// n8n lists an execution twice, or not at all, that ends while it asks for the list.
		const executions = async () => new Set(await rest.executions(workflowId)).size;
		await until('an execution for the event', async () => (await executions()) >= round);
		expect(await executions()).toBe(round);
	}

	await rest.unpublish(workflowId);
	expect((await onlyWebhook()).disabledAt).not.toBeNull();
	const made = (await control.requests()).find(({ endpoint }) => endpoint === CREATE);
	expect(made?.total).toBe(1);
	expect((await control.deliveries()).map(({ state }) => state)).toEqual(Array(5).fill('delivered'));
});

test('an event that the API does not take: n8n says which, and what to do', async () => {
	const node = trigger('Opt-outs', 'byapi2', { triggerOn: ['sms.unsubscribed'] });
	const id = await stage.rest.createWorkflow(workflow(node));
	const { published, messages } = await stage.rest.tryToPublish(id);
	expect(published).toBe(false);
	expect(messages.join()).toContain('Opted Out of Texts (sms.unsubscribed)');
	expect(messages.join()).toContain('Manually in Attentive');
	expect(await webhooks()).toEqual([]);
	await stage.rest.unpublish(id);
});

test('created manually, without a signing key: n8n says what is missing', async () => {
	const node = trigger('No key', 'byhand1', { setUp: 'byHand', triggerOn: ['sms.sent'] });
	const id = await stage.rest.createWorkflow(workflow({ ...node, credentials: {} }));
	const { published, messages } = await stage.rest.tryToPublish(id);
	expect(published).toBe(false);
	expect(messages.join()).toContain('no signing key is entered in n8n. Copy the key of this webhook');
	await stage.rest.unpublish(id);
});

test('the Test URL has a webhook while n8n listens', async () => {
	const { rest, control } = stage;
	const workflowId = await rest.createWorkflow(
		workflow(trigger('Tested', 'byapi3', { triggerOn: ['sms.sent'] })),
	);
	await rest.listen(workflowId, 'Tested');
	const { id, url } = await onlyWebhook();
	expect(url).toBe(`${stage.url}/webhook-test/byapi3/webhook`);
	await control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
	await control.whenDelivered();
	await untilNone();

	await rest.listen(workflowId, 'Tested');
	await onlyWebhook();
	await rest.send('DELETE', `/rest/test-webhook/${workflowId}`);
	await untilNone();
});
