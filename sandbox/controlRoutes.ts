import { DateTime } from 'luxon';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { email, identifier, phone } from './api/eventUser';
import { endpoints } from './api';
import { locale } from './api/signUpUnit';
import { fields, notEmpty, text } from './api/rules';
import type { Account } from './attentive/account';
import { answerFaults, otherFaults, statusFaults, type Fault } from './attentive/faults';
import { distributionWindows } from './attentive/offers';
import { permissions, randomSecret } from './attentive/tokens';
import {
	channels,
	subscriptionStates,
	subscriptionTypes,
	type Channel,
	type CustomIdentifier,
	type SubscriptionState,
	type SubscriptionType,
} from './attentive/users';
import { checked, ControlRefusal } from './controlCheck';
import { controlBulkJobs } from './controlBulkJobs';
import { controlCatalog } from './controlCatalog';
import { controlOAuth } from './controlOAuth';
import { controlSegments } from './controlSegments';
import { controlWebhooks } from './controlWebhooks';
import { journeySchema } from './journeySchema';
import { settingsSchema } from './settingsSchema';
import { storageEndpoints } from './storage/endpoints';

/** The control API's path prefix. */
export const controlPrefix = '/_sandbox';

/** Somebody whom Attentive knows before the test begins. */
export interface SeedUser {
	phone?: string | undefined;
	email?: string | undefined;
	shopifyId?: string | undefined;
	klaviyoId?: string | undefined;
	clientUserId?: string | undefined;
	customIdentifiers?: CustomIdentifier[] | undefined;
	/** TEXT needs the phone, EMAIL the email. Without a state: subscribed. */
	subscriptions?:
		{ type: SubscriptionType; channel: Channel; state?: SubscriptionState | undefined }[] | undefined;
	attributes?: Record<string, string | number | boolean> | undefined;
}

const anyText = text(notEmpty);
const milliseconds = z.number().finite().min(0);
const whole = z.number().int().min(0);
const endpointName = z
	.string()
	.refine((name) => endpoints.some((each) => each.name === name), `expected one of ${endpointList()}`);
/** Faults and counts know the storage too. */
const countedNames = [...endpoints.map(({ name }) => name), ...storageEndpoints];
const countedName = z
	.string()
	.refine((name) => countedNames.includes(name), `expected one of ${countedNames.join(', ')}`);

const schemas = {
	clock: fields(
		{
			now: z.string().datetime({ offset: true, message: 'expected an ISO time with its offset' }).nullable(),
		},
		'assumed',
	),
	advance: fields({ ms: z.number().finite() }, 'assumed'),
	latency: fields(
		{ endpoint: endpointName.optional(), ms: milliseconds, jitterMs: milliseconds.optional() },
		'assumed',
	),
	limit: fields({ endpoint: endpointName.optional(), perSecond: whole }, 'assumed'),
	settings: settingsSchema,
	fault: faultSchema(),
	users: z.array(
		fields(
			{
				phone: phone.optional(),
				email: email.optional(),
				shopifyId: identifier.optional(),
				klaviyoId: identifier.optional(),
				clientUserId: identifier.optional(),
				customIdentifiers: z.array(fields({ name: anyText, value: anyText }, 'assumed')).optional(),
				subscriptions: z
					.array(
						fields(
							{
								type: z.enum(subscriptionTypes),
								channel: z.enum(channels),
								state: z.enum(subscriptionStates).optional(),
							},
							'assumed',
						),
					)
					.optional(),
				attributes: z.record(z.union([z.string(), z.number(), z.boolean()])).optional(),
			},
			'assumed',
		),
	),
	journey: journeySchema,
	signUpUnit: fields(
		{
			id: anyText,
			type: z.enum(['MARKETING', 'TRANSACTIONAL']),
			channels: z.array(z.enum(channels)).min(1),
			locale,
			name: anyText.optional(),
		},
		'assumed',
	),
	phone: fields({ phone }, 'assumed'),
	inboundText: fields({ phone, text: anyText }, 'assumed'),
	offer: fields({ id: whole, window: z.enum(distributionWindows) }, 'assumed'),
	offerParams: z.object({ id: z.coerce.number() }),
	predefinedAttribute: fields({ name: anyText, values: z.array(z.string()).min(1) }, 'assumed'),
	token: fields({ label: anyText, scopes: z.array(z.enum(permissions)) }, 'assumed'),
	ledgerQuery: fields({ endpoint: countedName.optional() }, 'assumed'),
};

/**
 * The requests by which a test prepares the sandbox and looks into it. They need no token and have no limits.
 * @param account the account of the moment: a reset puts a new one in its place
 */
