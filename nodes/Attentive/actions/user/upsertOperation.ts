import { askFirst } from '../../../delivery/askFirst';
import type { Delivery } from '../../../delivery/delivery';
import { writes, type Writes } from '../../../delivery/writes';
import type { Skip } from '../../../errors/itemResult';
import type { Drafted, RunWide } from '../../../operation/operation';
import { userSchema, type UserSubscription, type UserUpsert } from '../../../schemas/users';
import { ValueError } from '../../../values/valueError';
import { fieldTypes, mapping } from '../../../fields/mapping';
import type { Person } from '../../../fields/person';
import { profile, type Profile } from '../../../fields/profile';
import { noConsent } from '../../../fields/consent';
import {
	subscribes,
	subscribeToo,
	subscribeTooDetails,
	type SubscribeToo,
} from '../../../fields/subscribeToo';
import { userBy } from '../../../fields/user';
import { fixedTypeNotice, joiningNotice, sensitiveDataNotice } from '../../../fields/notices';
import { eligibilityEndpoint, NO_SUBSCRIPTIONS } from '../subscriber/getEligibility';
import { askWhoIsSubscribed, consented, contactsOf } from '../subscriber/whoIsSubscribed';
import { subscriptionName } from '../subscriber/subscriptionName';
import { sensitiveNames } from '../../../fields/warnings';

const notices = [sensitiveDataNotice, fixedTypeNotice, joiningNotice];

const wording = {
	one: 'Attribute',
	many: 'Attributes',
	structured: false,
	required: false,
	example: '{ "Tier": "Gold", "Points": 250 }',
};

const fields = {
	user: userBy({ others: ['clientUserId', 'shopifyId', 'klaviyoId'], customIdentifiers: true }),
	profile,
	attributes: mapping(wording),
	subscription: subscribeToo,
};
const additionalFields = { fieldTypes: fieldTypes(wording), ...subscribeTooDetails };

interface Values {
	user: Person;
	profile: Profile;
	attributes: Record<string, unknown>;
	subscription: SubscribeToo | undefined;
	ifSubscribed: 'skip' | 'again' | undefined;
	singleOptIn: boolean | undefined;
}

export function upsertPayload({ user, profile: details, attributes, subscription, singleOptIn }: Values) {
	const { customIdentifiers, ...identifiers } = user;
	const custom = Object.keys(attributes).length > 0 ? { custom: attributes } : {};
	const all = { ...details, ...custom };
	const subscriptions = subscription ? subscriptionsOf(user, subscription, singleOptIn) : [];
	return {
		identifiers: {
			...identifiers,
			...(customIdentifiers
				? { customIdentifiers: customIdentifiers.map(({ name, value }) => ({ key: name, value })) }
				: {}),
		},
		...(Object.keys(all).length > 0 ? { attributes: all } : {}),
		...(subscriptions.length > 0 ? { subscriptions } : {}),
	};
}

function subscriptionsOf(
	user: Person,
	{ consent, signUpSourceId, subscriptionType }: SubscribeToo,
	singleOptIn: boolean | undefined,
): UserSubscription[] {
	if (contactsOf(user).length === 0) {
		throw new ValueError({
			reasonCode: 'noContact',
			field: 'Phone, Email',
			reason: 'are both empty, so there is no one to subscribe',
			wayOut: "Enter one of them, or turn off 'Subscribe Too'",
		});
	}
	return consented(user, consent).map(({ channel }) => ({
		signUpSourceId,
		channel,
		subscriptionType,
		...(singleOptIn === undefined ? {} : { singleOptIn }),
	}));
}

const subscribesPeople = (runWide: RunWide): boolean => subscribes({ runWide });

/** Why an item is left out: none of its contacts may be subscribed. */
function withoutContact({ user, subscription }: Values): Skip | undefined {
	const contacts = contactsOf(user);
	if (!subscription || contacts.length === 0) return undefined;
	const reasons = contacts.flatMap(({ channel }) => subscription.consent[channel] ?? []);
	return reasons.length === contacts.length ? noConsent(reasons) : undefined;
}

function questionOf({ user, subscription, ifSubscribed }: Values, payload: UserUpsert) {
	if (!subscription || ifSubscribed === 'again') return undefined;
	return askWhoIsSubscribed(consented(user, subscription.consent), subscription.subscriptionType, (left) => {
		const subscriptions = payload.subscriptions?.filter((one) =>
			left.some(({ channel }) => channel === one.channel),
		);
		const { subscriptions: _, ...rest } = payload;
		return { payload: subscriptions && subscriptions.length > 0 ? { ...rest, subscriptions } : rest };
	});
}

