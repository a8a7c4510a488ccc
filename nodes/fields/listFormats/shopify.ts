import { member } from '../../values/member';
import { valueAt } from '../../values/dataPath';
import { isAbsent } from '../../values/text';
import {
	currencyOf,
	GIFT_CARD,
	inOwnCurrency,
	isZero,
	linesOf,
	machineNumber,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forEachPiece, less, major, minor } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** Orders, carts, checkouts and draft orders by webhook and REST, orders by GraphQL, and the theme's /cart.js. */
export const shopify: ListFormat = {
	name: 'Shopify',
	usualPaths: [
		'line_items',
		'order.line_items',
		'data.order.lineItems',
		'order.lineItems',
		'lineItems',
		'items',
	],
	linesIn(value, field) {
		if (Array.isArray(value)) return linesOf(value, field);
		const nodes = member(value, 'nodes');
		if (Array.isArray(nodes)) return linesOf(nodes, `${field}.nodes`);
		const edges = member(value, 'edges');
		if (!Array.isArray(edges)) return undefined;
		return edges.map((edge, index) => ({
			field: `${field}.edges[${index}].node`,
			value: member(edge, 'node'),
		}));
	},
	read({ lines: found, around }) {
		const lines = found.map(opened);
		const refunded = refundedPieces(around);
		const quantityOf = (line: Part) => quantityLeft(line, refunded);
		return {
			...sorted(
				lines,
				(line) => whyLeftOut(line, quantityOf(line)),
				(line) => product(line, quantityOf(line)),
			),
			currency: currencyOfList(lines, around),
			prices: `unit price after discounts, ${taxWords(around)}`,
		};
	},
	secondCall(event) {
		return member(event, 'order_edit') === undefined
			? undefined
			: 'An order edit contains only the IDs of its lines. Get the order first (Shopify node, Order: Get), then use its list';
	},
};

/** The edges of a GraphQL list hold their lines one step further down. */
function opened(line: Part): Part {
	const node = member(line.value, 'node');
	return node === undefined ? line : { field: `${line.field}.node`, value: node };
}

function isGraphQl({ value }: Part): boolean {
	return (
		typeof member(value, 'originalUnitPriceSet') === 'object' || typeof member(value, 'product') === 'object'
	);
}

/** The theme's cart counts in hundredths, in every currency. */
function isThemeCart({ value }: Part): boolean {
	return member(value, 'final_line_price') !== undefined;
}

function whyLeftOut({ value, field }: Part, quantity: Part): WhyLeftOut | undefined {
	if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'tip_payment_gateway'))
		return { kind: 'tip', reason: 'is a tip' };
	if (member(value, 'gift_card') === true || member(value, 'isGiftCard') === true) return GIFT_CARD;
	if (isAbsent(productId({ value, field }).value))
		return { kind: 'noProduct', reason: 'is a custom line or a deleted product' };
	return isZero(quantity.value) ? NO_QUANTITY : undefined;
}

function product(line: Part, quantity: Part): FoundProduct {
	return {
		line: line.field,
		productId: productId(line),
		variantId: plainId(part(line, 'variant_id', 'variant.id')),
		sku: part(line, 'sku', 'variant.sku'),
		name: part(line, 'product_title', 'title'),
		quantity,
		price: inOwnCurrency(price(line), ownCurrency(line)),
		otherPrices: [presentmentPrice(line)].flatMap((one) => one ?? []),
		image: part(line, 'image.url', 'image'),
		url: absoluteUrl(part(line, 'url')),
	};
}

function productId(line: Part): Part {
	return plainId(part(line, 'product_id', 'product.id'));
}

/** GraphQL writes gid://shopify/Product/123 for 123. */
function plainId({ field, value }: Part): Part {
	const plain = typeof value === 'string' ? /^gid:\/\/.*\/([^/?]+)(\?.*)?$/.exec(value)?.[1] : undefined;
	return { field, value: plain ?? value };
}

/** The theme's cart has addresses without the shop's host. */
function absoluteUrl({ field, value }: Part): Part {
	return { field, value: typeof value === 'string' && value.startsWith('/') ? undefined : value };
}

