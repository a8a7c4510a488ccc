import { cartOf, leftOutOf, productsOf } from './listFormats/carts';
import { problemOf } from '../values/problem';

/**
 * A line in another currency than the others. Where carts and orders have such: antiwork/gumroad 6251 and stripe/stripe-android 221 (products
 * with prices in different currencies), moltin/issues 18 and craftcms/commerce 3024 (lines that kept the currency of the shop).
 */
type Row = Record<string, unknown>;

const square = (id: string, amount: number, currency?: string): Row => ({
	catalog_object_id: id,
	quantity: '1',
	base_price_money: { amount, ...(currency === undefined ? {} : { currency }) },
});
const stripe = (id: string, amount: number, currency?: string): Row => ({
	amount_total: amount,
	quantity: 1,
	...(currency === undefined ? {} : { currency }),
	price: { id, product: id },
});
const store = (id: string, amount: number, currency?: string): Row => ({
	id,
	quantity: 1,
	totals: { line_total: String(amount), currency_minor_unit: 2 },
	prices: {
		price: String(amount),
		currency_minor_unit: 2,
		...(currency === undefined ? {} : { currency_code: currency }),
	},
});
const shopify = (id: string, amount: number, currency?: string): Row => ({
	product_id: id,
	quantity: 1,
	price: (amount / 100).toFixed(2),
	...(currency === undefined
		? {}
		: {
				price_set: {
					shop_money: { amount: (amount / 100).toFixed(2), currency_code: currency },
					presentment_money: { amount: (amount / 100).toFixed(2), currency_code: currency },
				},
			}),
});
const graphQl = (id: string, amount: number, currency?: string): Row => ({
	product: { id },
	quantity: 1,
	originalUnitPriceSet: {
		shopMoney: {
			amount: (amount / 100).toFixed(2),
			...(currency === undefined ? {} : { currencyCode: currency }),
		},
	},
});

type Line = (id: string, amount: number, currency?: string) => Row;
const SHOPS: Array<[string, string, Line, (lines: Row[]) => Row]> = [
	['Square', 'square', square, (lines) => ({ order: { line_items: lines } })],
	['Stripe', 'stripe', stripe, (lines) => ({ line_items: { data: lines } })],
	['the Store API of WooCommerce', 'woocommerce', store, (lines) => ({ items: lines })],
	['Shopify', 'shopify', shopify, (lines) => ({ line_items: lines })],
	['Shopify by GraphQL', 'shopify', graphQl, (lines) => ({ lineItems: { nodes: lines } })],
];
const short = (cart: ReturnType<typeof cartOf>) =>
	productsOf(cart).map((text) => text.replace(/^(\w+)\/\S+ - 1 x /, '$1 '));
const severalOf = ({ warnings }: ReturnType<typeof cartOf>) =>
	warnings.filter(({ code }) => code === 'severalCurrencies').map(({ message }) => message);