export function controlRoutes(server: FastifyInstance, account: () => Account, reset: () => void): void {
	const done = {};

	server.post('/reset', () => {
		reset();
		return done;
	});
	server.put('/clock', ({ body }) => {
		const { now } = checked(schemas.clock, body);
		if (now === null) account().clock.release();
		else account().clock.freeze(DateTime.fromISO(now).toMillis());
		return done;
	});
	server.post('/clock/advance', ({ body }) => {
		account().clock.advance(checked(schemas.advance, body).ms);
		return done;
	});
	server.put('/latency', ({ body }) => {
		account().latencies.setLatency(checked(schemas.latency, body));
		return done;
	});
	server.put('/limits', ({ body }) => {
		const { endpoint, perSecond } = checked(schemas.limit, body);
		const names = endpoint === undefined ? endpoints.map(({ name }) => name) : [endpoint];
		for (const name of names) account().limits.setLimit(name, perSecond);
		return done;
	});
	server.put('/settings', ({ body }) => {
		account().settings = { ...account().settings, ...checked(schemas.settings, body) };
		return done;
	});
	server.post('/faults', ({ body }) => {
		account().faults.add(checked(schemas.fault, body));
		return done;
	});
	server.delete('/faults', () => {
		account().faults.clear();
		return done;
	});
	server.post('/users', ({ body }) => {
		const users = checked(schemas.users, body);
		users.forEach((user, index) => seed(account(), user, `users[${index}]`));
		return done;
	});
	server.post('/journeys', ({ body }) => {
		account().journeys.add(checked(schemas.journey, body));
		return done;
	});
	server.post('/sign-up-units', ({ body }) => {
		const unit = checked(schemas.signUpUnit, body);
		const { signUpUnits } = account();
		if (signUpUnits.has(unit.id)) throw new ControlRefusal(`There is a sign-up unit ${unit.id} already.`);
		signUpUnits.add(unit);
		return done;
	});
	server.post('/inbound-texts', ({ body }) => {
		const { phone, text } = checked(schemas.inboundText, body);
		account().subscriptions.receive(phone, text);
		return done;
	});
	server.post('/reply-yes', ({ body }) => {
		const { phone } = checked(schemas.phone, body);
		const { subscriptions } = account();
		if (!subscriptions.isPending(phone)) throw new ControlRefusal(`Nobody asked ${phone} to reply Y.`);
		subscriptions.receive(phone, 'Y');
		return done;
	});
	server.post('/reply-stop', ({ body }) => {
		account().subscriptions.receive(checked(schemas.phone, body).phone, 'STOP');
		return done;
	});
	server.post('/offers', ({ body }) => {
		const { id, window } = checked(schemas.offer, body);
		account().offers.set(id, window);
		return done;
	});
	server.post('/attributes', ({ body }) => {
		const { name, values } = checked(schemas.predefinedAttribute, body);
		account().attributeTypes.predefine(name, values);
		return done;
	});
	server.post('/tokens', ({ body }) => {
		const { label, scopes } = checked(schemas.token, body);
		const { tokens } = account();
		if (tokens.has(label)) throw new ControlRefusal(`There is a token with the label ${label} already.`);
		const token = randomSecret();
		tokens.add(token, label, scopes);
		return { token };
	});

	server.get('/ledger', ({ query }) => account().ledger.list(checked(schemas.ledgerQuery, query).endpoint));
	server.get('/requests', () => account().requests.list(countedNames));
	server.get('/texts', () => account().texts.sent);
	server.get('/no-texts', () => account().journeys.noTexts);
	server.get('/ecommerce-events', () => account().ecommerceEvents.stored);
	server.get('/users', () => account().users.list());
	server.get('/attribute-types', () => account().attributeTypes.list());
	server.get('/offers', () => account().offers.list());
	server.get('/offers/:id/codes', ({ params }) => {
		const { id } = checked(schemas.offerParams, params);
		const offer = account().offers.find(id);
		if (offer === undefined) throw new ControlRefusal(`There is no offer ${id}.`);
		return offer.uploads.flatMap(({ codes }) => codes);
	});
	server.get('/unknown-requests', () => account().unknownRequests);
	controlWebhooks(server, account);
	controlOAuth(server, account);
	controlSegments(server, account);
	controlBulkJobs(server, account);
	controlCatalog(server, account);
}

/** For messages: what the sandbox has. */
function endpointList(): string {
	return endpoints.map(({ name }) => name).join(', ');
}

function seed(account: Account, seeded: SeedUser, place: string): void {
	const { subscriptions = [], attributes = {}, ...identifiers } = seeded;
	const { phone, email } = identifiers;
	if (Object.values(identifiers).flat().length === 0) {
		throw new ControlRefusal(`${place}: a user needs at least one identifier.`);
	}
	const user = account.users.link(identifiers);
	for (const { type, channel, state = 'subscribed' } of subscriptions) {
		const address = channel === 'TEXT' ? phone : email?.toLowerCase();
		if (address === undefined) {
			throw new ControlRefusal(
				`${place}: a ${channel} subscription needs the user's ${channel === 'TEXT' ? 'phone' : 'email'}.`,
			);
		}
		account.users.setSubscription(user, { type, channel, address, state });
	}
	for (const [name, value] of Object.entries(attributes)) {
		const { attributeTypes } = account.settings;
		const objection = account.attributeTypes.objection(name, value, attributeTypes);
		if (objection !== undefined) throw new ControlRefusal(`${place}.attributes.${name}: ${objection}`);
		account.users.setAttribute(user, name, account.attributeTypes.accept(name, value, attributeTypes));
	}
}

function faultSchema(): z.ZodType<Fault, z.ZodTypeDef, unknown> {
	const target = {
		endpoint: countedName.optional(),
		count: z.number().int().min(1).optional(),
		after: whole.optional(),
		match: z.string().min(1).optional(),
	};
	return z.discriminatedUnion('kind', [
		fields({ ...target, kind: z.enum(statusFaults), retryAfter: z.number().min(0).optional() }, 'assumed'),
		fields({ ...target, kind: z.literal('slow'), ms: milliseconds }, 'assumed'),
		fields(
			{
				...target,
				kind: z.literal('redirect'),
				location: z.string().url(),
				status: z
					.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
					.optional(),
			},
			'assumed',
		),
		fields(
			{
				...target,
				kind: z.enum(answerFaults),
				status: z.number().int().min(200).max(599),
				body: z.unknown(),
			},
			'assumed',
		),
		fields({ ...target, kind: z.enum(otherFaults) }, 'assumed'),
	]);
}
