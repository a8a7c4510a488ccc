import type { IDataObject } from 'n8n-workflow';
import { reads } from '../../../delivery/reads';
import {
	contactSchema,
	eligibilityAnswerSchema,
	SUBSCRIPTION_TYPES,
	type PhoneOrEmail,
	type Subscription,
} from '../../../schemas/subscriptions';
import { phoneOrEmail } from '../../../fields/phoneOrEmail';
import { defineOperation } from '../../../operation/defineOperation';

/** Shared with Subscribe, which asks it first. */
export const eligibilityEndpoint = {
	method: 'GET',
	path: '/v1/subscriptions',
	requestsPerSecond: 150,
} as const;

export const getEligibility = defineOperation({
	resource: 'subscriber',
	operation: 'getEligibility',
	name: 'Get Eligibility',
	action: 'Get eligibility of user',
	description: 'Get which kinds of messages a phone or an email can receive',
	kind: 'read',
	permission: { name: 'Subscribers', level: 'Read' },
	isIdempotent: true,
	fields: { user: phoneOrEmail },
	schema: contactSchema,
	read: ({ user }) => ({ payload: user }),
	delivery: reads<PhoneOrEmail>({
		endpoint: eligibilityEndpoint,
		request: (user) => ({ query: user }),
		records: (body, user) => [{ ...user, ...eligibility(body) }],
		notFound: (user) => [
			{
				...user,
				...notEligible('phone' in user ? 'TEXT' : 'EMAIL'),
				note: 'Attentive does not know this person',
			},
		],
	}),
});

/** The answer that a 404 stands for: Attentive gives it for everyone who has no subscription. */
export const NO_SUBSCRIPTIONS = { subscriptionEligibilities: [] };

function notEligible(channel: Subscription['channel']): IDataObject {
	return Object.fromEntries(
		SUBSCRIPTION_TYPES.map((type) => [camelCase(type), { [camelCase(channel)]: false }]),
	);
}

/** One yes or no for each type and channel, such as `{ marketing: { text: true, email: false } }`. */
function eligibility(body: unknown): IDataObject {
	const types = new Map<string, IDataObject>();
	const { subscriptionEligibilities } = eligibilityAnswerSchema.parse(body);
	for (const { subscription, eligibility: answer } of subscriptionEligibilities ?? []) {
		const { type, channel } = subscription;
		if (type === undefined || channel === undefined || answer.isEligible === undefined) continue;
		const name = camelCase(type);
		types.set(name, { ...types.get(name), [camelCase(channel)]: answer.isEligible });
	}
	return Object.fromEntries(types);
}

/** CHECKOUT_ABANDONED as checkoutAbandoned. */
function camelCase(name: string): string {
	return name.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
