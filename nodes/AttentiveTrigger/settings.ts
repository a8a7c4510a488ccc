import { UserError, type IDataObject, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { excerpt } from '../values/valueError';
import { isObject } from './tidyEvent';
import { EVERY_EVENT } from './triggerOn';

/** What the panel says. */
export interface TriggerSettings {
	/** Names of events, or the choice that stands for all. */
	triggerOn: string[];
	/** Only subscriptions of these types; empty: of all. */
	subscriptionTypes: string[];
	dropSeen: boolean;
	includeRawBody: boolean;
}

export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const given: unknown = context.getNodeParameter('options', {});
	const options = isObject(given) ? given : {};
	return {
		triggerOn: readTriggerOn(context),
		subscriptionTypes: texts(options.subscriptionTypes),
		dropSeen: options.dropSeen === true,
		includeRawBody: options.includeRawBody === true,
	};
}

/** Throws if it is no list: to go on would be to ignore every event. */
export function readTriggerOn(context: IHookFunctions | IWebhookFunctions): string[] {
	const chosen: unknown = context.getNodeParameter('triggerOn', []);
	if (!Array.isArray(chosen))
		throw new UserError("'Trigger On' is not a list. Select the events in the panel");
	return texts(chosen);
}

/** Whether the webhook is created through the API, or manually in Attentive. */
export function isSetUpByApi(context: IHookFunctions): boolean {
	return context.getNodeParameter('setUp', 'byHand') === 'byApi';
}

function texts(value: unknown): string[] {
	return (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string');
}

/** Why an event starts no run; undefined if it starts one. */
export function whyIgnored(
	type: string,
	{ subscription }: IDataObject,
	{ triggerOn, subscriptionTypes }: TriggerSettings,
): string | undefined {
	if (!triggerOn.includes(EVERY_EVENT) && !triggerOn.includes(type))
		return `The event "${excerpt(type)}" is not selected under 'Trigger On'`;
	// An event that names no type is let through: a filter must not swallow an opt-out.
	const subscriptionType = isObject(subscription) ? subscription.type : undefined;
	if (typeof subscriptionType !== 'string' || subscriptionTypes.length === 0) return undefined;
	if (subscriptionTypes.includes(subscriptionType.trim().toUpperCase())) return undefined;
	return `The subscription type "${excerpt(subscriptionType)}" is not selected under 'Only Subscription Types'`;
}
