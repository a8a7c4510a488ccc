import { member } from '../../values/member';
import { isAbsent } from '../../values/text';
import {
	bareList,
	BUNDLE_PART,
	childrenByParent,
	isNoId,
	isZero,
	machineNumber,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
} from './line';
import { firstOf, forEachPiece, less, major } from './money';
import type { FoundProduct, ListFormat, Part } from './listFormat';

/** Orders of Magento 2 and Adobe Commerce by REST and n8n's node, and carts by REST. */
export const magento: ListFormat = {
	name: 'Magento',
	usualPaths: ['items'],
	linesIn: bareList,
	read({ lines, around }) {
		const children = childrenByParent(
			lines,
			(line) => [member(line.value, 'item_id')],
			(line) => [member(line.value, 'parent_item_id')],
		);
		// A configurable product and its variant are one: the variant is no line of its own.
		const variants = new Set([...children].flatMap(([line, list]) => (isConfigurable(line) ? list : [])));
		const parts = new Set([...children.values()].flat());
		// Carts have no product IDs at all; in an order only a deleted product has none, and its SKU is no ID.
		const haveIds = lines.some((line) => !isNoId(member(line.value, 'product_id')));
		return {
			...sorted(
				lines.filter((line) => !variants.has(line)),
				(line) => {
					if (parts.has(line)) return BUNDLE_PART;
					if (haveIds && isNoId(member(line.value, 'product_id'))) return DELETED;
					return isZero(quantity(line).value) ? NO_QUANTITY : undefined;
				},
				(line) => product(line, children.get(line)?.[0]),
			),
			currency: partAround(
				around,
				'order_currency_code',
				'currency.quote_currency_code',
				'quote_currency_code',
			),
			prices: lines.some(hasTotal)
				? 'unit price after discounts, without tax'
				: 'unit price before discounts, without tax',
		};
	},
};

const DELETED = { kind: 'deletedProduct', reason: 'is a product that the shop no longer has' };

function isConfigurable({ value }: Part): boolean {
	return member(value, 'product_type') === 'configurable';
}

function hasTotal({ value }: Part): boolean {
	return !isAbsent(member(value, 'row_total'));
}

/** A configurable product has the right price and quantity, and its child the variant's ID. Carts have no IDs but the SKU. */
function product(line: Part, child: Part | undefined): FoundProduct {
	const ordered = part(line, 'qty_ordered', 'qty');
	const total = less(major(part(line, 'row_total')), major(part(line, 'discount_amount')));
	return {
		line: line.field,
		productId: part(line, 'product_id', 'sku'),
		...(child && isConfigurable(line) ? { variantId: part(child, 'product_id', 'sku') } : {}),
		sku: part(line, 'sku'),
		name: part(line, 'name'),
		quantity: quantity(line),
		price: firstOf(forEachPiece(total, ordered), major(part(line, 'price'))),
	};
}

/** Canceled and refunded pieces stay in the quantity that was ordered. */
function quantity(line: Part): Part {
	const { field, value } = part(line, 'qty_ordered', 'qty');
	const pieces = machineNumber(value);
	if (pieces === undefined) return { field, value };
	const gone = ['qty_canceled', 'qty_refunded'].reduce(
		(sum, name) => sum + (machineNumber(member(line.value, name)) ?? 0),
		0,
	);
	return { field, value: Math.max(0, pieces - gone) };
}
