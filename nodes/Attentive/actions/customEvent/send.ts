import { customEventSchema } from '../../../schemas/customEvents';
import { mapping } from '../../../fields/mapping';
import { eventUser, type Person } from '../../../fields/person';
import { moment, requiredText, text } from '../../../fields/simple';
import { user } from '../../../fields/user';
import { sensitiveDataNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { sensitiveNames, type Warning } from '../../../operation/warnings';
import { eventWarnings } from './eventWarnings';
import { unknownPerson } from '../../../errors/reasons';

export const send = defineOperation({
	resource: 'customEvent',
	operation: 'send',
	name: 'Send',
	action: 'Send a custom event',
	description: 'Tells Attentive that a user did something, which can start a journey',
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
			description: `The event's name as the journey knows it: "Order shipped" and "Order Shipped" are two. A name that is new makes a new type.`,
		}),
		user,
		properties: mapping({
			one: 'Property',
			many: 'Properties',
			structured: true,
			required: false,
			example: '{ "Points": 250, "Reward": "Free coffee" }',
		}),
	},
	additionalFields: {
		externalEventId: text({
			displayName: 'External Event ID',
			placeholder: 'e.g. order-1001-shipped',
			columnPlaceholder: 'e.g. event_id',
			description:
				'Your own ID of this very event, never that of an order alone: Attentive may drop a second event with the same ID. If empty, one is made that stays the same when n8n retries the item.',
			column: true,
		}),
		mediaUrl: text({
			displayName: 'Media URL',
			placeholder: 'https://cdn.example.com/picture.jpg',
			columnPlaceholder: 'e.g. picture_url',
			description: 'Picture for an MMS, where the journey has a dynamic picture',
			column: true,
		}),
		occurredAt: moment({
			displayName: 'Occurred At',
			description: 'When it happened; now if empty. An event older than 12 hours starts no journey.',
			column: true,
		}),
	},
	ownOptions: [
		{
			displayName: 'If the Outcome Is Unknown',
			name: 'ifOutcomeUnknown',
			type: 'options',
			options: [
				{
					name: 'Fail the Item',
					value: 'fail',
					description: 'Nobody is texted twice, but the event may be missing',
				},
				{
					name: 'Send Again With the Same ID',
					value: 'sendAgain',
					description:
						'No event is missing, but a journey may run twice: Attentive does not document that it drops the second event',
				},
			],
			default: 'fail',
			description:
				'What to do after a time-out or a server error, when nobody can say whether Attentive took the event',
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
	once: { example: 'event_id' },
	withoutSeen(event, seen) {
		const { externalEventId = '' } = event;
		const isRepeated = seen.has(externalEventId);
		seen.add(externalEventId);
		const message = 'has the External Event ID of an item before: Attentive may drop it';
		return { payload: event, warnings: isRepeated ? [{ code: 'sameEventId', message }] : [] };
	},
	mapped: ({ properties }) => properties ?? {},
	details: ({ externalEventId }) => ({ externalEventId }),
});
