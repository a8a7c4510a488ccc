import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { webhookEvents, type WebhookEvent } from '../webhooks/events';

/** The choice that stands for all events. */
export const EVERY_EVENT = '*';

/** The ways to set up the webhook: in Attentive by a person, or by the node through the API. */
export type SetUp = 'byHand' | 'byApi';

const DESCRIPTION =
	'Each event starts one run. A campaign can cause thousands of sent and opened events, so select those only if you need them. Attentive recommends that only one application in your company listens to an event type.';

/**
 * One parameter with a list for each way of set-up. Under one name n8n's editor empties it when the set-up changes; two
 * names would keep a hidden choice. What another list lacks can still come with a workflow file: publishing refuses it.
 */
function triggerOn(setUp: SetUp, everyEvent: string, events: WebhookEvent[]): INodeProperties {
	return {
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		options: [
			{ name: 'Every Event', value: EVERY_EVENT, description: everyEvent },
			...events.map(({ type, displayName, description }): INodePropertyOptions => ({
				name: displayName,
				value: type,
				description,
			})),
		],
		// None: every event would mean a run for each message of each campaign.
		default: [],
		description: DESCRIPTION,
		displayOptions: { show: { setUp: [setUp] } },
	};
}

export const eventsByApi = webhookEvents.filter(({ byApi }) => byApi);

export const triggerOnProperties: INodeProperties[] = [
	triggerOn(
		'byHand',
		'Every event that you selected for the webhook in Attentive, including events that this node does not know yet',
		webhookEvents,
	),
	triggerOn('byApi', `All ${eventsByApi.length} events below`, eventsByApi),
];

const names = JSON.stringify({
	[EVERY_EVENT]: 'Every Event',
	...Object.fromEntries(webhookEvents.map(({ type, displayName }) => [type, displayName])),
});

/** The names of the chosen events. */
export const subtitle = `={{ $parameter["triggerOn"].map((event) => (${names})[event] ?? event).join(", ") }}`;
