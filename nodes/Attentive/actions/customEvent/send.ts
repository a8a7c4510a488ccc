import { customEventSchema } from '../../../schemas/customEvents';
import { fieldTypes, mapping } from '../../../fields/mapping';
import { eventUser, type Person } from '../../../fields/person';
import { moment, requiredText, text } from '../../../fields/simple';
import { user } from '../../../fields/user';
import { sensitiveDataNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { sensitiveNames, type Warning } from '../../../operation/warnings';
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
	endpoint: { method: 'POST', path: '/v1/events/custom', requestsPerSecond: 150 },
	permission: { name: 'Custom Events', level: 'Write' },
	repeat: ({ ifOutcomeUnknown }) => (ifOutcomeUnknown === 'sendAgain' ? 'repeatable' : 'unsafe'),
	refusal: unknownPerson,
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
				'Your ID for this one event. Attentive may drop a second event with the same ID, so do not use an order number alone. If empty, one is created that stays the same when n8n retries the item.',
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
	ownOptions: [
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
	payload: ({ type, user: person, properties, externalEventId, mediaUrl, occurredAt }, facts) => ({
		type,
		user: eventUser(person),
		...(mediaUrl !== undefined || Object.keys(properties).length > 0
			? { properties: { ...properties, ...(mediaUrl === undefined ? {} : { mediaUrl }) } }
			: {}),
		externalEventId: externalEventId ?? facts.uniqueId(),
		occurredAt: occurredAt?.toISO() ?? facts.now,
	}),
	person: (values): Person => values.user,
	warnings: (event, { now }): Warning[] => [
		...sensitiveNames(Object.keys(event.properties ?? {})),
		...eventWarnings(event.properties ?? {}, event.occurredAt, now),
	],
	skipRepeats: { example: 'event_id' },
	withoutSeen(event, seen) {
		const { externalEventId = '' } = event;
		const isRepeated = seen.has(externalEventId);
		seen.add(externalEventId);
		const message = 'has the External Event ID of an earlier item, so Attentive may drop it';
		return { payload: event, warnings: isRepeated ? [{ code: 'sameEventId', message }] : [] };
	},
	mapped: ({ properties }) => properties ?? {},
	details: ({ externalEventId }) => ({ externalEventId }),
});
