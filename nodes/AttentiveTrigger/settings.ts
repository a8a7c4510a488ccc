import { UserError, type IDataObject, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { sentence } from '../errors/itemError';
import { attempted, excerpt } from '../values/valueError';
import { currentType, parseEventNames } from '../webhooks/events';
import { isObject } from './tidyEvent';
import { EVERY_EVENT, OTHER_EVENTS } from './triggerOn';

/** Which events are to start runs. */
export interface TriggerOn {
	/** Whether all do. */
	every: boolean;
	/** Chosen from the list. */
	listed: string[];
	/** By their names; undefined unless they are chosen. */
	others?: string[];
}

/** What the panel says. */
export interface TriggerSettings {
	triggerOn: TriggerOn;
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

/** Throws if it is no list, or a name cannot be one: to go on would be to ignore events. */
export function readTriggerOn(context: IHookFunctions | IWebhookFunctions): TriggerOn {
	const chosen: unknown = context.getNodeParameter('triggerOn', []);
	if (!Array.isArray(chosen))
		throw new UserError("'Trigger On' is not a list. Select the events in the panel");
	const all = texts(chosen);
	return {
		every: all.includes(EVERY_EVENT),
		listed: all.filter((type) => type !== EVERY_EVENT && type !== OTHER_EVENTS),
		...(all.includes(OTHER_EVENTS) ? { others: readOthers(context) } : {}),
	};
}

function readOthers(context: IHookFunctions | IWebhookFunctions): string[] {
	const options: unknown = context.getNodeParameter('options', {});
	const given = isObject(options) ? options[OTHER_EVENTS] : undefined;
	const names = attempted(() => parseEventNames(given));
	if ('value' in names) return names.value;
	const { value, reason, wayOut } = names.error.problem;
	throw new UserError(sentence({ field: 'Other Events', value: excerpt(value), reason, wayOut }));
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
	const { every, listed, others = [] } = triggerOn;
	if (!every && ![...listed, ...others.map(currentType)].includes(type))
		return `The event "${excerpt(type)}" is not selected under 'Trigger On'`;
	// An event that names no type is let through: a filter must not swallow an opt-out.
	const subscriptionType = isObject(subscription) ? subscription.type : undefined;
	if (typeof subscriptionType !== 'string' || subscriptionTypes.length === 0) return undefined;
	if (subscriptionTypes.includes(subscriptionType.trim().toUpperCase())) return undefined;
	return `The subscription type "${excerpt(subscriptionType)}" is not selected under 'Only Subscription Types'`;
}
