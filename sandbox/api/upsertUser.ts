import type { Account } from '../attentive/account';
import { Refusal } from '../attentive/refusal';
import { subscriptionOf, type Identifiers } from '../attentive/users';
import { attributeObjections, setAttributes } from './customAttributes';
import { signUpUnitOf, type NamedUnit } from './signUpUnit';
import type { UserUpsert } from './userUpsert';

type Wanted = NonNullable<UserUpsert['subscriptions']>[number];

/**
 * A request of a form that the setting does not allow: OpenAPI requires `subscriptionType` without listing it among
 * the fields, and other pages do without it.
 */
export function subscriptionTypeObjections(
	{ settings }: Account,
	{ subscriptions = [] }: UserUpsert,
	place: string,
): string[] {
	const { userSubscriptionType } = settings;
	if (userSubscriptionType === 'optional') return [];
	return subscriptions.flatMap((wanted, index) => {
		const byLocale = 'locale' in wanted && wanted.locale !== undefined;
		const expected = byLocale || userSubscriptionType === 'required';
		if ((wanted.subscriptionType !== undefined) === expected) return [];
		const words = expected ? 'a subscriptionType' : 'no subscriptionType';
		return [`${place}.subscriptions.${index}: expected ${words} [OpenAPI, which contradicts itself]`];
	});
}

/** Why the account, as it is now, does not take this user; empty if it does. */
export function upsertObjections(
	account: Account,
	{ attributes, subscriptions, identifiers }: UserUpsert,
	place: string,
): string[] {
	const custom = Object.entries(attributes?.custom ?? {});
	const { attributeTypes } = account;
	const created = custom.filter(([name]) => !attributeTypes.has(name)).length;
	const tooMany =
		created > 0 && attributeTypes.count + created > account.settings.customAttributeLimit
			? [
					`${place}.attributes.custom: expected at most ${account.settings.customAttributeLimit} custom attributes in the account, ` +
						`received ${created} new ones beside ${attributeTypes.count} [OpenAPI; that the account is meant: assumed]`,
				]
			: [];
	return [
		...tooMany,
		...attributeObjections(account, custom, `${place}.attributes.custom`),
		...(subscriptions ?? []).flatMap((wanted: Wanted, index) =>
			subscriptionObjections(account, identifiers, wanted, `${place}.subscriptions.${index}`),
		),
	];
}

function subscriptionObjections(
	account: Account,
	identifiers: UserUpsert['identifiers'],
	wanted: Wanted,
	place: string,
): string[] {
	try {
		const unit = signUpUnitOf(account, namedUnit(wanted), place);
		const { channel, subscriptionType = unit.type } = wanted;
		if (!unit.channels.includes(channel) || unit.type !== subscriptionType) {
			const is = `${unit.type} for ${unit.channels.join(' and ')}`;
			return [
				`${place}: expected what the sign-up unit is made for, ${is}, received ${subscriptionType} for ${channel} [assumed]`,
			];
		}
		const address = addressFor(wanted, identifiers);
		const known = account.users.find(identifiers);
		const state = known && subscriptionOf(known, { type: unit.type, channel, address })?.state;
		if (state === 'stopped' && account.settings.subscribeAfterStop === 'refused') {
			return [`${place}: expected somebody who has not texted STOP, received ${address} [assumed]`];
		}
		return [];
	} catch (error) {
		if (error instanceof Refusal) return [error.message];
		throw error;
	}
}

/** Writes a user to whom there is no objection: identifiers, attributes, then subscriptions with their texts. */
export function upsertUser(account: Account, { attributes, subscriptions, identifiers }: UserUpsert): void {
	const { users, settings } = account;
	const user = users.link(identifiersOf(identifiers));
	const { custom = {}, ...profile } = attributes ?? {};
	users.setProfile(user, profile);
	setAttributes(account, user, Object.entries(custom), identifiers.phone ?? identifiers.email);
	for (const wanted of subscriptions ?? []) {
		const unit = signUpUnitOf(account, namedUnit(wanted), 'body');
		const subscription = {
			type: unit.type,
			channel: wanted.channel,
			address: addressFor(wanted, identifiers),
		};
		account.subscriptions.subscribe(user, subscription, unit, {
			singleOptIn: wanted.singleOptIn ?? false,
			afterStop: settings.subscribeAfterStop,
		});
	}
}

/** A type beside an ID names nothing: it is only compared. */
function namedUnit(wanted: Wanted): NamedUnit {
	return wanted.signUpSourceId === undefined ? wanted : { signUpSourceId: wanted.signUpSourceId };
}

function addressFor({ channel }: Wanted, { phone, email }: UserUpsert['identifiers']): string {
	const address = channel === 'TEXT' ? phone : email?.toLowerCase();
	if (address === undefined) throw new Error('A subscription without an address is refused before.');
	return address;
}

function identifiersOf({ customIdentifiers, ...others }: UserUpsert['identifiers']): Identifiers {
	return { ...others, customIdentifiers: customIdentifiers?.map(({ key, value }) => ({ name: key, value })) };
}
