import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { filledIn } from '../../demo/filledIn';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Workflow } from '../../whole-n8n';
import { modelCredentialFor } from '../../whole-n8n/examples';
import { examplesFolder } from '../../whole-n8n/folders';
import { startModel, type Model } from '../../whole-n8n/model/start';
import { enterStage, type Stage } from './stage';

const example: Workflow = JSON.parse(readFileSync(join(examplesFolder, 'ai-agent.json'), 'utf8'));

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

/** The example with its agent and its model as they are in a newer n8n, or unchanged. */
async function agentWorkflow(name: string, newer: Record<string, Partial<INode>>): Promise<string> {
	const credentials = {
		attentiveApi: stage.credential,
		openAiApi: await modelCredentialFor(stage.rest, model.url),
	};
	const { nodes, connections } = filledIn(example, { file: (file) => file, credentials });
	const changed = nodes.map((node) => {
		const { parameters, ...more } = newer[node.name] ?? {};
		return { ...node, ...more, parameters: { ...node.parameters, ...parameters } };
	});
	return await stage.rest.createWorkflow({ name, nodes: changed, connections });
}

test.each([
	['as shipped', {}],
	[
		'with what n8n adds today: the model is asked by the Responses API',
		{
			'AI Agent': { typeVersion: 3.1 },
			Model: { typeVersion: 1.3, parameters: { responsesApiEnabled: true } },
		},
	],
])('an AI agent calls Attentive as its tools (%s)', async (name, newer) => {
	const id = await agentWorkflow(`Agent ${name}`, newer);
	const told = [
		'call Get Eligibility with {"phone": "+13605550102"}',
		'call Send Order Shipped with {"phone": "(360) 555-0102", "orderId": "1001"}',
		'call Send Order Shipped with {"phone": "555", "orderId": "1002"}',
	];
	const run = await stage.rest.chat(id, 'Chat', told.join('\n'));
	expect([run.status, run.data.resultData.error?.message]).toEqual(['success', undefined]);

	const [eligibility, accepted, rejected] = String(run.items('AI Agent')[0]?.json.output).split('\n\n');
	expect(eligibility).toContain('"transactional":{"text":true}');
	expect(accepted).toContain('"status":"accepted"');
	expect(rejected).toContain("Phone '555'");
	expect(await stage.control.ledger()).toMatchObject([
		{ body: { type: 'Order Shipped', user: { phone: '+13605550102' }, properties: { 'Order ID': '1001' } } },
	]);
	expect(await stage.control.texts()).toMatchObject([{ phone: '+13605550102', event: 'Order Shipped' }]);
});
