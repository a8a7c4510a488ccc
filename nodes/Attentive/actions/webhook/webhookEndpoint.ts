import type { IDataObject } from 'n8n-workflow';
import type { Webhook } from '../../../schemas/webhooks';
import { isHttpsOrThisMachine } from '../../../values/address';
import { parseText } from '../../../values/text';
import { ValueError } from '../../../values/valueError';
import { parseEventNames, webhookEvents } from '../../../webhooks/events';
import { choices } from '../../../fields/choice';
import { parseField, type Field } from '../../../fields/field';
import { picked } from '../../../fields/picked';

/** The list of all webhooks, also the way to find one: Attentive has no call for a single one. */
export const listEndpoint = { method: 'GET', path: '/v1/webhooks', requestsPerSecond: 150 } as const;

export const webhooksPermission = { name: 'Webhooks', level: 'Write' } as const;

export const webhook = picked({
	displayName: 'Webhook',
	list: 'searchWebhooks',
	placeholder: 'e.g. MjU6Q29tcGFueUFwcGxpY2F0aW9uV2ViaG9vazIy',
	description: 'Only webhooks that were created through the API can be changed',
});

/** @param what is delivered */
export const events = (what: string) =>
	choices({
		displayName: 'Events',
		options: webhookEvents
			.filter(({ byApi }) => byApi)
			.map(({ type, displayName, description }) => ({ name: displayName, value: type, description })),
		description: `${what} Text opt-outs, incoming texts and sent emails are available only to webhooks that were created manually in Attentive.`,
	});

const OTHER_EVENTS = 'Other Events';

/** Events by their names: Attentive may offer some that the list of this version does not have. */
export const otherEvents = (what: string): Field<string[]> => ({
	properties: (name) => [
		{
			displayName: OTHER_EVENTS,
			name,
			type: 'string',
			default: '',
			placeholder: 'e.g. sms.sent, email.opened',
			description: `${what} Separate names with commas; an expression can also give a list. Attentive refuses names that it does not know.`,
		},
	],
	parse: (source, name) => parseField(OTHER_EVENTS, source.parameter(name), parseEventNames),
});

/** What is selected and what is named, each once. */
export function chosenEvents(given: { events: string[]; otherEvents: string[] }): string[] {
	return [...new Set([...given.events, ...given.otherEvents])];
}

/** A webhook's address. Throws a ValueError for one that Attentive would not deliver to. */
export function parseWebhookUrl(value: unknown): string | undefined {
	const url = parseText(value);
	if (url === undefined || isHttpsOrThisMachine(url)) return url;
	throw new ValueError({
		reasonCode: 'notHttps',
		value,
		reason: 'is not an https address',
		wayOut: 'Use an address that begins with https://',
	});
}

/** A webhook as results show it. */
export function shownWebhook({ id, url, events: types, type, companyId, disabledAt }: Webhook): IDataObject {
	return {
		...(id === undefined ? {} : { webhookId: id }),
		...(url === undefined ? {} : { url }),
		...(types === undefined ? {} : { events: types }),
		...(type ? { type } : {}),
		...(companyId === undefined ? {} : { companyId }),
		enabled: !disabledAt,
		...(disabledAt ? { disabledAt } : {}),
	};
}
