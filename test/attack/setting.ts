import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import type { Place } from '../e2e/trigger';
import { triggerWorkflow } from '../e2e/trigger';
import { chosenEvents, type Target, type Targets } from './kind';

/** Two published workflows, and a webhook in Attentive for each, created manually. */
export interface Setting extends Targets {
	/** Attentive's ID of the webhook of `choosy`. */
	webhookId: string;
	close(): Promise<void>;
}

export async function publishTargets(place: Place): Promise<Setting> {
	const first = await publish(place, 'Attacked', { triggerOn: chosenEvents, options: { dropSeen: true } });
	const second = await publish(place, 'Attacked, every event', { triggerOn: ['*'] });
	return {
		choosy: first.target,
		open: second.target,
		webhookId: first.webhookId,
		async close() {
			for (const { target } of [first, second]) await place.rest.unpublish(target.workflowId);
		},
	};
}

async function publish(
	{ rest, control, url }: Place,
	name: string,
	parameters: INodeParameters,
): Promise<{ target: Target; webhookId: string }> {
	const nodeWebhookId = randomUUID();
	const path = `/webhook/${nodeWebhookId}/webhook`;
	const { id, signingKey } = await control.addWebhook({ url: url + path, events: ['sms.unsubscribed'] });
	const keys: Target['keys'] = [signingKey, `second-${randomUUID()}`];
	const credential = await rest.createCredential(`Keys of ${name}`, 'attentiveWebhookApi', {
		signingKeys: keys.join('\n'),
	});
	const workflowId = await rest.createWorkflow(
		triggerWorkflow(name, nodeWebhookId, parameters, { attentiveWebhookApi: credential }),
	);
	await rest.publish(workflowId);
	const testPath = `/webhook-test/${nodeWebhookId}/webhook`;
	const port = Number(new URL(url).port);
	return { target: { port, path, testPath, keys, workflowId }, webhookId: id };
}
