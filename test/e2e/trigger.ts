import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import type { Delivery, EventName } from '../../sandbox/control';
import type { Execution, SavedCredential, Workflow } from '../../whole-n8n';
import type { Stage } from './stage';

export const triggerType = 'n8n-nodes-attentive.attentiveTrigger';
export const triggerName = 'Opt-outs';

/** A workflow that begins with our trigger, and its webhook in Attentive, created manually as a person does. */
export interface Trigger {
	workflowId: string;
	/** As it was saved first, with other parameters for the trigger. */
	workflow(parameters: INodeParameters): Workflow;
	/** Attentive's ID of the webhook. */
	webhookId: string;
	signingKey: string;
	productionUrl: string;
	testUrl: string;
}

/** An n8n, and a sandbox for it. */
export type Place = Pick<Stage, 'rest' | 'control' | 'url'>;

/** Webhook and node have the same events. Nothing is published yet. */
export async function setUpTrigger(
	{ rest, control, url }: Place,
	name: string,
	events: EventName[],
): Promise<Trigger> {
	const nodeWebhookId = randomUUID();
	// The last part is the path that the trigger's description gives.
	const productionUrl = `${url}/webhook/${nodeWebhookId}/webhook`;
	const { id } = await control.addWebhook({ url: productionUrl, events });
	const shown = (await control.dashboard()).webhooks.find((webhook) => webhook.id === id);
	if (!shown) throw new Error('The webhook is not on the dashboard.');
	const { signingKey } = shown;
	const credential = await rest.createCredential(`Keys of ${name}`, 'attentiveWebhookApi', {
		signingKeys: signingKey,
	});
	const workflow = (parameters: INodeParameters) =>
		triggerWorkflow(name, nodeWebhookId, parameters, { attentiveWebhookApi: credential });
	return {
		workflowId: await rest.createWorkflow(workflow({ triggerOn: events })),
		workflow,
		webhookId: id,
		signingKey,
		productionUrl,
		testUrl: `${url}/webhook-test/${nodeWebhookId}/webhook`,
	};
}

export function triggerWorkflow(
	name: string,
	webhookId: string,
	parameters: INodeParameters,
	credentials: Record<string, SavedCredential>,
): Workflow {
	const type = triggerType;
	return {
		name,
		nodes: [
			{
				id: 'trigger',
				name: triggerName,
				type,
				typeVersion: 1,
				position: [0, 0],
				webhookId,
				parameters,
				credentials,
			},
		],
		connections: {},
	};
}

/** The header that Attentive signs with. */
export function signature(body: string | Uint8Array, key: string): Record<string, string> {
	return { 'x-attentive-hmac-sha256': createHmac('sha256', key).update(body).digest('hex') };
}

/** Milliseconds after which a run that has not begun never will. */
const patience = 60_000;

/** All runs of a workflow once they have ended: those that are there when `atLeast` of them are, or never will be. */
export async function runsOf(
	{ rest }: Pick<Stage, 'rest'>,
	workflowId: string,
	atLeast: number,
): Promise<Execution[]> {
	const giveUp = Date.now() + patience;
	let ids = await rest.executions(workflowId);
	while (ids.length < atLeast && Date.now() < giveUp) {
		await sleep(200);
		ids = await rest.executions(workflowId);
	}
	const runs: Execution[] = [];
	for (const id of ids) runs.push(await rest.finished(id));
	return runs;
}

/** What makes a run and a delivery comparable: which body it was, and the event that stands in it. */
export interface Told {
	deliveryId: unknown;
	event: unknown;
}

/** Of all events that came out of the trigger in successful runs. */
export function toldByRuns(runs: Execution[]): Told[] {
	const items = runs.filter(({ status }) => status === 'success').flatMap((run) => run.items(triggerName));
	return sorted(items.map(({ json: { deliveryId, event } }) => ({ deliveryId, event })));
}

export function toldByAttentive(deliveries: Delivery[]): Told[] {
	return sorted(
		deliveries.map(({ body, type }) => ({
			deliveryId: createHash('sha256').update(body).digest('hex'),
			event: type,
		})),
	);
}

function sorted(told: Told[]): Told[] {
	return told.sort((one, other) => String(one.deliveryId).localeCompare(String(other.deliveryId)));
}
