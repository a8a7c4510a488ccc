import { alphabetically } from '../values/characters';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { webhookEvents, type WebhookEvent } from '../webhooks/events';

/** The choice that stands for all events. */
export const EVERY_EVENT = '*';

/** The choice that stands for the events named in the option of this name, which n8n shows once it is chosen. */
export const OTHER_EVENTS = 'otherEvents';

const OTHER_EVENTS_CHOICE: INodePropertyOptions = {
	name: 'Other Events',
	value: OTHER_EVENTS,
	description: "Events that are not in this list: enter their names under Options, in 'Other Events'",
};

export const otherEventsOption: INodeProperties = {
	displayName: 'Other Events',
	name: OTHER_EVENTS,
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. sms.sent, email.opened',
	description:
		'Names of the events that are not in the list of Trigger On, separated by commas, as Attentive writes them',
	displayOptions: { show: { '/triggerOn': [OTHER_EVENTS] } },
};

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
			...alphabetically<INodePropertyOptions>(
				[
					...events.map(({ type, displayName, description }) => ({
						name: displayName,
						value: type,
						description,
					})),
					OTHER_EVENTS_CHOICE,
				],
				({ name }) => name,
			),
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
	triggerOn('byApi', `All ${eventsByApi.length} events that this node knows`, eventsByApi),
];

const names = JSON.stringify({
	[EVERY_EVENT]: 'Every Event',
	...Object.fromEntries(webhookEvents.map(({ type, displayName }) => [type, displayName])),
});

/** The names of the chosen events. */
export const subtitle = `={{ $parameter["triggerOn"].map((event) => event === "${OTHER_EVENTS}" ? ($parameter["options"]?.["${OTHER_EVENTS}"] || "Other Events") : ((${names})[event] ?? event)).join(", ") }}`;
