import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/start';
import { byId, EVENTS, SIGN_UP_UNIT } from '../integration/samples';
import { eachField } from '../mappedFields';
import { booked, storedInCatalog, type Processed } from './ledger';

/** What the storm sends. The field `mark` names an item, `person` whom it is about: one of its own, or one of a few. */
export interface StormOperation {
	/** As in 'customEvent send'. */
	name: string;
	parameters: INodeParameters;
	/** Fields of an item beside `mark` and `person`. */
	fields?(mark: string): IDataObject;
	/** What Attentive has before. */
	prepare?(sandbox: Sandbox, marks: string[]): Promise<void>;
	/** What came of the items at Attentive; left out for reads. */
	processed?: Processed;
	/** A second request could text, charge or create something again. */
	isUnsafe?: true;
	/** The form of Attentive's answer is documented, so that something else in its place is told. */
	hasDocumentedAnswer?: true;
	/** Several items may be about one person. */
	sharesPeople?: true;
	takesSkipRepeats?: true;
	/** 90 unless given: the rest are sent one by one, which takes its time. */
	mostItems?: number;
	/** Seconds that it may wait for results. */
	waitsFor?: number;
	deletes?: true;
	/** A 409 of Attentive's says that nothing is left to do. */
	believes409?: true;
	/** Of what was read, the mark that it must have. */
	readMark?(json: IDataObject): unknown;
}

const email = { email: '={{ $json.person }}@example.com' };
const ownEmail = { email: '={{ $json.mark }}@example.com' };
const bought: INodeParameters = {
	resource: 'ecommerceEvent',
	...email,
	products: 'oneByOne',
	productRows: {
		products: [{ productId: '={{ $json.mark }}', name: 'Shirt', price: '19.99', quantity: '1' }],
	},
	currency: 'USD',
};
const segmentOf = { externalId: byId('everyone') };

function commerce(operation: string, path: string): StormOperation {
	return {
		name: `ecommerceEvent ${operation}`,
		parameters: { ...bought, operation },
		processed: booked(`POST /v1/events/ecommerce/${path}`),
		isUnsafe: true,
		sharesPeople: true,
		takesSkipRepeats: true,
	};
}

