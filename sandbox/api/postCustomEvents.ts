import { z } from 'zod';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { endpoint, noQuery } from './endpoint';
import { eventUser, identifiersOf } from './eventUser';
import { fields, instant, notEmpty, report, text, without, type Rule } from './rules';

const keyCharacters = without('"{}[]\\|', 'OpenAPI');
const assumedNotEmpty = { ...notEmpty, source: 'assumed' } as const;

const mediaUrl: Rule<unknown> = {
	expected: 'the URL of a picture as text',
	source: 'OpenAPI',
	holds: (value) => typeof value === 'string' && value !== '',
};

/** Values may be any JSON (OpenAPI), null and empty text too. That the rule for keys holds at every depth is assumed. */
const properties = z.record(z.unknown()).superRefine((received, context) => {
	if ('mediaUrl' in received && !mediaUrl.holds(received.mediaUrl)) {
		report(context, ['mediaUrl'], mediaUrl, received.mediaUrl);
	}
	checkKeys(received, [], context);
});

const body = fields(
	{
		type: text(assumedNotEmpty, without('"\'(){}[]\\|,', 'OpenAPI')),
		properties: properties.optional(),
		externalEventId: text(assumedNotEmpty).optional(),
		occurredAt: text(instant).optional(),
		user: eventUser,
	},
	'assumed',
);

export const postCustomEvents = endpoint({
	method: 'POST',
	path: '/v1/events/custom',
	permission: 'events:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body,
	answer({ account, token, body: event, write }) {
		const { customEvents, users, journeys, clock, settings } = account;
		const creator = customEvents.creatorOf(event.type);
		if (creator !== undefined && creator !== token.label) {
			// That only the creating app may send it is published, what the others get to hear is not.
			throw new Refusal(
				400,
				`body.type: expected to be sent by the app that created this event type (${creator}), received ${token.label} [OpenAPI]`,
			);
		}

		const { type, externalEventId, occurredAt } = event;
		const dropped = settings.dropEqualExternalEventIds && customEvents.hasSeen(externalEventId);
		const user = users.identify(identifiersOf(event.user));
		const now = clock.now();
		customEvents.record(type, token.label, externalEventId);
		write(user, dropped ? { dropped } : {});
		journeys.eventStored(
			{
				api: 'custom',
				type,
				externalEventId,
				phone: event.user.phone,
				user,
				occurredAt: occurredAt === undefined ? now : Date.parse(occurredAt),
				dropped,
			},
			now,
		);
		return { status: 200 };
	},
});

function checkKeys(value: unknown, path: (string | number)[], context: z.RefinementCtx): void {
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		const rule = [assumedNotEmpty, keyCharacters].find((each) => !each.holds(key));
		if (rule !== undefined && !Array.isArray(value)) report(context, [...path, key], rule, key);
		checkKeys(inner, [...path, key], context);
	}
}
