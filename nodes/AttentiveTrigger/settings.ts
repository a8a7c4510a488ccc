import { UserError, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';
import { isWebhookEvent } from '../webhooks/events';
import { shown } from '../values/valueError';
import { EVERY_EVENT } from './description';
import { isObject } from './tidyEvent';

/** What the panel says. */
export interface TriggerSettings {
	events: string[];
	/** Only subscriptions of these types; empty: of all. */
	subscriptionTypes: string[];
	dropSeen: boolean;
	includeRawBody: boolean;
}

export function readSettings(context: IWebhookFunctions): TriggerSettings {
	const given: unknown = context.getNodeParameter('options', {});
	const options = isObject(given) ? given : {};
	const events: unknown = context.getNodeParameter('events', []);
	// To go on would be to ignore every event.
	if (!Array.isArray(events)) throw new UserError('Events is not a list: choose the events in the panel');
	return {
		events: texts(events),
		subscriptionTypes: texts(options.subscriptionTypes),
		dropSeen: options.dropSeen === true,
		includeRawBody: options.includeRawBody === true,
	};
}

function texts(value: unknown): string[] {
	return (Array.isArray(value) ? value : []).filter((one) => typeof one === 'string');
}

/** Why an event starts no run; undefined if it starts one. */
export function whyIgnored(
	type: string,
	{ subscription }: IDataObject,
	{ events, subscriptionTypes }: TriggerSettings,
): string | undefined {
	if (!isWebhookEvent(type)) return `The event "${shown(type)}" is not known to this node`;
	if (!events.includes(EVERY_EVENT) && !events.includes(type))
		return `The event "${type}" is not among the chosen ones`;
	// An event that names no type is let through: a filter must not swallow an opt-out.
	const subscriptionType = isObject(subscription) ? subscription.type : undefined;
	if (typeof subscriptionType !== 'string' || subscriptionTypes.length === 0) return undefined;
	if (subscriptionTypes.includes(subscriptionType.trim().toUpperCase())) return undefined;
	return `The subscription type "${shown(subscriptionType)}" is not among the chosen ones`;
}
