import { phone, refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const user = { phone };
const shirt = { productId: 'AB12345', productVariantId: 'CD12345', price: [{ value: 19.99 }] };
const kinds = ['product-view', 'add-to-cart', 'purchase'];
const send = (kind: string, body: unknown) => api().http.post(`/v1/events/ecommerce/${kind}`, body);

const good: [string, object][] = [
	['the least', {}],
	[
		'everything of the published example',
		{
			items: [
				{
					...shirt,
					productImage: 'http://my.cdn.com/products/new-product.png',
					productUrl: 'http://my-store.com/products/shirts/my-shirt',
					name: 'T-Shirt',
					price: [{ value: 19.99, currency: 'USD' }],
					quantity: 1,
				},
			],
			occurredAt: '2021-03-30T14:38:29+0000',
		},
	],
	['several items, the same one twice too', { items: [shirt, { ...shirt, productId: 'A' }, shirt] }],
	['a gift', { items: [{ ...shirt, price: [{ value: 0 }] }] }],
	[
		'prices in several currencies',
		{ items: [{ ...shirt, price: [{ value: 1 }, { value: 150, currency: 'JPY' }] }] },
	],
	['three digits', { items: [{ ...shirt, price: [{ value: 1.234, currency: 'KWD' }] }] }],
	['a time in UTC', { occurredAt: '2021-03-30T14:38:29.000Z' }],
	['a time elsewhere', { occurredAt: '2021-03-30T14:38:29-07:00' }],
	['an email', { user: { email: 'ann@example.com' } }],
	['an external identifier', { user: { externalIdentifiers: { clientUserId: '7' } } }],
];

const withItem = (changes: object) => ({ items: [{ ...shirt, ...changes }] });
const withPrice = (...price: unknown[]) => withItem({ price });

const bad: [string, object, string][] = [
	['no items', { items: undefined }, 'body.items'],
	['an empty list', { items: [] }, 'at least one item'],
	['an item by itself', { items: shirt }, 'body.items'],
	['null among them', { items: [null] }, 'body.items.0'],
	['no user', { user: undefined }, 'body.user'],
	['nobody', { user: {} }, 'at least one identifier'],
	['a phone as people type it', { user: { phone: '(206) 399-6576' } }, 'E.164'],
	['an unknown identifier', { user: { phone, shopifyId: '7' } }, 'shopifyId'],
	['an unknown field', { total: 19.99 }, '"total"'],
	['an event ID', { externalEventId: '1' }, '"externalEventId"'],
	['no product ID', withItem({ productId: undefined }), 'productId'],
	['an empty product ID', withItem({ productId: '' }), 'productId'],
	['a product ID as a number', withItem({ productId: 12345 }), 'productId'],
	['no variant ID', withItem({ productVariantId: undefined }), 'productVariantId'],
	['an empty variant ID', withItem({ productVariantId: ' ' }), 'productVariantId'],
	['a variant ID as a number', withItem({ productVariantId: 0 }), 'productVariantId'],
	['an empty name', withItem({ name: '' }), 'name'],
	['null for a name', withItem({ name: null }), 'name'],
	['an unknown field of an item', withItem({ sku: 'A' }), '"sku"'],
	['a picture that is no URL', withItem({ productImage: 'new-product.png' }), 'productImage'],
	['an address without a scheme', withItem({ productUrl: 'my-store.com/a' }), 'productUrl'],
	['an empty address', withItem({ productUrl: '' }), 'productUrl'],
	['a quantity of 0', withItem({ quantity: 0 }), '1 or more'],
	['a quantity below 0', withItem({ quantity: -1 }), '1 or more'],
	['half a product', withItem({ quantity: 1.5 }), 'whole number'],
	['a quantity as text', withItem({ quantity: '1' }), 'quantity'],
	['no price', withItem({ price: undefined }), 'price'],
	['a price by itself', withItem({ price: { value: 1 } }), 'price'],
	['a price as a number', withItem({ price: 19.99 }), 'price'],
	['no price in the list', withPrice(), 'at least one price'],
	['a number in the list', withPrice(19.99), 'price.0'],
	['a price without its value', withPrice({ currency: 'USD' }), 'value'],
	['a value as text', withPrice({ value: '19.99' }), 'value'],
	['a value below 0', withPrice({ value: -1 }), '0 or more'],
	['a currency in small letters', withPrice({ value: 1, currency: 'usd' }), 'ISO 4217'],
	['a currency that is none', withPrice({ value: 1, currency: 'ABC' }), 'ISO 4217'],
	['a currency that was', withPrice({ value: 1, currency: 'DEM' }), 'ISO 4217'],
	['a symbol', withPrice({ value: 1, currency: '€' }), 'ISO 4217'],
	['an empty currency', withPrice({ value: 1, currency: '' }), 'ISO 4217'],
	['null for a currency', withPrice({ value: 1, currency: null }), 'currency'],
	['two prices in one currency', withPrice({ value: 1 }, { value: 2, currency: 'USD' }), 'each currency'],
	['an unknown field of a price', withPrice({ value: 1, amount: 2 }), '"amount"'],
	['a time without an offset', { occurredAt: '2021-03-30T14:38:29' }, 'offset'],
	['a date', { occurredAt: '2021-03-30' }, 'offset'],
	['a time that does not exist', { occurredAt: '2021-02-30T14:38:29Z' }, 'offset'],
	['a Unix time', { occurredAt: 1617115109 }, 'occurredAt'],
];

describe.each(kinds)('POST /v1/events/ecommerce/%s', (kind) => {
	const name = `POST /v1/events/ecommerce/${kind}`;

	it.each(good)('200 without a body for %s', async (_what, rest) => {
		const { status, data, headers } = await send(kind, { items: [shirt], user, ...rest });
		expect([status, data, headers['x-ratelimit-limit']]).toEqual([200, '', '150']);
		expect(await control().ledger(name)).toMatchObject([{ endpoint: name, userId: 'user-1' }]);
		expect(await control().ecommerceEvents()).toMatchObject([{ kind, userId: 'user-1' }]);
	});

	it.each(bad)('400 for %s', async (_what, rest, named) => {
		const { status, message } = refusal(await send(kind, { items: [shirt], user, ...rest }));
		expect([status, message]).toEqual([400, expect.stringContaining(named)]);
		expect(message).toContain('expected');
		expect(await control().ledger()).toEqual([]);
		expect(await control().ecommerceEvents()).toEqual([]);
		expect(await control().users()).toEqual([]);
	});

	it('403 without ecommerce:write, 401 without a token, 400 for another content type', async () => {
		const token = await control().createToken({ label: 'other', scopes: ['events:write'] });
		const url = `/v1/events/ecommerce/${kind}`;
		const post = (headers: Record<string, string>) =>
			api().http.post(url, JSON.stringify({ items: [shirt], user }), { headers });
		const json = { 'Content-Type': 'application/json' };
		const answers = [
			await post({ ...json, Authorization: `Bearer ${token}` }),
			await post({ ...json, Authorization: 'Bearer nobody' }),
			await post({ 'Content-Type': 'text/plain' }),
		];
		expect(answers.map(({ status }) => status)).toEqual([403, 401, 400]);
		expect(await control().ledger()).toEqual([]);
	});

	it('429 over its limit', async () => {
		await control().setLimit({ endpoint: name, perSecond: 0 });
		expect((await send(kind, { items: [shirt], user })).status).toBe(429);
	});

	it('can be struck by a fault after it is stored', async () => {
		await control().addFault({ endpoint: name, kind: '500after' });
		expect((await send(kind, { items: [shirt], user })).status).toBe(500);
		expect(await control().ecommerceEvents()).toHaveLength(1);
	});
});

describe('purchase', () => {
	it.each(['WEB', 'IOS_APP', 'ANDROID_APP', 'IN_STORE', 'PHONE', 'OTHER', ''])(
		'takes an order by "%s"',
		async (channelType) => {
			const body = { items: [shirt], user, orderId: '54321', salesChannel: { channelType } };
			expect((await send('purchase', body)).status).toBe(200);
			expect(await control().ecommerceEvents()).toMatchObject([
				{ orderId: '54321', salesChannel: channelType },
			]);
		},
	);

	it.each<[string, object, string]>([
		['an empty order ID', { orderId: '' }, 'orderId'],
		['an order ID as a number', { orderId: 54321 }, 'orderId'],
		['a sales channel as text', { salesChannel: 'WEB' }, 'salesChannel'],
		['a sales channel without its type', { salesChannel: {} }, 'channelType'],
		['an unknown sales channel', { salesChannel: { channelType: 'SHOP' } }, 'IN_STORE'],
		['a sales channel in small letters', { salesChannel: { channelType: 'web' } }, 'spelling'],
		['an unknown field of it', { salesChannel: { channelType: 'WEB', name: 'A' } }, '"name"'],
		['a coupon', { coupons: ['A'] }, '"coupons"'],
	])('400 for %s', async (_what, rest, named) => {
		const { status, message } = refusal(await send('purchase', { items: [shirt], user, ...rest }));
		expect([status, message]).toEqual([400, expect.stringContaining(named)]);
		expect(await control().ecommerceEvents()).toEqual([]);
	});

	it.each(['product-view', 'add-to-cart'])('%s has neither order nor channel', async (kind) => {
		for (const rest of [{ orderId: '1' }, { salesChannel: { channelType: 'WEB' } }]) {
			expect((await send(kind, { items: [shirt], user, ...rest })).status).toBe(400);
		}
	});
});

it('keeps events of all three kinds in order, with the currency and the time that stand for none', async () => {
	await control().setClock('2026-07-01T10:00:00Z');
	const occurredAt = '2026-07-01T11:00:00.5+0200';
	await send('product-view', { items: [shirt], user });
	await send('add-to-cart', { items: [{ ...shirt, quantity: 2 }], user, occurredAt });
	await send('purchase', { items: [shirt], user: { email: 'ann@example.com' }, orderId: '1' });
	const item = { ...shirt, price: [{ value: 19.99, currency: 'USD' }] };
	const now = '2026-07-01T10:00:00.000Z';
	expect(await control().ecommerceEvents()).toEqual([
		{ kind: 'product-view', userId: 'user-1', items: [item], occurredAt: now },
		{
			kind: 'add-to-cart',
			userId: 'user-1',
			items: [{ ...item, quantity: 2 }],
			occurredAt: '2026-07-01T09:00:00.500Z',
		},
		{ kind: 'purchase', userId: 'user-2', items: [item], occurredAt: now, orderId: '1' },
	]);
	const sent = await control().ledger('POST /v1/events/ecommerce/add-to-cart');
	expect(sent).toMatchObject([
		{ body: { items: [{ ...shirt, quantity: 2 }], user, occurredAt }, token: 'sandbox' },
	]);
});

it('the same purchase twice counts twice', async () => {
	const body = { items: [shirt], user, orderId: '1' };
	await send('purchase', body);
	await send('purchase', body);
	expect(await control().ecommerceEvents()).toHaveLength(2);
});