export const OPERATIONS: readonly StormOperation[] = [
	{
		name: 'customEvent send',
		parameters: {
			resource: 'customEvent',
			operation: 'send',
			type: 'Points Awarded',
			...email,
			properties: eachField([{ column: 'mark' }]),
		},
		processed: booked(EVENTS),
		isUnsafe: true,
		sharesPeople: true,
		takesSkipRepeats: true,
	},
	commerce('productView', 'product-view'),
	commerce('addToCart', 'add-to-cart'),
	commerce('purchase', 'purchase'),
	{
		name: 'subscriber subscribe',
		parameters: {
			resource: 'subscriber',
			operation: 'subscribe',
			consent: 'confirmed',
			...ownEmail,
			signUpBy: 'signUpSource',
			signUpSourceId: SIGN_UP_UNIT.id,
			subscriptionType: 'MARKETING',
		},
		prepare: async ({ control }) => await control.addSignUpUnit(SIGN_UP_UNIT),
		processed: booked('POST /v1/subscriptions'),
		isUnsafe: true,
		believes409: true,
		hasDocumentedAnswer: true,
		takesSkipRepeats: true,
	},
	{
		name: 'subscriber unsubscribe',
		parameters: { resource: 'subscriber', operation: 'unsubscribe', ...ownEmail },
		processed: booked('POST /v1/subscriptions/unsubscribe'),
		isUnsafe: true,
		hasDocumentedAnswer: true,
		takesSkipRepeats: true,
	},
	{
		name: 'user upsert',
		parameters: {
			resource: 'user',
			operation: 'upsert',
			...ownEmail,
			attributes: eachField([{ column: 'mark' }]),
		},
		processed: booked('POST /v2/user/attributes'),
		hasDocumentedAnswer: true,
	},
	{
		name: 'user upsertMany',
		mostItems: 300,
		parameters: {
			resource: 'user',
			operation: 'upsertMany',
			...ownEmail,
			attributes: eachField([{ column: 'mark' }]),
		},
		processed: booked('POST /v2/bulk/user/attributes'),
		hasDocumentedAnswer: true,
	},
	{
		name: 'user upsertMany, waiting for results',
		waitsFor: 60,
		mostItems: 300,
		parameters: {
			resource: 'user',
			operation: 'upsertMany',
			...ownEmail,
			attributes: eachField([{ column: 'mark' }]),
			options: { waitForResults: true, waitMinutes: 1 },
		},
		prepare: async ({ control }) => await control.setSettings({ bulkJobMs: 0 }),
		processed: booked('POST /v2/bulk/user/attributes'),
		hasDocumentedAnswer: true,
	},
	{
		name: 'customAttribute set',
		parameters: {
			resource: 'customAttribute',
			operation: 'set',
			...email,
			attributes: eachField([{ column: 'mark' }]),
		},
		processed: booked('POST /v1/attributes/custom'),
		sharesPeople: true,
	},
	{
		name: 'identity addIdentifiers',
		parameters: {
			resource: 'identity',
			operation: 'addIdentifiers',
			...ownEmail,
			clientUserId: '={{ $json.mark }}',
		},
		processed: booked('POST /v1/identity-resolution/user-identifiers'),
	},
	{
		name: 'segment addMembers',
		mostItems: 300,
		parameters: { resource: 'segment', operation: 'addMembers', ...segmentOf, ...ownEmail },
		prepare: async ({ control }) => await control.addSegment({ externalId: 'everyone', name: 'Everyone' }),
		processed: booked('POST /v2/bulk/segments/members'),
		hasDocumentedAnswer: true,
	},
	{
		name: 'segment create',
		parameters: {
			resource: 'segment',
			operation: 'create',
			name: '={{ $json.mark }}',
			additionalFields: { description: '={{ $json.mark }}' },
		},
		processed: booked('POST /v2/segments'),
		isUnsafe: true,
		hasDocumentedAnswer: true,
	},
	{
		name: 'segment archive',
		parameters: { resource: 'segment', operation: 'delete', externalId: byId('={{ $json.mark }}') },
		async prepare({ control }, marks) {
			for (const mark of marks) await control.addSegment({ externalId: mark, name: mark });
		},
		processed: booked('DELETE /v2/segments/external/{externalId}'),
		deletes: true,
	},
	{
		name: 'offer addCodes',
		mostItems: 300,
		parameters: { resource: 'offer', operation: 'addCodes', offerId: '71', codes: '={{ $json.mark }}' },
		prepare: async ({ control }) => await control.addOffer({ id: 71, window: 'never' }),
		processed: booked('POST /v1/coupons/coupon-pool/{id}/create'),
		isUnsafe: true,
		takesSkipRepeats: true,
	},
	{
		name: 'privacyRequest create',
		parameters: { resource: 'privacyRequest', operation: 'create', ...ownEmail },
		processed: booked('POST /v1/privacy/delete-request'),
		isUnsafe: true,
		hasDocumentedAnswer: true,
		takesSkipRepeats: true,
	},
	{
		name: 'webhook create',
		parameters: {
			resource: 'webhook',
			operation: 'create',
			url: '=https://example.com/{{ $json.mark }}',
			events: ['sms.sent'],
		},
		processed: booked('POST /v1/webhooks'),
		isUnsafe: true,
		hasDocumentedAnswer: true,
	},
	{
		name: 'productCatalog upload',
		parameters: {
			resource: 'productCatalog',
			operation: 'upload',
			catalogFrom: 'json',
			product: '={{ $json.product }}',
		},
		fields: (mark) => ({ product: productOf(mark) }),
		processed: storedInCatalog,
		hasDocumentedAnswer: true,
	},
	{
		name: 'customAttribute get',
		parameters: { resource: 'customAttribute', operation: 'get', lookUpBy: 'email', ...ownEmail },
		prepare: async ({ control }, marks) =>
			await control.seedUsers(marks.map((mark) => ({ email: `${mark}@example.com`, attributes: { mark } }))),
		hasDocumentedAnswer: true,
		readMark: ({ attributes }) =>
			typeof attributes === 'object' && attributes !== null && 'mark' in attributes
				? attributes.mark
				: undefined,
	},
	{
		name: 'segment get',
		parameters: { resource: 'segment', operation: 'get', externalId: byId('={{ $json.mark }}') },
		async prepare({ control }, marks) {
			for (const mark of marks) await control.addSegment({ externalId: mark, name: mark });
		},
		hasDocumentedAnswer: true,
		readMark: ({ name }) => name,
	},
];

function productOf(mark: string): IDataObject {
	const at = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00Z' };
	const variant = {
		id: mark,
		name: 'Shirt',
		...at,
		prices: [{ currencyCode: 'USD', amount: '5' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
	};
	return { id: mark, name: 'Shirt', ...at, variants: [variant] };
}
