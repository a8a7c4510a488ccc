import type { Journey, Product, SandboxControl, SeedUser, SignUpUnit } from '../sandbox/control';

/**
 * What there is to try things on: it is the same at each start, and the examples name it. Its phones are outside of the
 * areas of the loyalty members', so that neither changes the other.
 */
export const people: Array<{ is: string; user: SeedUser }> = [
	{
		is: 'Ann gets all texts and emails',
		user: {
			phone: '+13605550101',
			email: 'ann@example.com',
			clientUserId: 'C-1001',
			subscriptions: [
				{ type: 'TRANSACTIONAL', channel: 'TEXT' },
				{ type: 'MARKETING', channel: 'TEXT' },
				{ type: 'MARKETING', channel: 'EMAIL' },
			],
			attributes: { 'Points Balance': 250 },
		},
	},
	{
		is: 'Ben gets texts about orders only',
		user: {
			phone: '+13605550102',
			email: 'ben@example.com',
			subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }],
			attributes: { 'Points Balance': 40 },
		},
	},
	{
		is: 'Cleo gets emails only',
		user: { email: 'cleo@example.com', subscriptions: [{ type: 'MARKETING', channel: 'EMAIL' }] },
	},
	{
		is: 'Dora was asked to reply Y and has not',
		user: {
			phone: '+13605550104',
			subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state: 'pending' }],
		},
	},
	{
		is: 'Eli has texted STOP',
		user: {
			phone: '+13605550105',
			subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state: 'stopped' }],
		},
	},
	{ is: 'Finn is known and has no subscription', user: { phone: '+13605550106', email: 'finn@example.com' } },
];

/** Attentive has never heard of it. */
export const unknownPhone = '+13605550199';

export const signUpUnits: Array<SignUpUnit & { name: string }> = [
	{
		id: '500101',
		name: 'Newsletter form',
		type: 'MARKETING',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'en', country: 'US' },
	},
	{
		id: '500102',
		name: 'Order updates at checkout',
		type: 'TRANSACTIONAL',
		channels: ['TEXT'],
		locale: { language: 'en', country: 'US' },
	},
];

/** Of somebody whom an opt-out takes out of texts. */
export const optOutPhone = '+13605550101';

/** It takes codes without dates. */
export const offer = { id: 700101, window: 'never' } as const;

export const segments = [
	{
		externalId: 'vip-customers',
		name: 'VIP customers',
		description: 'Two people to begin with',
		members: [{ phone: '+13605550101' }, { email: 'cleo@example.com' }],
	},
	{ externalId: 'win-back', name: 'Win back', description: 'Empty', members: [] },
];

const link = 'https://shop.example.com/coffee';
const lastUpdated = '2026-07-01T10:00:00+00:00';
export const products: Product[] = [
	{
		id: 'COFFEE-1',
		name: 'House Blend',
		link,
		lastUpdated,
		variants: [
			{
				id: 'COFFEE-1-250G',
				name: '250 g',
				prices: [{ currencyCode: 'USD', amount: '9.50' }],
				availableForPurchase: true,
				inventoryQuantity: 120,
				link,
				lastUpdated,
			},
		],
	},
];

const journey = {
	name: 'Your order has shipped',
	event: 'Order Shipped',
	subscriptionType: 'TRANSACTIONAL',
	quietHours: null,
} satisfies Journey;

/** Fills an account; the loyalty members and their journey come beside (fillSandbox.ts). */
export async function fillSampleAccount(control: SandboxControl): Promise<void> {
	// Attentive takes hours and minutes; nobody who tries things should.
	await control.setSettings({
		bulkJobMs: 30_000,
		catalogValidationMs: 5_000,
		catalogSavingMs: 5_000,
		deletionMs: 60_000,
	});
	await control.seedUsers(people.map(({ user }) => user));
	for (const unit of signUpUnits) await control.addSignUpUnit(unit);
	await control.addOffer(offer);
	for (const segment of segments) await control.addSegment(segment);
	await control.addProducts(products);
	await control.addJourney(journey);
}

/** Who and what there is, in lines of two columns. */
export function sampleAccountLines(): string[][] {
	return [
		...people.map(({ is, user: { phone, email } }) => [
			[phone, email].filter((one) => one !== undefined).join(', '),
			is,
		]),
		[unknownPhone, 'nobody: unknown to Attentive'],
		...signUpUnits.map(({ id, name, type, channels }) => [
			`sign-up unit ${id}`,
			`${name}: ${type} for ${channels.join(' and ')}`,
		]),
		[`offer ${offer.id}`, 'takes codes without dates'],
		...segments.map(({ externalId, name, members }) => [
			`segment ${externalId}`,
			`${name}: ${members.length} members`,
		]),
		...products.map(({ id, name, variants }) => [
			`product ${id}`,
			`${name}, variant ${variants.map((variant) => variant.id).join(', ')}`,
		]),
		['journeys', `for ${journey.event} and Points Awarded; other events are accepted and send no text`],
	];
}
