/** The fields of a request's body, as OpenAPI lists them for the call of an operation; a list's fields stand without a number. */
interface RequestFields {
	fields: string[];
	/** Fields that the node does not offer, and why. */
	deliberatelyNot?: Record<string, string>;
	/** Fields that a test of the operation itself shows to be offered. */
	elsewhere?: string[];
}

const EVENT_USER = [
	'user.phone',
	'user.email',
	'user.externalIdentifiers.clientUserId',
	'user.externalIdentifiers.customIdentifiers.name',
	'user.externalIdentifiers.customIdentifiers.value',
];
const PRODUCTS = [
	...EVENT_USER,
	'items.productId',
	'items.productVariantId',
	'items.productImage',
	'items.productUrl',
	'items.name',
	'items.price.value',
	'items.price.currency',
	'items.quantity',
	'occurredAt',
];
const MEMBERS = ['externalId', 'members.email', 'members.phone', 'members.clientUserId'];
const CONTACT = ['user.phone', 'user.email'];
const USER_IDENTIFIERS = [
	'identifiers.phone',
	'identifiers.email',
	'identifiers.clientUserId',
	'identifiers.shopifyId',
	'identifiers.klaviyoId',
	'identifiers.customIdentifiers.key',
	'identifiers.customIdentifiers.value',
];
const DETAILS = [
	...[
		'address1',
		'address2',
		'city',
		'state',
		'zip',
		'country',
		'region',
		'timezone',
		'latitude',
		'longitude',
	].map((name) => `attributes.location.${name}`),
	...['language', 'dateOfBirth', 'age', 'organization', 'title', 'website'].map(
		(name) => `attributes.demographic.${name}`,
	),
	'attributes.firstName',
	'attributes.lastName',
	'attributes.locale.language',
	'attributes.locale.country',
];
const SHOWN_DETAILS = [
	'attributes.firstName',
	'attributes.location.city',
	'attributes.location.latitude',
	'attributes.location.longitude',
	'attributes.demographic.dateOfBirth',
];
const BY_LOCALE = 'named in prose only, beside an ID that says the same';
const USER: RequestFields = {
	fields: [
		...USER_IDENTIFIERS,
		...DETAILS,
		'attributes.custom.*',
		'subscriptions.signUpSourceId',
		'subscriptions.channel',
		'subscriptions.subscriptionType',
		'subscriptions.singleOptIn',
		'subscriptions.locale',
	],
	deliberatelyNot: {
		'subscriptions.locale': BY_LOCALE,
	},
	// In user.test.ts.
	elsewhere: DETAILS.filter((name) => !SHOWN_DETAILS.includes(name)),
};

export const REQUEST_FIELDS: Record<string, RequestFields> = {
	'customAttribute set': { fields: [...EVENT_USER, 'properties.*'] },
	'customEvent send': {
		fields: [...EVENT_USER, 'type', 'properties.*', 'properties.mediaUrl', 'externalEventId', 'occurredAt'],
	},
	'ecommerceEvent productView': { fields: PRODUCTS },
	'ecommerceEvent addToCart': { fields: PRODUCTS },
	'ecommerceEvent purchase': { fields: [...PRODUCTS, 'orderId', 'salesChannel.channelType'] },
	'identity addIdentifiers': {
		fields: [
			'phone',
			'email',
			'clientUserId',
			'shopifyId',
			'klaviyoId',
			'customIdentifiers.name',
			'customIdentifiers.value',
		],
	},
	'offer addCodes': { fields: ['codes', 'distributionStart', 'distributionStop'] },
	'productCatalog upload': { fields: ['validateOnly'] },
	'privacyRequest create': { fields: ['subjectEmail', 'subjectPhone', 'clientUserId', 'requestMsg'] },
	'segment create': { fields: ['name', 'description', 'externalId'] },
	'segment update': { fields: ['name', 'description'] },
	'segment addMembers': { fields: MEMBERS },
	'segment removeMembers': { fields: MEMBERS },
	'subscriber subscribe': {
		fields: [
			...CONTACT,
			'signUpSourceId',
			'locale.language',
			'locale.country',
			'subscriptionType',
			'externalIdentifiers.clientUserId',
			'externalIdentifiers.shopifyId',
			'externalIdentifiers.klaviyoId',
			'externalIdentifiers.customIdentifiers.name',
			'externalIdentifiers.customIdentifiers.value',
			'singleOptIn',
		],
	},
	'subscriber unsubscribe': {
		fields: [
			...CONTACT,
			'subscriptions.type',
			'subscriptions.channel',
			'notification.language',
			'notification.disabled',
		],
	},
	'user upsert': USER,
	'user upsertMany': {
		fields: USER.fields.map((field) => `users.${field}`),
		deliberatelyNot: Object.fromEntries(
			Object.entries(USER.deliberatelyNot ?? {}).map(([field, reason]) => [`users.${field}`, reason]),
		),
		elsewhere: USER.elsewhere?.map((field) => `users.${field}`),
	},
	'webhook create': { fields: ['url', 'events'] },
	'webhook update': { fields: ['url', 'events', 'disabled'] },
};

/** Names that users choose themselves count as one field. */
const FREE = /^(users\.)?(properties|attributes\.custom)\.(?!mediaUrl$).*/;

/** The fields that a body holds, each with its path. */
export function fieldsOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => fieldsOf(entry, path)))];
	if (typeof value !== 'object' || value === null)
		return path === ''
			? []
			: [path.replace(FREE, (_match, many: string | undefined, name: string) => `${many ?? ''}${name}.*`)];
	return Object.entries(value).flatMap(([name, inner]) =>
		fieldsOf(inner, path === '' ? name : `${path}.${name}`),
	);
}

/** Names and types without values: of a list, those of its first entry. */
export function shapeOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
	if (typeof value !== 'object' || value === null) return typeof value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
