import { writes } from '../../../delivery/writes';
import { customEventSchema, type CustomEvent } from '../../../schemas/customEvents';
import { fieldTypes, mapping } from '../../../fields/mapping';
import { eventUser } from '../../../fields/person';
import { moment, requiredText, text } from '../../../fields/simple';
import { user } from '../../../fields/user';
import { sensitiveDataNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';
import { sensitiveNames } from '../../../fields/warnings';
import { eventWarnings } from './eventWarnings';
import { unknownPerson } from '../../../errors/reasons';

const wording = {
	one: 'Property',
	many: 'Properties',
	structured: true,
	required: false,
	example: '{ "Points": 250, "Reward": "Free coffee" }',
};

export const send = defineOperation({
	resource: 'customEvent',
	operation: 'send',
	name: 'Send',
	action: 'Send custom event',
	description: 'Send a custom event, which can start a journey',
	kind: 'write',
	permission: { name: 'Custom Events', level: 'Write' },
	isIdempotent: ({ ifOutcomeUnknown }) => ifOutcomeUnknown === 'sendAgain',
	notices: [sensitiveDataNotice],
	fields: {
		type: requiredText({
			displayName: 'Event Type',
			placeholder: 'e.g. Points Awarded',
			description:
				'Name of the event in the journey, where upper and lower case differ. A new name creates a new event type.',
		}),
		user,
		properties: mapping(wording),
	},
	additionalFields: {
		fieldTypes: fieldTypes(wording),
		externalEventId: text({
			displayName: 'External Event ID',
			placeholder: 'e.g. order-1001-shipped',
			description:
				'Your ID for this one event. Attentive may drop a second event with the same ID, so do not use an order number alone. If empty, one is created that stays the same when n8n retries the item, and with Skip Repeats By also in later runs.',
		}),
		mediaUrl: text({
			displayName: 'Media URL',
			placeholder: 'e.g. https://cdn.example.com/picture.jpg',
			description: 'Picture for an MMS, if the journey has a dynamic picture',
		}),
		occurredAt: moment({
			displayName: 'Occurred At',
			description:
				'When it happened. If empty, the current time is sent. An event more than 12 hours old starts no journey.',
		}),
	},
	options: [
		{
			displayName: 'If Outcome Is Unknown',
			name: 'ifOutcomeUnknown',
			type: 'options',
			options: [
				{
					name: 'Fail the Item',
					value: 'fail',
					description: 'No one is texted twice, but the event may be missing',
				},
				{
					name: 'Send Again With the Same ID',
					value: 'sendAgain',
					description:
						'No event is lost, but a journey may run twice: Attentive does not document that it drops the second event',
				},
			],
			default: 'fail',
			description:
				'What to do after a timeout or a server error, when it is unknown whether Attentive accepted the event',
		},
	],
	schema: customEventSchema,
	read({ type, user: person, properties, mediaUrl, ...values }, { now, seen, once, uniqueId, nodesIdFor }) {
		// Other types may use the same value, such as an order number, for events of their own.
		const made = () => (once === undefined ? uniqueId() : nodesIdFor([type, once]));
		const externalEventId = values.externalEventId ?? made();
		const occurredAt = values.occurredAt?.toISO() ?? now;
		const isRepeated = seen.has(externalEventId);
		seen.add(externalEventId);
		const all = { ...properties, ...(mediaUrl === undefined ? {} : { mediaUrl }) };
		return {
			payload: {
				type,
				user: eventUser(person),
				...(Object.keys(all).length > 0 ? { properties: all } : {}),
				externalEventId,
				occurredAt,
			},
			warnings: [
				...sensitiveNames(Object.keys(all)),
				...eventWarnings(all, occurredAt, now),
				...(isRepeated ? [SAME_EVENT_ID] : []),
			],
		};
	},
	skipRepeats: {
		example: 'event_id',
		note: 'An empty External Event ID is made from this value and the event type, so that Attentive can recognize repeats as well.',
	},
	delivery: writes<CustomEvent>({
		endpoint: { method: 'POST', path: '/v1/events/custom', requestsPerSecond: 150 },
		details: ({ externalEventId }) => ({ externalEventId }),
		named: ({ properties }) => properties ?? {},
		refusal: unknownPerson,
	}),
});

const SAME_EVENT_ID = {
	code: 'sameEventId',
	message: 'has the External Event ID of an earlier item, so Attentive may drop it',
};