describe.each(SHOPS)('%s', (_name, format, line, item) => {
	test('each line goes in its own currency, and the result says so', () => {
		const lines = [line('A', 1999, 'USD'), line('B', 1750, 'EUR'), line('C', 500, 'USD')];
		const cart = cartOf(format, item(lines));
		expect(short(cart)).toEqual(['A 19.99 USD', 'B 17.5 EUR', 'C 5 USD']);
		expect(cart.leftOut).toBe(0);
		expect(severalOf(cart)).toEqual([
			expect.stringMatching(
				/^was sent with prices in several currencies: USD in \S+\[0\]\S*, \S+\[2\]\S*; EUR in \S+\[1\]\S*$/,
			),
		]);
	});

	test('one currency in other letters is one', () => {
		const cart = cartOf(format, item([line('A', 1999, 'usd'), line('B', 1750, 'USD')]));
		expect(short(cart)).toEqual(['A 19.99 USD', 'B 17.5 USD']);
		expect(severalOf(cart)).toEqual([]);
	});

	test('a line without one has that of the others where they agree', () => {
		expect(short(cartOf(format, item([line('A', 1999), line('B', 1750, 'EUR')])))).toEqual([
			'A 19.99 EUR',
			'B 17.5 EUR',
		]);
	});

	test('a line without one is left out where they do not, unless Currency says it', () => {
		const cart = item([line('A', 1999, 'USD'), line('B', 1750, 'EUR'), line('C', 500)]);
		const without = cartOf(format, cart);
		expect(short(without)).toEqual(['A 19.99 USD', 'B 17.5 EUR']);
		expect(leftOutOf(without)).toEqual(['noCurrency']);
		expect(without.warnings[0]?.message).toMatch(/\[2\]\S* \(\S+ "\S+" has no currency\)$/);
		expect(short(cartOf(format, cart, { currency: 'EUR' }))).toEqual([
			'A 19.99 USD',
			'B 17.5 EUR',
			'C 5 EUR',
		]);
	});

	test('a currency that is none costs only its line', () => {
		const cart = cartOf(format, item([line('A', 1999, 'USD'), line('B', 1750, 'DOLLARS')]));
		expect(short(cart)).toEqual(['A 19.99 USD']);
		expect(leftOutOf(cart)).toEqual(['unknownCurrency']);
		expect(severalOf(cart)).toEqual([]);
	});

	test('Currency that no line has is refused', () => {
		const cart = item([line('A', 1999, 'USD'), line('B', 1750, 'EUR')]);
		expect(problemOf(() => cartOf(format, cart, { currency: 'GBP' }))).toMatchObject({
			reasonCode: 'otherCurrency',
			field: 'Currency',
			value: 'GBP',
			reason: 'is not a currency of the list, which has USD and EUR',
		});
		const one = item([line('A', 1999, 'USD')]);
		expect(problemOf(() => cartOf(format, one, { currency: 'EUR' }))).toMatchObject({
			reasonCode: 'otherCurrency',
			field: 'Currency',
			value: 'EUR',
		});
	});
});

test('the currency of the session or the order is that of a line without one', () => {
	const lines = [stripe('A', 1999, 'usd'), stripe('B', 1750, 'eur'), stripe('C', 500)];
	const session = { id: 'cs_1', currency: 'usd', line_items: { data: lines } };
	expect(short(cartOf('stripe', session))).toEqual(['A 19.99 USD', 'B 17.5 EUR', 'C 5 USD']);
	expect(problemOf(() => cartOf('stripe', session, { currency: 'EUR' }))).toMatchObject({
		reasonCode: 'otherCurrency',
		field: 'Currency',
	});
});

test('minor units are those of each line’s currency', () => {
	const session = { line_items: { data: [stripe('A', 500, 'isk'), stripe('B', 500, 'jpy')] } };
	expect(short(cartOf('stripe', session))).toEqual(['A 5 ISK', 'B 500 JPY']);
});

test('a part of a bundle in another currency is not added to it', () => {
	const part = { ...store('B', 500, 'EUR'), bundled_by: 'a' };
	const cart = cartOf('woocommerce', {
		items: [{ ...store('A', 1999, 'USD'), key: 'a' }, part, store('C', 700, 'USD')],
	});
	expect(short(cart)).toEqual(['C 7 USD']);
	expect(leftOutOf(cart)).toEqual(['bundlePart', 'otherCurrency']);
});

test('a gift card in another currency is left out, not told as a currency', () => {
	const lines = [square('A', 1999, 'USD'), { ...square('B', 500, 'EUR'), item_type: 'GIFT_CARD' }];
	const cart = cartOf('square', { order: { line_items: lines } });
	expect(short(cart)).toEqual(['A 19.99 USD']);
	expect(severalOf(cart)).toEqual([]);
});

test('a list with only gift cards says so, whatever their currencies', () => {
	const card = (currency: string) => ({ ...square('A', 1999, currency), item_type: 'GIFT_CARD' });
	const order = { order: { line_items: [card('USD'), card('EUR')] } };
	expect(problemOf(() => cartOf('square', order))).toMatchObject({ reasonCode: 'noProducts' });
});

test('many lines are told in short', () => {
	const lines = [square('A', 1, 'EUR'), ...Array.from({ length: 6 }, () => square('B', 5, 'USD'))];
	expect(severalOf(cartOf('square', { order: { line_items: lines } }))).toEqual([
		'was sent with prices in several currencies: EUR in order.line_items[0]; USD in order.line_items[1], order.line_items[2], order.line_items[3] and 3 more',
	]);
});