function price(line: Part): Price {
	if (isThemeCart(line)) return minor(part(line, 'final_price', 'discounted_price', 'price'), () => 2);
	if (isGraphQl(line)) {
		const [after, before] = ['discountedUnitPriceAfterAllDiscountsSet', 'originalUnitPriceSet'];
		return major(part(line, `${after}.shopMoney.amount`, `${before}.shopMoney.amount`));
	}
	const full = major(part(line, 'price', 'original_price'));
	const allocations = valueAt(line.value, 'discount_allocations');
	if (!Array.isArray(allocations)) return firstOf(major(part(line, 'discounted_price')), full);
	const discounts = allocations.map((_one, index) =>
		major(part(line, `discount_allocations[${index}].amount`)),
	);
	// The allocations are those of all pieces that were ordered, also of those that were refunded since.
	const ordered = part(line, 'quantity');
	return less(full, ...discounts.map((discount) => forEachPiece(discount, ordered)));
}

/** The price that the buyer saw, where that was in another currency. */
function presentmentPrice(line: Part): Price | undefined {
	if (isThemeCart(line)) return undefined;
	const moneyIn = (set: string, [own, shown]: [string, string], code: string) => ({
		amount: part(line, `${set}.${shown}.amount`),
		currency: part(line, `${set}.${shown}.${code}`),
		own: part(line, `${set}.${own}.${code}`),
	});
	const isOther = ({ amount, currency, own }: ReturnType<typeof moneyIn>) =>
		![amount, currency, own].some(({ value }) => isAbsent(value)) && currency.value !== own.value;
	if (isGraphQl(line)) {
		const sets = ['discountedUnitPriceAfterAllDiscountsSet', 'originalUnitPriceSet'];
		const shown = sets
			.map((set) => moneyIn(set, ['shopMoney', 'presentmentMoney'], 'currencyCode'))
			.find(({ own }) => !isAbsent(own.value));
		return shown && isOther(shown) ? { ...major(shown.amount), currency: shown.currency } : undefined;
	}
	const shown = moneyIn('price_set', ['shop_money', 'presentment_money'], 'currency_code');
	if (!isOther(shown)) return undefined;
	const allocations = valueAt(line.value, 'discount_allocations');
	const discounts = (Array.isArray(allocations) ? allocations : []).map((_one, index) =>
		part(line, `discount_allocations[${index}].amount_set.presentment_money.amount`),
	);
	// Without what was taken off it, it would not be the price of the same piece.
	if (discounts.some(({ value }) => isAbsent(value))) return undefined;
	const ordered = part(line, 'quantity');
	const each = discounts.map((discount) => forEachPiece(major(discount), ordered));
	return { ...less(major(shown.amount), ...each), currency: shown.currency };
}

/** Refunded and removed pieces stay in the quantity that was ordered. */
function quantityLeft(line: Part, refunded: ReadonlyMap<string, number>): Part {
	const current = part(line, 'current_quantity', 'currentQuantity');
	if (!isAbsent(current.value)) return current;
	const ordered = part(line, 'quantity');
	const gone = refunded.get(String(member(line.value, 'id')));
	const pieces = machineNumber(ordered.value);
	if (gone === undefined || pieces === undefined) return ordered;
	return { field: ordered.field, value: Math.max(0, pieces - gone) };
}

function refundedPieces(around: unknown[]): Map<string, number> {
	const pieces = new Map<string, number>();
	const refunds = partAround(around, 'refunds')?.value;
	for (const refund of Array.isArray(refunds) ? refunds : []) {
		const lines = member(refund, 'refund_line_items');
		for (const line of Array.isArray(lines) ? lines : []) {
			const id = String(member(line, 'line_item_id'));
			pieces.set(id, (pieces.get(id) ?? 0) + (machineNumber(member(line, 'quantity')) ?? 0));
		}
	}
	return pieces;
}

/** Prices are in the shop's currency, also where the buyer saw another. */
function ownCurrency(line: Part): Part {
	return part(
		line,
		'price_set.shop_money.currency_code',
		'discountedUnitPriceAfterAllDiscountsSet.shopMoney.currencyCode',
		'originalUnitPriceSet.shopMoney.currencyCode',
	);
}

function currencyOfList(lines: Part[], around: unknown[]): Part | undefined {
	const ofLines = currencyOf(lines, ownCurrency);
	if (ofLines) return ofLines;
	const own = partAround(around, 'currency', 'currencyCode');
	const presentment = partAround(around, 'presentment_currency');
	// Shopify does not document in which of the two the prices of such a checkout are: the Currency parameter decides.
	const isOpen =
		partAround(around, 'order_number') === undefined &&
		presentment !== undefined &&
		!isAbsent(own?.value) &&
		String(presentment.value) !== String(own?.value);
	return isOpen ? undefined : own;
}

function taxWords(around: unknown[]): string {
	const included = partAround(around, 'taxes_included', 'taxesIncluded')?.value;
	if (included === undefined) return 'with or without tax as the shop shows it';
	return included === true ? 'with tax' : 'without tax';
}