function read(values: Values): Drafted<UserUpsert> {
	const skip = withoutContact(values);
	if (skip) return { skip };
	return {
		payload: upsertPayload(values),
		warnings: sensitiveNames(Object.keys(values.attributes)),
		question: (payload) => questionOf(values, payload),
	};
}

/** Rows of one person as one record: later values win. Undefined where the rows name two people, or subscribe somebody. */
export function mergedUser(first: UserUpsert, next: UserUpsert): UserUpsert | undefined {
	if (first.subscriptions || next.subscriptions) return undefined;
	const identifiers = mergedIdentifiers(first.identifiers, next.identifiers);
	if (!identifiers) return undefined;
	const attributes = mergedAttributes(first.attributes, next.attributes);
	return { identifiers, ...(attributes ? { attributes } : {}) };
}

type Identifiers = UserUpsert['identifiers'];
type Attributes = NonNullable<UserUpsert['attributes']>;

function mergedIdentifiers(first: Identifiers, next: Identifiers): Identifiers | undefined {
	const names = ['phone', 'email', 'clientUserId', 'shopifyId', 'klaviyoId'] as const;
	// Of emails alone the case does not matter: "aB" and "Ab" may be two IDs, and the first would be lost.
	const comparable = (name: string, value?: string) => (name === 'email' ? value?.toLowerCase() : value);
	const differs = (name: (typeof names)[number]) =>
		first[name] !== undefined &&
		next[name] !== undefined &&
		comparable(name, first[name]) !== comparable(name, next[name]);
	const known = first.customIdentifiers ?? [];
	const added = (next.customIdentifiers ?? []).filter(
		({ key, value }) => !known.some((one) => one.key === key && one.value === value),
	);
	const isTwo = added.some(({ key }) => known.some((one) => one.key === key));
	if (isTwo || names.some(differs)) return undefined;
	const customIdentifiers = [...known, ...added];
	return { ...first, ...next, ...(customIdentifiers.length > 0 ? { customIdentifiers } : {}) };
}

function mergedAttributes(first: Attributes = {}, next: Attributes = {}): Attributes | undefined {
	const demographic = both(first.demographic, next.demographic);
	const location = both(first.location, next.location);
	const locale = both(first.locale, next.locale);
	const custom = both(first.custom, next.custom);
	const merged: Attributes = {
		...first,
		...next,
		...(demographic ? { demographic } : {}),
		...(location ? { location } : {}),
		...(locale ? { locale } : {}),
		...(custom ? { custom } : {}),
	};
	return Object.keys(merged).length > 0 ? merged : undefined;
}

function both<Part extends object>(first: Part | undefined, next: Part | undefined): Part | undefined {
	return first && next ? { ...first, ...next } : (next ?? first);
}

/** What upserting one user and many declare alike. An upsert that carries subscriptions counts as a subscribe. */
export const upsertOperation = {
	resource: 'user',
	kind: 'write' as const,
	joinsPeople: true as const,
	permission: { name: 'Custom Attributes and Subscribers', level: 'All' as const },
	isIdempotent: (_options: unknown, runWide: RunWide) => !subscribesPeople(runWide),
	guard: { deed: 'Subscribe People', isNeeded: subscribesPeople },
	textsPeople: subscribesPeople,
	labels: { custom: 'Attributes', subscriptions: 'Subscribe Too', channel: 'Subscribe Too' },
	notices,
	fields,
	additionalFields,
	schema: userSchema,
	read,
	skipRepeats: { example: 'email' },
};

const CONFLICT = 409;

/** What a 409 means for users that are subscribed as well; its words in the OpenAPI file are "Subscription already exists". */
function subscriptionExists(users: UserUpsert[], words: string) {
	const names = new Set(
		users.flatMap(({ subscriptions = [] }) =>
			subscriptions.map(({ subscriptionType: type, channel }) => subscriptionName({ type, channel })),
		),
	);
	if (names.size === 0) return undefined;
	const whose = users.length > 1 ? 'one of these users' : 'the user';
	const exists = /subscri/i.test(words) ? 'already exists' : 'may already exist';
	return {
		reason: `A subscription of ${whose} ${exists} (${[...names].join(', ')})`,
		wayOut: "Turn off 'Subscribe Too' to update only the details and attributes",
	};
}

/** Asks who is subscribed before it sends users. */
export function upsertDelivery(how: Omit<Writes<UserUpsert>, 'named'>): Delivery<UserUpsert> {
	return askFirst(
		{ endpoint: eligibilityEndpoint, notFoundAnswer: NO_SUBSCRIPTIONS },
		writes<UserUpsert>({
			...how,
			named: ({ attributes }) => attributes?.custom ?? {},
			// An object, of which nothing is needed.
			answer: () => ({}),
			refusal: (status, _first, words, users) =>
				status === CONFLICT ? subscriptionExists(users, words) : undefined,
		}),
	);
}
