import { member } from '../../values/member';
import {
	BUNDLE_PART,
	childrenByParent,
	GIFT_CARD,
	isNoId,
	isZero,
	linesOf,
	machineNumber,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forEachPiece, major, priceOf } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** The lists of a cart, as the server and the storefront name them. */
const LISTS = [
	'physical_items',
	'digital_items',
	'custom_items',
	'gift_certificates',
	'physicalItems',
	'digitalItems',
	'customItems',
	'giftCertificates',
	'giftCertificate',
];

/** Carts and checkouts of V3 and the storefront, and the products of an order (V2). */
export const bigcommerce: ListFormat = {
	name: 'BigCommerce',
	usualPaths: [
		'line_items',
		'data.line_items',
		'cart.line_items',
		'data.cart.line_items',
		'lineItems',
		'cart.lineItems',
		'products',
	],
	linesIn(value, field) {
		if (Array.isArray(value)) return linesOf(value, field);
		const lists = LISTS.filter((name) => Array.isArray(member(value, name)));
		return lists.length === 0
			? undefined
			: lists.flatMap((name) => {
					const list = member(value, name);
					return linesOf(Array.isArray(list) ? list : [], `${field}.${name}`);
				});
	},
	read({ lines, around }) {
		const children = childrenByParent(
			lines,
			(line) => [member(line.value, 'id')],
			(line) => ['parent_id', 'parentId', 'parent_order_product_id'].map((name) => member(line.value, name)),
		);
		const parts = new Set([...children.values()].flat());
		const taxIncluded = partAround(around, 'tax_included', 'isTaxIncluded')?.value;
		return {
			...sorted(lines, (line) => (parts.has(line) ? BUNDLE_PART : whyLeftOut(line)), product),
			// An order's currency_code is only the one that was displayed.
			currency: partAround(around, 'currency.code', 'default_currency_code'),
			prices: `unit price after discounts, ${taxWords(lines.find(isOfOrder), taxIncluded)}`,
		};
	},
	secondCall(event) {
		const scope = member(event, 'scope');
		if (typeof scope === 'string' && scope.startsWith('store/')) {
			const data = member(event, 'data');
			const id = ['orderId', 'cartId', 'id'].map((name) => member(data, name)).find((one) => !isNoId(one));
			const isOrder = scope.startsWith('store/order') || member(data, 'orderId') !== undefined;
			const known = id === undefined ? '{id}' : String(id);
			return `A BigCommerce webhook contains only IDs. Get the lines first with GET ${
				isOrder ? `/v2/orders/${known}/products` : `/v3/carts/${known}`
			} (HTTP Request node), then use that list`;
		}
		const products = member(event, 'products');
		return typeof member(products, 'resource') === 'string'
			? 'A BigCommerce order contains only a link to its products. Get them first with GET /v2/orders/{id}/products (HTTP Request node), then use that list'
			: undefined;
	},
};

function whyLeftOut(line: Part): WhyLeftOut | undefined {
	const { field, value } = line;
	if (/gift_?certificates?\[\d+\]$/i.test(field) || member(value, 'type') === 'giftcertificate')
		return { kind: 'giftCard', reason: 'is a gift certificate' };
	if (isNoId(productId(line).value)) {
		// A gift certificate in a list that was put together by a flow.
		const isCertificate = member(value, 'amount') !== undefined && member(value, 'quantity') === undefined;
		return isCertificate ? GIFT_CARD : { kind: 'customItem', reason: 'is a custom item without a product' };
	}
	return isZero(quantity(line).value) ? NO_QUANTITY : undefined;
}

function product(line: Part): FoundProduct {
	return {
		line: line.field,
		productId: productId(line),
		variantId: part(line, 'variant_id', 'variantId'),
		sku: part(line, 'sku'),
		name: part(line, 'name'),
		quantity: quantity(line),
		price: isOfOrder(line)
			? orderPrice(line)
			: major(part(line, 'sale_price', 'salePrice', 'list_price', 'listPrice')),
		image: part(line, 'image_url', 'imageUrl'),
		url: part(line, 'url'),
	};
}

function productId(line: Part): Part {
	return part(line, 'product_id', 'productId');
}

/** Refunded pieces stay in the quantity of an order's line. */
function quantity(line: Part): Part {
	const ordered = part(line, 'quantity');
	const pieces = machineNumber(ordered.value);
	const refunded = machineNumber(member(line.value, 'quantity_refunded')) ?? 0;
	if (member(line.value, 'is_refunded') === true && refunded === 0) return { field: ordered.field, value: 0 };
	if (pieces === undefined || refunded === 0) return ordered;
	return { field: ordered.field, value: Math.max(0, pieces - refunded) };
}

function isOfOrder({ value }: Part): boolean {
	return ['price_inc_tax', 'price_ex_tax'].some((name) => member(value, name) !== undefined);
}

/** The price after discounts is given with tax; a shop whose own prices are without has the share that its two prices show. */
function orderPrice(line: Part): Price {
	const withTax = firstOf(
		forEachPiece(major(part(line, 'discounted_total_inc_tax')), part(line, 'quantity')),
		major(part(line, 'price_inc_tax')),
	);
	if (!isWithoutTax(line)) return withTax;
	const [exclusive, inclusive] = [numberIn(line, 'price_ex_tax'), numberIn(line, 'price_inc_tax')];
	const share = inclusive > 0 ? exclusive / inclusive : 1;
	return priceOf(withTax, (currency) => {
		const amount = withTax.in(currency);
		return amount === undefined ? undefined : amount * share;
	});
}

/** Whether the shop's own price, the base price, is the one without tax. */
function isWithoutTax(line: Part): boolean {
	const base = numberIn(line, 'base_price');
	return base === numberIn(line, 'price_ex_tax') && base !== numberIn(line, 'price_inc_tax');
}

function numberIn(line: Part, name: string): number {
	return machineNumber(member(line.value, name)) ?? Number.NaN;
}

function taxWords(lineOfOrder: Part | undefined, taxIncluded: unknown): string {
	if (lineOfOrder) return isWithoutTax(lineOfOrder) ? 'without tax' : 'with tax';
	if (taxIncluded === undefined) return 'with or without tax as the shop shows it';
	return taxIncluded === true ? 'with tax' : 'without tax';
}
