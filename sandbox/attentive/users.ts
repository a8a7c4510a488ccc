export const subscriptionTypes = ['MARKETING', 'TRANSACTIONAL', 'CHECKOUT_ABANDONED'] as const;
export type SubscriptionType = (typeof subscriptionTypes)[number];
export const channels = ['TEXT', 'EMAIL'] as const;
export type Channel = (typeof channels)[number];
/** pending: asked to reply "Y". unsubscribed: by the API. stopped: by texting STOP. */
export const subscriptionStates = ['subscribed', 'pending', 'unsubscribed', 'stopped'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

export interface CustomIdentifier {
	name: string;
	value: string;
}

export interface Identifiers {
	phone?: string | undefined;
	email?: string | undefined;
	shopifyId?: string | undefined;
	klaviyoId?: string | undefined;
	clientUserId?: string | undefined;
	customIdentifiers?: CustomIdentifier[] | undefined;
}

type Identifier =
	| { kind: 'phone' | 'email' | 'shopifyId' | 'klaviyoId' | 'clientUserId'; value: string }
	| { kind: 'customIdentifier'; name: string; value: string };

export interface Subscription {
	type: SubscriptionType;
	channel: Channel;
	/** The phone or email that is subscribed: a user joined from two may have several. */
	address: string;
}

export interface SubscriptionRecord extends Subscription {
	state: SubscriptionState;
	/** The sign-up unit through which it came, if it came by the API. */
	signUpUnit?: string | undefined;
}

export interface User {
	/** In order of creation: of two users that turn out to be one, the older's remains. */
	number: number;
	identifiers: Map<string, Identifier>;
	/** Name to value as text, with the order in which values were set. */
	attributes: Map<string, { text: string; order: number }>;
	subscriptions: Map<string, SubscriptionRecord>;
	/** What v2 knows of a person, by the place in its request, as in 'location.city'. Made when there is any. */
	profile?: Map<string, string | number>;
	linked: boolean;
	/** How many changes of users there had been after the last one of this user. */
	changed: number;
	/** The user that it was found to be. */
	joinedTo?: User;
}

/** A user with everything known of it. */
export interface UserRecord {
	id: string;
	/** False if the data came by an external identifier that nothing had linked to a phone or an email. */
	linked: boolean;
	phones: string[];
	emails: string[];
	shopifyIds: string[];
	klaviyoIds: string[];
	clientUserIds: string[];
	customIdentifiers: CustomIdentifier[];
	attributes: Record<string, string>;
	subscriptions: SubscriptionRecord[];
	/** As in {"firstName": "Ann", "location.city": "Boston"}; only where there is any. */
	profile?: Record<string, string | number>;
}

/**
 * Users, joined by what identifies them: a request that names identifiers of two users makes them one
 * (that any call joins, not the Identity API alone, is assumed).
 */
export class Users {
	private readonly all = new Set<User>();
	private readonly linked = new Map<string, User>();
	/** Apart from the others, and never joined to them: see `identify`. */
	private readonly unlinked = new Map<string, User>();
	private created = 0;
	private attributesSet = 0;
	/** Counted, so that somebody who looks again and again finds what is new. */
	private changes = 0;
	/** Numbers of users that were erased, or found to be another one, in that order. */
	readonly removed: number[] = [];

	/**
	 * The user that a request speaks of, made if there is none. An external identifier alone must have been linked before
	 * (OpenAPI). What Attentive does with the data if it was not is unknown; here it goes to a user that nobody can reach,
	 * and that stays so when the identifier is linked later (assumed).
	 */
	identify(identifiers: Identifiers): User {
		const named = keysOf(identifiers);
		const reachable =
			identifiers.phone !== undefined ||
			identifiers.email !== undefined ||
			[...named.keys()].some((key) => this.linked.has(key));
		return this.join(named, reachable);
	}

	/** As `identify`, for identifiers that Attentive links with each other now, or has linked before. */
	link(identifiers: Identifiers): User {
		return this.join(keysOf(identifiers), true);
	}

	/** A reachable user, if there is one. */
	find(identifiers: Pick<Identifiers, 'phone' | 'email'>): User | undefined {
		for (const key of keysOf(identifiers).keys()) {
			const user = this.linked.get(key);
			if (user !== undefined) return user;
		}
		return undefined;
	}

	/** The same person now, whatever users were joined since; undefined once erased. */
	current(user: User): User | undefined {
		if (user.joinedTo !== undefined) return this.current(user.joinedTo);
		return this.all.has(user) ? user : undefined;
	}

	/** Whoever has any of these, reachable or not. */
	matching(identifiers: Identifiers): User[] {
		const found = [...keysOf(identifiers).keys()].flatMap((key) => [
			this.linked.get(key),
			this.unlinked.get(key),
		]);
		return [...new Set(found)].filter((user) => user !== undefined);
	}

	remove(user: User): void {
		this.all.delete(user);
		this.removed.push(user.number);
		const index = user.linked ? this.linked : this.unlinked;
		for (const key of user.identifiers.keys()) index.delete(key);
	}

	setAttribute(user: User, name: string, text: string): void {
		this.attributesSet += 1;
		this.change(user);
		user.attributes.set(name, { text, order: this.attributesSet });
	}

	/** What is given takes the place of what was there; the rest stays (assumed). */
	setProfile(user: User, given: object): void {
		this.change(user);
		for (const [name, value] of leavesOf(given)) {
			user.profile ??= new Map();
			user.profile.set(name, value);
		}
	}

	setSubscription(user: User, subscription: SubscriptionRecord): void {
		this.change(user);
		user.subscriptions.set(subscriptionKey(subscription), subscription);
	}

	list(): UserRecord[] {
		return [...this.all].map(userRecord);
	}

	/** How many changes there have been. */
	get lastChange(): number {
		return this.changes;
	}

	/** Users that were made or changed after a change, in the order of their last ones. */
	changedAfter(change: number): User[] {
		if (change === this.changes) return [];
		const found: User[] = [];
		for (const user of this.all) if (user.changed > change) found.push(user);
		return found.sort((a, b) => a.changed - b.changed);
	}

	private change(user: User): void {
		this.changes += 1;
		user.changed = this.changes;
	}

	private join(named: Map<string, Identifier>, linked: boolean): User {
		const index = linked ? this.linked : this.unlinked;
		const found = new Set<User>();
		for (const key of named.keys()) {
			const user = index.get(key);
			if (user !== undefined) found.add(user);
		}
		const [oldest, ...others] = [...found].sort((a, b) => a.number - b.number);
		const user = oldest ?? this.create(linked);
		for (const other of others) this.merge(user, other, index);
		for (const [key, identifier] of named) {
			if (!user.identifiers.has(key)) this.change(user);
			user.identifiers.set(key, identifier);
			index.set(key, user);
		}
		return user;
	}

	private create(linked: boolean): User {
		this.created += 1;
		const user: User = {
			number: this.created,
			identifiers: new Map(),
			attributes: new Map(),
			subscriptions: new Map(),
			linked,
			changed: 0,
		};
		this.change(user);
		this.all.add(user);
		return user;
	}

	private merge(into: User, from: User, index: Map<string, User>): void {
		for (const [key, identifier] of from.identifiers) {
			into.identifiers.set(key, identifier);
			index.set(key, into);
		}
		for (const [key, subscription] of from.subscriptions) into.subscriptions.set(key, subscription);
		for (const [name, value] of from.attributes) {
			const present = into.attributes.get(name);
			if (present === undefined || present.order < value.order) into.attributes.set(name, value);
		}
		for (const [name, value] of from.profile ?? []) {
			into.profile ??= new Map();
			if (!into.profile.has(name)) into.profile.set(name, value);
		}
		from.joinedTo = into;
		this.all.delete(from);
		this.removed.push(from.number);
		this.change(into);
	}
}

export function userId(user: User): string {
	return `user-${user.number}`;
}

export function phonesOf(user: User): string[] {
	return valuesOf(user, 'phone');
}

export function isSubscribed(user: User, subscription: Subscription): boolean {
	return subscriptionOf(user, subscription)?.state === 'subscribed';
}

export function subscriptionOf(user: User, subscription: Subscription): SubscriptionRecord | undefined {
	return user.subscriptions.get(subscriptionKey(subscription));
}

function valuesOf(user: User, kind: Identifier['kind']): string[] {
	return [...user.identifiers.values()].flatMap((each) => (each.kind === kind ? [each.value] : []));
}

function subscriptionKey({ type, channel, address }: Subscription): string {
	return JSON.stringify([type, channel, address]);
}

function keysOf(identifiers: Identifiers): Map<string, Identifier> {
	const { phone, email, shopifyId, klaviyoId, clientUserId, customIdentifiers = [] } = identifiers;
	const keys = new Map<string, Identifier>();
	const add = (identifier: Identifier) => keys.set(JSON.stringify(identifier), identifier);
	if (phone !== undefined) add({ kind: 'phone', value: phone });
	// That upper and lower case make no difference in an email is assumed.
	if (email !== undefined) add({ kind: 'email', value: email.toLowerCase() });
	if (shopifyId !== undefined) add({ kind: 'shopifyId', value: shopifyId });
	if (klaviyoId !== undefined) add({ kind: 'klaviyoId', value: klaviyoId });
	if (clientUserId !== undefined) add({ kind: 'clientUserId', value: clientUserId });
	for (const { name, value } of customIdentifiers) add({ kind: 'customIdentifier', name, value });
	return keys;
}

/** A user as the control API and webhook events show it. */
export function userRecord(user: User): UserRecord {
	return {
		id: userId(user),
		linked: user.linked,
		phones: phonesOf(user),
		emails: valuesOf(user, 'email'),
		shopifyIds: valuesOf(user, 'shopifyId'),
		klaviyoIds: valuesOf(user, 'klaviyoId'),
		clientUserIds: valuesOf(user, 'clientUserId'),
		customIdentifiers: [...user.identifiers.values()].flatMap((each) =>
			each.kind === 'customIdentifier' ? [{ name: each.name, value: each.value }] : [],
		),
		attributes: Object.fromEntries([...user.attributes].map(([name, { text }]) => [name, text])),
		subscriptions: [...user.subscriptions.values()],
		...(user.profile === undefined ? {} : { profile: Object.fromEntries(user.profile) }),
	};
}

/** Texts and numbers at any depth, with their places. */
function leavesOf(given: object, place = ''): [string, string | number][] {
	return Object.entries(given).flatMap(([name, value]: [string, unknown]): [string, string | number][] => {
		if (typeof value === 'string' || typeof value === 'number') return [[`${place}${name}`, value]];
		return typeof value === 'object' && value !== null ? leavesOf(value, `${place}${name}.`) : [];
	});
}
