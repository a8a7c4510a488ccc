import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** An item as n8n's Webhook node gives it: what was sent is under `body`. */
export const WEBHOOK_ITEM: IDataObject = {
	headers: {},
	params: {},
	query: {},
	body: {
		phone: '(206) 555-1000',
		email: 'ann@example.com',
		customer_id: 'C-1001',
		event_id: 'shipped-1001',
		first_name: 'Ann',
		points: 250,
		number: '1001',
		currency: 'USD',
		line_items: [
			{
				product_id: 11,
				variation_id: 0,
				name: 'Blue Shirt',
				sku: 'S-1',
				quantity: 1,
				price: 19.99,
				total: '19.99',
			},
		],
		code: 'SAVE10-A1',
		sms_consent: true,
		email_consent: true,
	},
};

/** A row of a spreadsheet. */
export const ROW: IDataObject = {
	'Mobile Phone': '(206) 555-1000',
	Email: 'ann@example.com',
	'Member No.': 'C-1001',
	'First Name': 'Ann',
	Points: 250,
	'Order No.': '1001',
	SKU: 'S-1',
	Product: 'Blue Shirt',
	'Unit Price': '19.99',
	Quantity: 1,
	Code: 'SAVE10-A1',
	'Texts OK': 'yes',
	'Emails OK': 'x',
	product_id: '11',
	title: 'Blue Shirt',
	link: 'https://shop.example.com/shirt',
	price: '19.99',
	available: 'yes',
	inventory_quantity: 3,
};

/** The parameters of one operation, filled in for an item of each kind. */
export interface FilledIn {
	webhook: INodeParameters;
	spreadsheet: INodeParameters;
}

/** What dragging a field of the Webhook's body into a parameter gives. */
const body = (field: string) => `={{ $json.body.${field} }}`;
/** What dragging a column into a parameter gives. */
const column = (header: string) =>
	/^\w+$/.test(header) ? `={{ $json.${header} }}` : `={{ $json['${header}'] }}`;

function both(parameters: INodeParameters): FilledIn {
	return { webhook: parameters, spreadsheet: parameters };
}

function together(...parts: FilledIn[]): FilledIn {
	return {
		webhook: Object.assign({}, ...parts.map(({ webhook }) => webhook)),
		spreadsheet: Object.assign({}, ...parts.map(({ spreadsheet }) => spreadsheet)),
	};
}

const PHONE: FilledIn = {
	webhook: { phone: body('phone'), defaultCountry: 'US' },
	spreadsheet: { phone: column('Mobile Phone'), defaultCountry: 'US' },
};
const EMAIL: FilledIn = { webhook: { email: body('email') }, spreadsheet: { email: column('Email') } };
const CONTACT = together(PHONE, EMAIL);
/** In sight for Identity, among the others elsewhere. */
const CLIENT_USER_ID: FilledIn = {
	webhook: { clientUserId: body('customer_id') },
	spreadsheet: { clientUserId: column('Member No.') },
};
const OTHER_IDENTIFIERS: FilledIn = {
	webhook: { otherIdentifiers: CLIENT_USER_ID.webhook },
	spreadsheet: { otherIdentifiers: CLIENT_USER_ID.spreadsheet },
};

/** Rows as dragging makes them, with a name that people read. */
function mapped(parameter: string): FilledIn {
	const rows = (value: string): INodeParameters => ({
		mapping: 'eachField',
		[parameter]: { assignments: [{ id: '1', name: 'Points', value, type: 'number' }] },
	});
	return { webhook: rows(body('points')), spreadsheet: rows(column('Points')) };
}

const PRODUCTS: FilledIn = {
	webhook: { products: 'list', listFormat: 'woocommerce', productList: 'body.line_items' },
	spreadsheet: {
		products: 'oneByOne',
		productRows: {
			products: [
				{
					productId: column('SKU'),
					name: column('Product'),
					price: column('Unit Price'),
					quantity: column('Quantity'),
				},
			],
		},
		currency: 'USD',
		additionalFields: { combineItemsBy: column('Order No.') },
	},
};
const CONSENT: FilledIn = {
	webhook: { consent: 'perItem', textConsent: body('sms_consent'), emailConsent: body('email_consent') },
	spreadsheet: { consent: 'perItem', textConsent: column('Texts OK'), emailConsent: column('Emails OK') },
};
const SUBSCRIPTION = both({ signUpSourceId: '123456', subscriptionType: 'MARKETING' });
const MEMBERS = together(
	both({ externalId: { __rl: true, mode: 'id', value: 'loyalty_gold_2025' } }),
	CONTACT,
	OTHER_IDENTIFIERS,
);
const CART = together(CONTACT, PRODUCTS);
const USER: FilledIn = together(
	CONTACT,
	OTHER_IDENTIFIERS,
	{
		webhook: { profile: { details: [{ detail: 'firstName', value: body('first_name') }] } },
		spreadsheet: { profile: { details: [{ detail: 'firstName', value: column('First Name') }] } },
	},
	mapped('attributes'),
);

/** How the fields of an item are dragged into the panel, by "resource operation". What is not here is about no person, product or code. */
export const FILLED_IN: Record<string, FilledIn> = {
	'customAttribute get': together(both({ lookUpBy: 'phone' }), PHONE),
	'customAttribute set': together(CONTACT, mapped('attributes')),
	'customEvent send': together(both({ type: 'Points Awarded' }), CONTACT, mapped('properties'), {
		webhook: { additionalFields: { skipRepeatsBy: body('event_id') } },
		spreadsheet: {},
	}),
	'ecommerceEvent productView': CART,
	'ecommerceEvent addToCart': CART,
	'ecommerceEvent purchase': together(CART, {
		webhook: { orderId: body('number') },
		spreadsheet: { orderId: column('Order No.') },
	}),
	'identity addIdentifiers': together(CONTACT, CLIENT_USER_ID),
	'offer addCodes': {
		webhook: { offerId: '123456', codes: body('code') },
		spreadsheet: { offerId: '123456', codes: column('Code') },
	},
	'privacyRequest create': CONTACT,
	'productCatalog upload': {
		webhook: {},
		spreadsheet: {
			catalogFrom: 'items',
			productIdColumn: 'product_id',
			productNameColumn: 'title',
			productLinkColumn: 'link',
			priceColumn: 'price',
			availableColumn: 'available',
			quantityColumn: 'inventory_quantity',
			currency: 'USD',
		},
	},
	'segment addMembers': MEMBERS,
	'segment removeMembers': MEMBERS,
	'subscriber getEligibility': together(both({ lookUpBy: 'email' }), EMAIL),
	'subscriber subscribe': together(CONSENT, CONTACT, both({ signUpBy: 'signUpSource' }), SUBSCRIPTION),
	'subscriber unsubscribe': together(CONTACT, both({ from: 'all' })),
	'user upsert': USER,
	'user upsertMany': together(USER, both({ subscribeToo: true }), CONSENT, SUBSCRIPTION),
};
