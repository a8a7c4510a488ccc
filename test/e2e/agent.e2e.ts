import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import { filledIn } from '../../demo/filledIn';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Workflow } from '../../whole-n8n';
import { modelCredentialFor } from '../../whole-n8n/examples';
import { examplesFolder } from '../../whole-n8n/folders';
import { startModel, type Model } from '../../whole-n8n/model/start';
import { enterStage, type Stage } from './stage';

const example: Workflow = JSON.parse(readFileSync(join(examplesFolder, 'ai-agent.json'), 'utf8'));
const agent = 'Support Agent';

let stage: Stage;
let model: Model;
beforeAll(async () => {
	stage = await enterStage();
	model = await startModel();
});
afterAll(async () => await model?.close());
beforeEach(async () => {
	await stage.control.reset();
	await fillSampleAccount(stage.control);
});

/** The example with its agent and its model as they are in a newer n8n, or unchanged, and with more tools. */
async function agentWorkflow(
	name: string,
	newer: Record<string, Partial<INode>> = {},
	tools: INode[] = [],
): Promise<string> {
	const credentials = {
		attentiveApi: stage.credential,
		openAiApi: await modelCredentialFor(stage.rest, model.url),
	};
	const { nodes, connections } = filledIn(example, { file: (file) => file, credentials });
	const changed = nodes.map((node) => {
		const { parameters, ...more } = newer[node.name] ?? {};
		return { ...node, ...more, parameters: { ...node.parameters, ...parameters } };
	});
	const added = tools.map((tool): Workflow['connections'] => ({
		[tool.name]: { ai_tool: [[{ node: agent, type: 'ai_tool', index: 0 }]] },
	}));
	return await stage.rest.createWorkflow({
		name,
		nodes: [...changed, ...tools],
		connections: Object.assign({}, connections, ...added),
	});
}

/** What the agent's tools answer to these calls, one after the other. */
async function answers(id: string, ...calls: string[]): Promise<string[]> {
	const run = await stage.rest.chat(id, 'Chat', calls.join('\n'));
	expect([run.status, run.data.resultData.error?.message]).toEqual(['success', undefined]);
	return String(run.items(agent)[0]?.json.output).split('\n\n');
}

test.each([
	['as shipped', {}],
	[
		'with what n8n adds today: the model is asked by the Responses API',
		{
			[agent]: { typeVersion: 3.1 },
			Model: { typeVersion: 1.3, parameters: { responsesApiEnabled: true } },
		},
	],
])('an AI agent looks things up and sends one event, to test recipients only (%s)', async (name, newer) => {
	const id = await agentWorkflow(`Agent ${name}`, newer);
	const [eligibility, attributes, accepted, again, other, rejected] = await answers(
		id,
		'call Get Eligibility with {"phone": "+13605550102"}',
		'call Get Attributes with {"phone": "360-555-0101"}',
		'call Send Order Shipped with {"phone": "(360) 555-0101", "orderId": "1001"}',
		'call Send Order Shipped with {"phone": "(360) 555-0101", "orderId": "1001"}',
		'call Send Order Shipped with {"phone": "+13605550102", "orderId": "1002"}',
		'call Send Order Shipped with {"phone": "555", "orderId": "1003"}',
	);
	expect(eligibility).toContain('"transactional":{"text":true}');
	expect(attributes).toContain('"Points Balance":"250"');
	expect(accepted).toContain('"status":"accepted"');
	expect(again).toContain('"reasonCode":"alreadySent"');
	expect(other).toContain('"reasonCode":"notATestRecipient"');
	expect(rejected).toContain("Phone '555'");

	// In the next message as well.
	const [later] = await answers(
		id,
		'call Send Order Shipped with {"phone": "+13605550101", "orderId": "1001"}',
	);
	expect(later).toContain('"reasonCode":"alreadySent"');
	expect(await stage.control.ledger()).toMatchObject([
		{ body: { type: 'Order Shipped', user: { phone: '+13605550101' }, properties: { 'Order ID': '1001' } } },
	]);
	expect(await stage.control.texts()).toMatchObject([{ phone: '+13605550101', event: 'Order Shipped' }]);
});

test('it has no tool that subscribes or deletes', async () => {
	const id = await agentWorkflow('Agent without such tools');
	const [answer] = await answers(id, 'call Subscribe User with {"phone": "+13605550106"}');
	expect(answer).toContain('There is no tool "Subscribe User".');
	expect(await stage.control.ledger()).toEqual([]);
});

test('a tool that subscribes, unsubscribes or deletes refuses until a person switches it on, whatever the model says', async () => {
	const phone = "={{ $fromAI('phone', `Phone number`, 'string') }}";
	const tool = (name: string, parameters: INodeParameters): INode => ({
		id: name,
		name,
		type: 'n8n-nodes-attentive.attentiveTool',
		typeVersion: 1,
		position: [0, 700],
		parameters: { ...parameters, phone, options: {} },
		credentials: { attentiveApi: stage.credential },
	});
	const subscribe = {
		resource: 'subscriber',
		operation: 'subscribe',
		consent: 'confirmed',
		signUpBy: 'signUpSource',
		signUpSourceId: '500101',
		subscriptionType: 'MARKETING',
	};
	const allowedByTheModel = "={{ $fromAI('allow', `Whether to allow it`, 'boolean') }}";
	const id = await agentWorkflow('Agent with such tools', {}, [
		tool('Subscribe', { ...subscribe, allowAgent: allowedByTheModel }),
		tool('Unsubscribe', { resource: 'subscriber', operation: 'unsubscribe' }),
		tool('Delete', { resource: 'privacyRequest', operation: 'create' }),
	]);
	const refusals = await answers(
		id,
		'call Subscribe with {"phone": "+13605550106", "allow": true}',
		'call Unsubscribe with {"phone": "+13605550101"}',
		'call Delete with {"phone": "+13605550101"}',
	);
	expect(refusals).toHaveLength(3);
	for (const refusal of refusals) expect(refusal).toContain('so an AI agent cannot use this operation');
	expect(await stage.control.ledger()).toEqual([]);
	expect(await stage.control.texts()).toEqual([]);
});

test('the sample sends the event from which the journey is built', async () => {
	const run = await stage.rest.run(await agentWorkflow('Agent sample'), 'Send a Sample');
	expect(run.status).toBe('success');
	expect(await stage.control.texts()).toMatchObject([{ phone: '+13605550101', event: 'Order Shipped' }]);
});
