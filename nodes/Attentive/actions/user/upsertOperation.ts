import type { IDataObject } from 'n8n-workflow';
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
import type { WantedSubscription } from '../../../fields/moreSubscriptions';
import { subscribes, subscribeToo, subscribeTooDetails } from '../../../fields/subscribeToo';
import { subscriptionName } from '../../../fields/subscription';
import { userBy } from '../../../fields/user';
import { fixedTypeNotice, joiningNotice, sensitiveDataNotice } from '../../../fields/notices';
import { eligibilityEndpoint, NO_SUBSCRIPTIONS } from '../subscriber/getEligibility';
import { askWhoIsSubscribed, contactsOf, type Contact } from '../subscriber/whoIsSubscribed';
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
	subscription: WantedSubscription[] | undefined;
	ifSubscribed: 'skip' | 'again' | undefined;
	singleOptIn: boolean | undefined;
}

function upsertPayload({ user, profile: details, attributes, subscription, singleOptIn }: Values) {
	const { customIdentifiers } = user;
	const custom = Object.keys(attributes).length > 0 ? { custom: attributes } : {};
	const all = Object.assign({}, details, custom);
	const subscriptions = subscription ? subscriptionsOf(user, subscription, singleOptIn) : [];
	const renamed = customIdentifiers?.map(({ name, value }) => ({ key: name, value }));
	return {
		identifiers: Object.assign({}, user, renamed && { customIdentifiers: renamed }),
		...(Object.keys(all).length > 0 ? { attributes: all } : {}),
		...(subscriptions.length > 0 ? { subscriptions } : {}),
	};
}

/** A subscription, and the contact that gets it. */
type Reached = WantedSubscription & Contact;

/** The subscriptions that a person can have: texts need a phone, emails an email. */
function reached(user: Person, subscriptions: WantedSubscription[] = []): Reached[] {
	const contacts = contactsOf(user);
	return subscriptions.flatMap((one) => {
		const contact = contacts.find(({ channel }) => channel === one.channel);
		return contact ? [{ ...one, ...contact }] : [];
	});
}

function hasConsent({ noConsent: reason }: WantedSubscription): boolean {
	return reason === undefined;
}

function subscriptionsOf(
	user: Person,
	wanted: WantedSubscription[],
	singleOptIn: boolean | undefined,
): UserSubscription[] {
	const all = reached(user, wanted);
	if (contactsOf(user).length === 0) {
		throw new ValueError({
			reasonCode: 'noContact',
			field: 'Phone, Email',
			reason: 'are both empty, so there is no one to subscribe',
			wayOut: "Enter one of them, or turn off 'Subscribe Too'",
		});
	}
	if (all.length === 0) {
		throw new ValueError({
			reasonCode: 'noChannel',
			field: 'Channels, More Subscriptions',
			reason: 'have no subscription for this user: texts need a phone, emails need an email',
			wayOut: 'Add the phone or the email, or another subscription',
		});
	}
	checkNoneTwice(all);
	return all.filter(hasConsent).map(({ signUpSourceId, channel, subscriptionType }) => ({
		signUpSourceId,
		channel,
		subscriptionType,
		...(singleOptIn === undefined ? {} : { singleOptIn }),
	}));
}

/** One that is asked for twice may send its messages twice. */
function checkNoneTwice(all: Reached[]): void {
	const same = (one: Reached, other: Reached) =>
		one.channel === other.channel && one.subscriptionType === other.subscriptionType;
	const twice = all.find((one, index) => all.findIndex((other) => same(one, other)) < index);
	if (!twice) return;
	const sources = all.filter((one) => same(one, twice)).map(({ signUpSourceId }) => signUpSourceId);
	throw new ValueError({
		reasonCode: 'subscriptionTwice',
		field: 'More Subscriptions',
		reason: `has ${nameOf(twice)} a second time (sign-up sources ${sources.join(', ')}), so the user might get the same message twice`,
		wayOut: "Remove one of them, or choose under 'Channels' what the first sign-up source is for",
	});
}

function nameOf({ subscriptionType: type, channel }: WantedSubscription): string {
	return subscriptionName({ type, channel });
}

const subscribesPeople = (runWide: RunWide): boolean => subscribes({ runWide });

/** Why an item is left out: none of its contacts may be subscribed. */
function withoutContact({ user, subscription }: Values): Skip | undefined {
	if (!subscription) return undefined;
	const all = reached(user, subscription);
	const reasons = all.flatMap((one) => one.noConsent ?? []);
	return all.length > 0 && reasons.length === all.length ? noConsent(reasons) : undefined;
}

function questionOf({ user, subscription, ifSubscribed }: Values, payload: UserUpsert) {
	if (!subscription || ifSubscribed === 'again') return undefined;
	const all = reached(user, subscription);
	const asked = all.filter(hasConsent).map((one) => ({
		...one,
		type: one.subscriptionType,
		label: labelOf(one, all),
	}));
	return askWhoIsSubscribed(asked, (left) => {
		const subscriptions = payload.subscriptions?.filter((one) =>
			left.some(({ channel, type }) => channel === one.channel && type === one.subscriptionType),
		);
		const { subscriptions: _, ...rest } = payload;
		if (!subscriptions || subscriptions.length === 0) return { payload: rest };
		return { payload: { ...rest, subscriptions }, details: sentSubscriptions(subscriptions) };
	});
}

/** As results call a subscription: its channel, with its type where the item asks for several types. */
function labelOf({ channel, subscriptionType }: WantedSubscription, all: WantedSubscription[]): string {
	const isOnlyType = all.every((one) => one.subscriptionType === subscriptionType);
	return isOnlyType ? channel : `${subscriptionType} ${channel}`;
}

function sentSubscriptions(subscriptions: UserSubscription[]): IDataObject {
	return { subscriptions: subscriptions.map(({ subscriptionType: type, channel }) => ({ type, channel })) };
}

/** What the result says of an item's subscriptions before any question: those that have no consent, and all that go where nobody is asked. */
function subscriptionDetails(
	{ user, subscription, ifSubscribed }: Values,
	payload: ReturnType<typeof upsertPayload>,
): IDataObject | undefined {
	if (!subscription) return undefined;
	const all = reached(user, subscription);
	const without = all.filter((one) => !hasConsent(one)).map((one) => labelOf(one, all));
	return {
		...(payload.subscriptions && ifSubscribed === 'again' ? sentSubscriptions(payload.subscriptions) : {}),
		...(without.length > 0 ? { noConsent: without } : {}),
	};
}

function read(values: Values): Drafted<UserUpsert> {
	const skip = withoutContact(values);
	if (skip) return { skip };
	const payload = upsertPayload(values);
	return {
		payload,
		details: subscriptionDetails(values, payload),
		warnings: sensitiveNames(Object.keys(values.attributes)),
		question: (checked) => questionOf(values, checked),
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
