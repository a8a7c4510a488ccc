import { z } from 'zod';
import type { INodeParameters } from 'n8n-workflow';
import type { Listener, WorkflowFile } from '../../embedded-n8n';
import { allEvents } from '../../sandbox/attentive/webhookEvents';
import { freePort } from '../../whole-n8n/freePort';
import type { Flows } from './flow';

export interface Published {
	listener: Listener;
	/** In Attentive. */
	webhookId: string;
}

/**
 * Publishes a flow that begins with our trigger, after making its webhook in Attentive, whose key it needs.
 * @param changes of the trigger's parameters
 */
export async function published(
	{ n8n, sandbox }: Flows,
	file: WorkflowFile,
	changes: INodeParameters = {},
): Promise<Published> {
	const trigger = file.nodes.find(({ type }) => type === 'n8n-nodes-attentive.attentiveTrigger');
	if (!trigger) throw new Error(`${file.name} has no Attentive Trigger`);
	Object.assign(trigger.parameters, changes);
	const port = await freePort();
	const { id: webhookId, signingKey } = await sandbox.control.addWebhook({
		url: `http://127.0.0.1:${port}/webhook/${trigger.webhookId}/webhook`,
		events: z.array(z.enum(allEvents)).parse(trigger.parameters.triggerOn),
	});
	trigger.credentials = {
		attentiveWebhookApi: n8n.addCredential('attentiveWebhookApi', { signingKeys: signingKey }),
	};
	return { listener: await n8n.listen(file, { port }), webhookId };
}
