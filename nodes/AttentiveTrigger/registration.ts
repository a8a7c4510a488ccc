import { NodeOperationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { isHttpsOrThisMachine } from '../values/address';
import { webhookEvents } from '../webhooks/events';
import { readTriggerOn } from './settings';
import { isObject } from './tidyEvent';
import { eventsByApi } from './triggerOn';
import {
	isDone,
	isGone,
	saysDisabled,
	WebhookApi,
	type Called,
	type KnownWebhook,
	type WebhookState,
} from './webhookApi';
import { messageOf } from '../values/messageOf';

/** Most disabled webhooks with the node's URL that are tried: Attentive may go on listing those that were deleted. */
const MOST_DISABLED = 3;

/** What n8n keeps of a node from one publishing to the next: only a hint, for a node that is renamed loses it. */
interface Kept {
	webhookId?: unknown;
	/** URL of the webhook with that ID. */
	webhookUrl?: unknown;
	/** Set for the Test URL. */
	forTest?: unknown;
}

/** Whether Attentive has an enabled webhook with the node's URL and events, and just one. Changes nothing. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const wanted = wantedState(context);
	const api = await WebhookApi.open(context);
	const [enabled, ...others] = webhooksAt(context, await api.list(), wanted.url).filter(isEnabled);
	if (!enabled || others.length > 0 || isMadeByHand(enabled)) return false;
	if (!haveSame(enabled.events ?? [], wanted.events)) return false;
	keep(context, wanted.url, enabled.id);
	return true;
}

/**
 * Enables the webhook with the node's URL and gives it the node's events, so that it keeps its signing key; makes one
 * where there is none that can be enabled. Then it is the only enabled one with this URL.
 */
export async function register(context: IHookFunctions): Promise<void> {
	const wanted = wantedState(context);
	const api = await WebhookApi.open(context);
	const all = await api.list();
	const atUrl = webhooksAt(context, all, wanted.url);
	if (atUrl.some((webhook) => isMadeByHand(webhook) && isEnabled(webhook))) {
		throw new NodeOperationError(
			context.getNode(),
			`A webhook that was created manually in Attentive already delivers to ${wanted.url}, so each event would arrive twice. Delete it in Attentive (Webhooks tab of your app), or set 'Webhook Setup' to Manually in Attentive`,
		);
	}
	const id =
		(await enableOneOf(api, inOrder(context, atUrl), wanted)) ?? (await make(context, api, wanted, all));
	keep(context, wanted.url, id);
	for (const other of atUrl) if (other.id !== id && isEnabled(other)) await api.disable(other);
}

/**
 * Disables the webhook with the node's URL, or removes it: always that of the Test URL, otherwise if the panel says so.
 * Never throws, so that a workflow can be unpublished whatever Attentive says; false if Attentive could not be told.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	try {
		await release(context);
		return true;
	} catch (error) {
		const reason = messageOf(error);
		warn(
			context,
			`${reason} If the workflow stays unpublished, disable the webhook in Attentive (Webhooks tab of your app), or it may keep delivering to a URL that does not answer`,
		);
		return false;
	}
}

async function release(context: IHookFunctions): Promise<void> {
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) return;
	const api = await WebhookApi.open(context);
	const own = inOrder(context, webhooksAt(context, await api.list(), url));
	if (isForTest(context, url) || isToBeRemoved(context)) {
		for (const webhook of own) await api.remove(webhook);
		return;
	}
	for (const webhook of own) {
		if (isEnabled(webhook))
			await api.disable({ ...webhook, events: webhook.events ?? wantedEvents(context) });
	}
}

function isToBeRemoved(context: IHookFunctions): boolean {
	const options: unknown = context.getNodeParameter('options', {});
	return isObject(options) && options.whenUnpublished === 'remove';
}

/** What the panel says. Throws where Attentive would not take it. */
function wantedState(context: IHookFunctions): WebhookState {
	const url = context.getNodeWebhookUrl('default') ?? '';
	if (!isHttpsOrThisMachine(url)) {
		throw new NodeOperationError(
			context.getNode(),
			`Attentive delivers only to URLs that start with https://, but the URL of this node is ${url}. Set n8n's environment variable WEBHOOK_URL to the public https address of n8n, then restart n8n`,
		);
	}
	return { url, events: wantedEvents(context) };
}

function wantedEvents(context: IHookFunctions): string[] {
	const { every, listed, others = [] } = readTriggerOn(context);
	const accepted = eventsByApi.map(({ type }) => type);
	// Also beside Every Event: what was chosen under the other setup must not seem to be delivered.
	const notAccepted = listed.filter((type) => !accepted.includes(type));
	if (notAccepted.length > 0) {
		const names = notAccepted.map((type) => {
			const known = webhookEvents.find((event) => event.type === type);
			return known ? `${known.displayName} (${type})` : type;
		});
		throw new NodeOperationError(
			context.getNode(),
			`Attentive's API does not offer ${names.join(' or ')}. Remove it from 'Trigger On', or set 'Webhook Setup' to Manually in Attentive and follow the steps shown there`,
		);
	}
	// Of those that were named, Attentive says which it takes.
	return [...new Set([...(every ? accepted : listed), ...others])];
}

/** Those with the node's URL. One that Attentive lists without a URL is known only by the ID that was kept for this URL. */
function webhooksAt(context: IHookFunctions, all: KnownWebhook[], url: string): KnownWebhook[] {
	const { webhookId, webhookUrl } = kept(context);
	return all.flatMap((webhook) => {
		if (webhook.url !== undefined) return webhook.url === url ? [webhook] : [];
		return webhook.id === webhookId && webhookUrl === url ? [{ ...webhook, url }] : [];
	});
}

/** Those that the API can change: first the enabled ones, then the one that this node had, then the newest. */
function inOrder(context: IHookFunctions, webhooks: KnownWebhook[]): KnownWebhook[] {
	const { webhookId } = kept(context);
	const changeable = webhooks.filter((webhook) => !isMadeByHand(webhook)).reverse();
	const sorted = [
		...changeable.filter(({ id }) => id === webhookId),
		...changeable.filter(({ id }) => id !== webhookId),
	];
	const disabled = sorted.filter((webhook) => !isEnabled(webhook));
	return [...sorted.filter(isEnabled), ...disabled.slice(0, MOST_DISABLED)];
}

/** The ID of the webhook that was enabled and now has the events; undefined if another one must be made. */
async function enableOneOf(
	api: WebhookApi,
	candidates: KnownWebhook[],
	wanted: WebhookState,
): Promise<string | undefined> {
	for (const candidate of candidates) {
		const called = await api.update(candidate.id, { ...wanted, disabled: false });
		if (isDone(called) && !saysDisabled(called)) return candidate.id;
		if (!(await deliversNothing(api, candidate, called)))
			throw api.error('Could not enable the webhook in Attentive', called.outcome);
	}
	return undefined;
}

/** Whether a webhook that could not be enabled certainly delivers nothing, so that another one may be made. */
async function deliversNothing(api: WebhookApi, candidate: KnownWebhook, called: Called): Promise<boolean> {
	const { ended, outcome } = called;
	if (isDone(called) || isGone(called)) return true;
	if (isEnabled(candidate)) return false;
	if (ended.kind === 'refused') return !ended.denied;
	// Attentive failed and is done with it, so its list tells what became of it. Without an answer it may still be at it.
	return ended.kind === 'unknown' && outcome.kind === 'answer' && !(await isEnabledNow(api, candidate));
}

async function isEnabledNow(api: WebhookApi, { id }: KnownWebhook): Promise<boolean> {
	return (await api.list()).some((webhook) => webhook.id === id && isEnabled(webhook));
}

/** @param before the webhooks that there were */
async function make(
	context: IHookFunctions,
	api: WebhookApi,
	wanted: WebhookState,
	before: KnownWebhook[],
): Promise<string> {
	const created = (await api.create(wanted)) ?? (await idOfNew(context, api, wanted.url, before));
	const id = await onlyNew(context, api, created, wanted.url, before);
	for (const other of before.filter(isWithoutUrl)) {
		warn(
			context,
			`Attentive lists a webhook without its URL (${other.id}), so n8n cannot tell whether it is an older one of this node. If events arrive twice, delete it with the operation Webhook: Delete`,
		);
	}
	if (!isForTest(context, wanted.url)) {
		warn(
			context,
			`created a new webhook in Attentive (${id}) with a new signing key. Copy that key from your app's Webhooks tab in Attentive into the credential under 'Signing Keys'. Until then, every delivery is refused. Attentive retries for three days, then disables the URL`,
		);
	}
	return id;
}

/** Another n8n with the same URL may have created one at the same moment. Both leave the same one enabled, whichever looks first. */
async function onlyNew(
	context: IHookFunctions,
	api: WebhookApi,
	created: string,
	url: string,
	before: KnownWebhook[],
): Promise<string> {
	const added = webhooksAt(context, await api.list(), url).filter(
		(one) => isEnabled(one) && !isMadeByHand(one) && before.every(({ id }) => id !== one.id),
	);
	const id = added.reduce((least, one) => (one.id < least ? one.id : least), created);
	for (const other of added) if (other.id !== id) await api.disable(other);
	return id;
}

/** Of a webhook whose ID was not in the answer that created it. */
async function idOfNew(
	context: IHookFunctions,
	api: WebhookApi,
	url: string,
	before: KnownWebhook[],
): Promise<string> {
	const all = (await api.list()).filter((webhook) => isEnabled(webhook) && !isMadeByHand(webhook));
	const created = all.find((webhook) => webhook.url === url);
	if (created) return created.id;
	const [added, ...others] = all.filter(
		(webhook) => isWithoutUrl(webhook) && before.every(({ id }) => id !== webhook.id),
	);
	if (added && others.length === 0) return added.id;
	throw new NodeOperationError(
		context.getNode(),
		'The webhook was created, but Attentive did not return its ID and does not list it. Publish the workflow again: the node finds the webhook by its URL',
	);
}

function isEnabled({ disabledAt }: KnownWebhook): boolean {
	return !disabledAt;
}

/** Whether it may deliver to the node's URL, since nobody knows where it delivers to. */
function isWithoutUrl(webhook: KnownWebhook): boolean {
	return webhook.url === undefined && isEnabled(webhook) && !isMadeByHand(webhook);
}

/** Attentive has two words for each kind, and uses them in different answers. */
function isMadeByHand({ type }: KnownWebhook): boolean {
	return /^(static|creator)$/i.test(type ?? '');
}

function haveSame(some: string[], others: string[]): boolean {
	return some.length === others.length && some.every((one) => others.includes(one));
}

function kept(context: IHookFunctions): Kept {
	return context.getWorkflowStaticData('node');
}

function keep(context: IHookFunctions, url: string, webhookId: string): void {
	const data: IDataObject = context.getWorkflowStaticData('node');
	data.webhookId = webhookId;
	data.webhookUrl = url;
	if (isForTest(context, url)) data.forTest = true;
}

/** When it asks to delete a webhook, n8n does not say whether it is that of the Test URL. */
function isForTest(context: IHookFunctions, url: string): boolean {
	return context.getMode() === 'manual' || kept(context).forTest === true || /\/webhook-test\//.test(url);
}

function warn(context: IHookFunctions, text: string): void {
	context.logger.warn(`Attentive Trigger "${context.getNode().name}": ${text}.`, {
		workflowId: context.getWorkflow().id,
	});
}
