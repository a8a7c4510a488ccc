import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readDelivery, signatureProblem, type Delivery } from './delivery';
import { MOST_SEEN } from './description';
import { SeenDeliveries } from './seenDeliveries';
import { readSettings, whyIgnored } from './settings';
import { readSigningKeys } from './signingKeys';
import { isObject, tidyEvent } from './tidyEvent';

/** What is used of n8n's response object (Express). */
interface Answer {
	statusCode: number;
	status(code: number): { json(body: object): unknown };
	once(event: 'finish', listener: () => void): unknown;
}

/** The deliveries of all trigger nodes of this n8n process. */
const seenDeliveries = new SeenDeliveries(MOST_SEEN);

/** Answers a delivery and says whether it starts a run. Never throws: n8n would answer that with an error of its own. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await judge(context);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		log(context, 'error', `could not handle a delivery: ${reason}. Attentive will deliver it again`);
		return answer(context, 503, 'The delivery could not be handled; deliver it again');
	}
}

async function judge(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const listening = context.getMode() === 'manual';
	const delivery = readDelivery(context);
	const problem = await findProblem(context, delivery);
	if (problem !== undefined) {
		log(context, 'warn', `${listening ? 'shows an unverified' : 'refused a'} delivery: ${problem}`);
		if (!listening) return answer(context, 401, 'Not signed with a signing key of this webhook');
	}

	const { payload } = delivery;
	if (!isObject(payload) || typeof payload.type !== 'string')
		return answer(context, 400, 'The body is not an event: it must be JSON with a text "type"');
	const settings = readSettings(context);
	const ignored = whyIgnored(payload.type, payload, settings);
	if (ignored !== undefined) return noRun(context, ignored);
	if (settings.dropSeen && !listening && !isNew(context, delivery))
		return noRun(context, 'This delivery came before');

	const json: IDataObject = { ...tidyEvent(payload), signatureVerified: problem === undefined };
	if (problem !== undefined) json.signatureProblem = `Not verified: ${problem}.`;
	if (delivery.id !== undefined) json.deliveryId = delivery.id;
	if (settings.includeRawBody && delivery.rawBody) json.rawBody = delivery.rawBody.toString('utf8');
	return { workflowData: [[{ json }]], webhookResponse: { message: 'Received' } };
}

async function findProblem(context: IWebhookFunctions, delivery: Delivery): Promise<string | undefined> {
	let keys: string[];
	try {
		keys = await readSigningKeys(context);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return `the credential with the signing keys cannot be read (${reason}). Choose it again under Signing Keys of this node`;
	}
	return signatureProblem(delivery, keys);
}

function isNew(context: IWebhookFunctions, { id }: Delivery): boolean {
	if (id === undefined) return true;
	const node = `${context.getWorkflow().id}/${context.getNode().id}`;
	if (!seenDeliveries.add(node, id)) return false;
	// If n8n cannot start the run after all, Attentive delivers again, and then it must count as new.
	const response: Answer = context.getResponseObject();
	response.once('finish', () => {
		if (response.statusCode >= 300) seenDeliveries.forget(node, id);
	});
	return true;
}

/** Answered with 200: a URL that answers otherwise is disabled by Attentive after some days. */
function noRun(context: IWebhookFunctions, why: string): IWebhookResponseData {
	log(context, 'debug', `started no run: ${why}`);
	return { webhookResponse: { message: why } };
}

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	const response: Answer = context.getResponseObject();
	response.status(status).json({ message });
	return { noWebhookResponse: true };
}

function log(context: IWebhookFunctions, level: 'debug' | 'warn' | 'error', text: string): void {
	context.logger[level](`Attentive Trigger "${context.getNode().name}" ${text}.`, {
		workflowId: context.getWorkflow().id,
	});
}
