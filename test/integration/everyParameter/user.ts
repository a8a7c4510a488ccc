import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import {
	cell,
	CONSENT_OF_EACH,
	fixed,
	MAPPED,
	mappingVariants,
	ONCE_LIMITS,
	ROWS,
	SUBSCRIBE,
	subscribeRows,
	users,
	WAITING,
	type Operations,
	type Variant,
	IF_SHARED,
} from './shared';

/** A subscription to texts about orders, beside that of the sign-up source in sight. */
const moreSubscriptions = (consent: INodeParameters): INodeParameters => ({
	subscriptions: [
		{
			channel: cell('moreChannel'),
			signUpSourceId: cell('moreUnit'),
			subscriptionType: cell('moreKind'),
			...consent,
		},
	],
});

const DETAILS: INodeParameters = {
	details: [
		{ detail: cell('detail'), format: cell('detailFormat'), value: cell('told') },
		{ detail: fixed('city'), format: fixed(''), value: cell('town') },
		{ detail: fixed('latitude'), format: fixed(''), value: cell('north') },
		{ detail: fixed('longitude'), format: fixed(''), value: cell('east') },
	],
};

async function upsertRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const rows = await subscribeRows(sandbox);
	const details = [
		{ detail: 'firstName', detailFormat: '', told: 'Ann', town: 'Seattle', north: '47,606', east: -122.332 },
		{
			detail: 'dateOfBirth',
			detailFormat: 'M/d/yyyy',
			told: '3/4/1990',
			town: 'London',
			north: '51.500',
			east: 0,
		},
	];
	return rows.map((row, index) => ({
		...row,
		...details[index],
		unit: '11',
		kind: 'MARKETING',
		there: 'again',
		channels: 'both',
		moreChannel: 'TEXT',
		moreUnit: '12',
		moreKind: 'TRANSACTIONAL',
		moreAgreed: 'yes',
		moreAgreedOn: '3/4/2026',
	}));
}

const upserted = (customs: object[]): object[] =>
	users.map(({ phone, email, externalIdentifiers: { clientUserId, customIdentifiers } }, index) => ({
		identifiers: {
			phone,
			email,
			clientUserId,
			shopifyId: ROWS[index]?.shop,
			klaviyoId: ROWS[index]?.klaviyo,
			customIdentifiers: customIdentifiers.map(({ name, value }) => ({ key: name, value })),
		},
		attributes: {
			...[
				{ firstName: 'Ann', location: { city: 'Seattle', latitude: '47.606', longitude: '-122.332' } },
				{
					demographic: { dateOfBirth: '1990-03-04' },
					location: { city: 'London', latitude: '51.5', longitude: '0' },
				},
			][index],
			custom: customs[index],
		},
		subscriptions: [
			{ signUpSourceId: '11', channel: 'TEXT', subscriptionType: 'MARKETING' },
			{ signUpSourceId: '11', channel: 'EMAIL', subscriptionType: 'MARKETING' },
			{ signUpSourceId: '12', channel: 'TEXT', subscriptionType: 'TRANSACTIONAL' },
		].map((one) => ({ ...one, singleOptIn: index === 0 })),
	}));
const upsertVariants = (options: INodeParameters, arrive: (all: object[]) => unknown[]): Variant[] =>
	mappingVariants(
		(way, { inSight, fieldTypes }) => ({
			parameters: {
				...SUBSCRIBE,
				...inSight,
				profile: DETAILS,
				subscribeToo: true,
				signUpSourceId: cell('unit'),
				...(way === 'json' ? CONSENT_OF_EACH : { consent: 'confirmed' }),
				additionalFields: {
					...Object(SUBSCRIBE.additionalFields),
					...fieldTypes,
					channels: cell('channels'),
					moreSubscriptions: moreSubscriptions(
						way === 'json' ? { consentGiven: cell('moreAgreed'), consentDate: cell('moreAgreedOn') } : {},
					),
				},
				options,
			},
			rows: upsertRows,
			expected: arrive(upserted(MAPPED[way])),
		}),
		'attributes',
	);

export const user: Operations = {
	upsert: upsertVariants({ ...ONCE_LIMITS, ...IF_SHARED }, (all) => all),
	upsertMany: upsertVariants({ ...ONCE_LIMITS, ...IF_SHARED, ...WAITING }, (all) => [{ users: all }]),
};
