export type SubscriptionType = 'MARKETING' | 'TRANSACTIONAL' | 'CHECKOUT_ABANDONED';
export type Channel = 'TEXT' | 'EMAIL';

export interface CustomIdentifier {
	name: string;
	value: string;
}

export interface Identifiers {
	phone?: string | undefined;
	email?: string | undefined;
	clientUserId?: string | undefined;
	customIdentifiers?: CustomIdentifier[] | undefined;
}

type Identifier =
	| { kind: 'phone' | 'email' | 'clientUserId'; value: string }
	| { kind: 'customIdentifier'; name: string; value: string };

export interface Subscription {
	type: SubscriptionType;
	channel: Channel;
	/** The phone or email that is subscribed: a user joined from two may have several. */
	address: string;
}

export interface User {
	/** In order of creation: of two users that turn out to be one, the older's remains. */
	number: number;
	identifiers: Map<string, Identifier>;
	/** Name to value as text, with the order in which values were set. */
	attributes: Map<string, { text: string; order: number }>;
	subscriptions: Map<string, Subscription>;
	linked: boolean;
}

/** A user as the control API shows it. */
export interface UserRecord {
	id: string;
	/** False if the data came by an external identifier that nothing had linked to a phone or an email. */
	linked: boolean;
	phones: string[];
	emails: string[];
	clientUserIds: string[];
	customIdentifiers: CustomIdentifier[];
	attributes: Record<string, string>;
	subscriptions: Subscription[];
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

	/** As `identify`, for a user of whom it is known that Attentive has linked all this. */
	seed(identifiers: Identifiers): User {
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

	setAttribute(user: User, name: string, text: string): void {
		this.attributesSet += 1;
		user.attributes.set(name, { text, order: this.attributesSet });
	}

	subscribe(user: User, subscription: Subscription): void {
		user.subscriptions.set(subscriptionKey(subscription), subscription);
	}

	list(): UserRecord[] {
		return [...this.all].map(userRecord);
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
		};
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
		this.all.delete(from);
	}
}

export function userId(user: User): string {
	return `user-${user.number}`;
}

export function phonesOf(user: User): string[] {
	return [...user.identifiers.values()].flatMap((each) => (each.kind === 'phone' ? [each.value] : []));
}

export function isSubscribed(user: User, subscription: Subscription): boolean {
	return user.subscriptions.has(subscriptionKey(subscription));
}

function subscriptionKey({ type, channel, address }: Subscription): string {
	return JSON.stringify([type, channel, address]);
}

function keysOf(identifiers: Identifiers): Map<string, Identifier> {
	const { phone, email, clientUserId, customIdentifiers = [] } = identifiers;
	const keys = new Map<string, Identifier>();
	const add = (identifier: Identifier) => keys.set(JSON.stringify(identifier), identifier);
	if (phone !== undefined) add({ kind: 'phone', value: phone });
	// That upper and lower case make no difference in an email is assumed.
	if (email !== undefined) add({ kind: 'email', value: email.toLowerCase() });
	if (clientUserId !== undefined) add({ kind: 'clientUserId', value: clientUserId });
	for (const { name, value } of customIdentifiers) add({ kind: 'customIdentifier', name, value });
	return keys;
}

function userRecord(user: User): UserRecord {
	const record: UserRecord = {
		id: userId(user),
		linked: user.linked,
		phones: phonesOf(user),
		emails: [],
		clientUserIds: [],
		customIdentifiers: [],
		attributes: Object.fromEntries([...user.attributes].map(([name, { text }]) => [name, text])),
		subscriptions: [...user.subscriptions.values()],
	};
	for (const identifier of user.identifiers.values()) {
		if (identifier.kind === 'email') record.emails.push(identifier.value);
		if (identifier.kind === 'clientUserId') record.clientUserIds.push(identifier.value);
		if (identifier.kind === 'customIdentifier') {
			record.customIdentifiers.push({ name: identifier.name, value: identifier.value });
		}
	}
	return record;
}
