import type { INodeParameters } from 'n8n-workflow';
import { byId, CONTINUE, eachField, errors, outcomes, SIGN_UP_UNIT, useBench } from './setup';

/**
 * Attentive's OpenAPI has a limit of 100 characters for an email in POST /v1/identity-resolution/user-identifiers alone. Addresses beyond it
 * are real: dotCMS/core 5975, FusionAuth/fusionauth-issues 900 (one of 255 characters), hmailserver/hmailserver 393 (of a relay),
 * owncloud-archive/mail 1421 (a return address), VirtoCommerce/vc-module-order 38.
 */
const of = (length: number) => `${'a'.repeat(60)}@${'b'.repeat(length - 60 - 1 - 12)}.example.com`;
const LONG: Array<[string, string]> = [
	['101 characters', of(101)],
	[
		'a tagged address',
		'newsletter+campaign-2026-summer-sale+source-instagram+audience-lookalike@marketing.department.example-company.com',
	],
	[
		'an address that a relay has rewritten',
		'SRS0+8f4a=6K=anonymous-forwarding.example.org=firstname.lastname@bounces.mail-relay.eu-central-1.example-provider.com',
	],
	[
		'an address of a private relay',
		'store_at_shop_example_com_7h2k9d4m5x_1b2c3d4e@private-relay-for-customers-of-the-brand.eu.example-appleid.com',
	],
];

const bench = useBench(async ({ control }) => {
	await control.addSignUpUnit(SIGN_UP_UNIT);
	await control.seedUsers(
		LONG.map(([, address]) => ({
			email: address,
			subscriptions: [{ type: 'MARKETING', channel: 'EMAIL' }],
		})),
	);
});

const email = '={{ $json.email }}';
const products: INodeParameters = {
	resource: 'ecommerceEvent',
	email,
	currency: 'USD',
	products: 'oneByOne',
	productRows: { products: [{ productId: 'P1', price: 5 }] },
};
const member: INodeParameters = {
	resource: 'segment',
	externalId: byId('gold'),
	email,
	mode: 'validateOnly',
};
const attributes = eachField([{ column: 'points', type: 'number' }]);

const CALLS: Array<[string, INodeParameters]> = [
	['customAttribute.get', { resource: 'customAttribute', operation: 'get', lookUpBy: 'email', email }],
	['customAttribute.set', { resource: 'customAttribute', operation: 'set', email, attributes }],
	['customEvent.send', { resource: 'customEvent', operation: 'send', type: 'Points', email }],
	['ecommerceEvent.productView', { ...products, operation: 'productView' }],
	['ecommerceEvent.addToCart', { ...products, operation: 'addToCart' }],
	['ecommerceEvent.purchase', { ...products, operation: 'purchase' }],
	['privacyRequest.create', { resource: 'privacyRequest', operation: 'create', email }],
	['segment.addMembers', { ...member, operation: 'addMembers' }],
	['segment.removeMembers', { ...member, operation: 'removeMembers' }],
	[
		'subscriber.getEligibility',
		{ resource: 'subscriber', operation: 'getEligibility', lookUpBy: 'email', email },
	],
	[
		'subscriber.subscribe',
		{
			resource: 'subscriber',
			operation: 'subscribe',
			consent: 'confirmed',
			email,
			signUpBy: 'signUpSource',
			signUpSourceId: SIGN_UP_UNIT.id,
			subscriptionType: 'MARKETING',
			additionalFields: { ifSubscribed: 'again' },
		},
	],
	['subscriber.unsubscribe', { resource: 'subscriber', operation: 'unsubscribe', email }],
	['user.upsert', { resource: 'user', operation: 'upsert', email, attributes }],
	['user.upsertMany', { resource: 'user', operation: 'upsertMany', email, attributes }],
];

describe('an email of more than 100 characters', () => {
	test.each(CALLS)('goes to %s, whose documentation has no limit', async (_call, parameters) => {
		const run = await bench.run(
			parameters,
			LONG.map(([, address]) => ({ email: address, points: 1 })),
			CONTINUE,
		);
		expect(errors(run)).toEqual(LONG.map(() => undefined));
		expect(JSON.stringify(run.json('Attentive'))).not.toContain('skipped');
	});

	const identity: INodeParameters = {
		resource: 'identity',
		operation: 'addIdentifiers',
		clientUserId: '={{ $json.id }}',
		email,
	};

	test.each([
		['100 characters', of(100), 'accepted'] as const,
		...LONG.map(([name, one]) => [name, one, 'rejected identifierTooLong'] as const),
	])('Identity: Add Identifiers documents the limit: %s', async (_name, address, outcome) => {
		const run = await bench.run(identity, [{ id: 'C-1', email: address }], CONTINUE);
		expect(outcomes(run)).toEqual([outcome]);
		if (outcome === 'accepted') return;
		expect(errors(run)[0]).toMatchObject({
			field: 'Email',
			reason: `has ${address.length} characters; Attentive accepts at most 100`,
			wayOut: 'Check that it contains only the address, or leave it empty',
		});
	});

	test('the option for invalid identifiers leaves it out there', async () => {
		const run = await bench.run(
			{ ...identity, phone: '={{ $json.phone }}', options: { ifOneIdentifierIsInvalid: 'useOthers' } },
			[{ id: 'C-1', email: of(101), phone: '+12063996576' }],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['accepted']);
		expect(await bench.bodies('POST /v1/identity-resolution/user-identifiers')).toEqual([
			{ phone: '+12063996576', clientUserId: 'C-1' },
		]);
	});
});
