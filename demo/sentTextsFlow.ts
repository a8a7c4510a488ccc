import { resolve } from 'node:path';
import { readWorkflowFile, type EmbeddedN8n } from '../embedded-n8n';
import type { Delivery } from '../sandbox/control';
import type { Sandbox } from '../sandbox/start';
import { openBadLine } from './badLine';
import { filledIn } from './filledIn';

export const sentTextsWorkflowFile = resolve(__dirname, '../examples/sent-texts.json');

const newFile = 'Start New File';
const trigger = 'Attentive Trigger';
/** Attentive waits minutes; nobody who watches should. */
const retryDelaysMs = [100, 500, 1_000, 5_000, 10_000, 30_000];

/** The workflow of examples/sent-texts.json, published. */
export interface SentTextsFlow {
	/** How many runs have ended. */
	ended(): number;
	/** Waits until all is delivered and every run has ended. */
	finished(): Promise<{ deliveries: Delivery[]; failures: string[] }>;
	close(): Promise<void>;
}

/** Sets the flow up as a person would: a webhook in Attentive, its key in a credential, a new file, then publish. */
export async function publishSentTexts(
	n8n: EmbeddedN8n,
	{ control }: Sandbox,
	textsFile: string,
): Promise<SentTextsFlow> {
	await control.setSettings({ retryDelaysMs });
	const line = await openBadLine();
	try {
		const { signingKey } = await control.addWebhook({ url: line.url, events: ['sms.sent'] });
		const workflow = filledIn(readWorkflowFile(sentTextsWorkflowFile), {
			file: () => textsFile,
			credentials: {
				attentiveWebhookApi: n8n.addCredential('attentiveWebhookApi', { signingKeys: signingKey }),
			},
		});
		const { status, error } = await n8n.run(workflow, { startNode: newFile });
		if (status !== 'success')
			throw new Error(`${textsFile} could not be started: ${error?.message ?? status}`);
		const listener = await n8n.listen(workflow);
		line.leadTo(listener.url(trigger));
		return {
			ended: () => listener.runs.length,
			async finished() {
				const deliveries = await control.whenDelivered();
				const runs = await listener.finished();
				const failed = runs.filter((run) => run.status !== 'success');
				return {
					deliveries,
					failures: [
						...failed.map((run) => run.error?.message ?? `it ended as ${run.status}`),
						...listener.failures.map(String),
					],
				};
			},
			async close() {
				await listener.close();
				await line.close();
			},
		};
	} catch (error) {
		await line.close();
		throw error;
	}
}
