import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { currentType } from '../webhooks/events';
import { payloadOf, readDelivery, type Delivery } from './delivery';
import { MOST_SEEN } from './description';
import { RefusedDeliveries } from './refusedDeliveries';
import { SeenDeliveries } from './seenDeliveries';
import { readSettings, whyIgnored, type TriggerSettings } from './settings';
import { findProblem, type SignatureProblem } from './signatureProblem';
import { isObject, tidyEvent } from './tidyEvent';
import { messageOf } from '../values/messageOf';
import { DEEPEST, isDeeperThan } from '../values/nested';

/** What is used of n8n's response object (Express). */
interface Answer {
	statusCode: number;
	status(code: number): { json(body: object): unknown };
	once(event: 'finish', listener: () => void): unknown;
}

/** The deliveries of all trigger nodes of this n8n process. */
const seenDeliveries = new SeenDeliveries(MOST_SEEN);
const refusedDeliveries = new RefusedDeliveries();

/** Answers a delivery and says whether it starts a run. Never throws: n8n would answer that with an error of its own. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await judge(context);
	} catch (error) {
		const reason = messageOf(error);
		log(context, 'error', `could not handle a delivery: ${reason}. Attentive will deliver it again`);
		return answer(context, 503, 'n8n could not handle the delivery. Deliver it again');
	}
}

async function judge(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const listening = isListening(context);
	const delivery = readDelivery(context);
	const problem = await findProblem(context, delivery);
	if (problem !== undefined) {
		const { reason, wayOut } = problem;
		log(context, 'warn', `${listening ? 'shows an unverified' : 'refused a'} delivery: ${reason}. ${wayOut}`);
		if (!listening) return refuse(context, reason);
	}

	const payload = payloadOf(context, delivery);
	if (isDeeperThan(DEEPEST, payload)) return tooDeep(context, problem);
	if (!isObject(payload) || typeof payload.type !== 'string' || payload.type.trim() === '')
		return withoutType(context, problem);
	const settings = readSettings(context);
	const type = currentType(payload.type);
	const ignored = whyIgnored(type, payload, settings);
	if (ignored !== undefined) return noRun(context, ignored);
	if (settings.dropSeen && !listening && !isNew(context, delivery))
		return noRun(context, 'This delivery was already received');
	return run(context, { ...tidyEvent({ ...payload, type }), ...renamedFrom(payload.type, type) }, delivery, {
		settings,
		problem,
	});
}

function run(
	context: IWebhookFunctions,
	event: IDataObject,
	{ id, rawBody }: Delivery,
	{ settings, problem }: { settings: TriggerSettings; problem: SignatureProblem | undefined },
): IWebhookResponseData {
	const json: IDataObject = { ...event, signatureVerified: problem === undefined };
	if (problem) json.signatureProblem = `Not verified: ${problem.reason}. ${problem.wayOut}.`;
	const refusedBefore = refusedDeliveries.of(nodeOf(context));
	if (refusedBefore) json.refusedBefore = refusedBefore;
	if (!isListening(context)) refusedDeliveries.forget(nodeOf(context));
	if (id !== undefined) json.deliveryId = id;
	if (settings.includeRawBody && rawBody) json.rawBody = rawBody.toString('utf8');
	return { workflowData: [[{ json }]], webhookResponse: { message: 'Received' } };
}

/** Attentive's own name for the event, where `event` has the name that it has today. */
function renamedFrom(sent: string, type: string): IDataObject {
	return sent === type ? {} : { originalEvent: sent };
}

/** The answer says why, for whoever looks at the deliveries in Attentive. It names no key. */
function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	refusedDeliveries.add(nodeOf(context), reason, new Date());
	return answer(context, 401, `Refused: ${reason}`);
}

/** A signed one is Attentive's, which delivers again what it thinks was lost, and disables the URL after some days. */
function withoutType(
	context: IWebhookFunctions,
	problem: SignatureProblem | undefined,
): IWebhookResponseData {
	const message = 'The body is not an event: it is not JSON with a text "type"';
	const logged = 'received a signed delivery that is not an event (it has no "type"), and started no run';
	return unusable(context, problem, { message, logged });
}

/** n8n cannot save such a run. Attentive would deliver it again for days, so a signed one is taken. */
function tooDeep(context: IWebhookFunctions, problem: SignatureProblem | undefined): IWebhookResponseData {
	const message = `The body has more than ${DEEPEST} levels of lists and objects`;
	const logged = `received a signed delivery with more than ${DEEPEST} levels of lists and objects, and started no run`;
	return unusable(context, problem, { message, logged });
}

/** Answers a delivery that can start no run: taken if it is signed, refused otherwise. */
function unusable(
	context: IWebhookFunctions,
	problem: SignatureProblem | undefined,
	{ message, logged }: { message: string; logged: string },
): IWebhookResponseData {
	if (problem) return answer(context, 400, message);
	log(context, 'warn', logged);
	return { webhookResponse: { message } };
}

function isNew(context: IWebhookFunctions, { id }: Delivery): boolean {
	if (id === undefined) return true;
	const node = nodeOf(context);
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

/** Whether n8n's editor waits for a test event. */
function isListening(context: IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

function nodeOf(context: IWebhookFunctions): string {
	return `${context.getWorkflow().id}/${context.getNode().id}`;
}

function log(context: IWebhookFunctions, level: 'debug' | 'warn' | 'error', text: string): void {
	context.logger[level](`Attentive Trigger "${context.getNode().name}" ${text}.`, {
		workflowId: context.getWorkflow().id,
	});
}
