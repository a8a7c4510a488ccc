import { member } from '../../values/member';
import { machineNumber } from './line';
import {
	bareList,
	BUNDLE_PART,
	childrenByParent,
	currencyOf,
	isNoId,
	isZero,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forEachPiece, major, minor, plus } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** Orders by webhook, REST and n8n's nodes, and carts of the Store API. */
export const woocommerce: ListFormat = {
	name: 'WooCommerce',
	usualPaths: ['line_items', 'items'],
	linesIn: bareList,
	read({ lines, around }) {
		const withTax = partAround(around, 'prices_include_tax')?.value === true;
		// Product Bundles puts the price on the bundle or on its parts: together they are always what was paid.
		const children = childrenByParent(
			lines,
			(line) => [member(line.value, 'id'), member(line.value, 'key')],
			(line) => [member(line.value, 'bundled_by'), member(line.value, 'parent_item_key')],
		);
		const parts = new Set([...children.values()].flat());
		const totalOf = (line: Part): Price =>
			plus(lineTotal(line, withTax), ...(children.get(line) ?? []).map(totalOf));
		const isCart = lines.some(isOfStoreApi);
		return {
			...sorted(
				lines,
				(line) => (parts.has(line) ? BUNDLE_PART : whyLeftOut(line)),
				(line) => product(line, totalOf(line)),
			),
			currency: isCart
				? (currencyOf(lines, 'prices.currency_code', 'totals.currency_code') ??
					partAround(around, 'totals.currency_code'))
				: partAround(around, 'currency'),
			prices: `unit price after discounts, ${withTax && !isCart ? 'with' : 'without'} tax`,
		};
	},
};

/** Carts of the Store API count in minor units, and say how many digits they are. */
function isOfStoreApi({ value }: Part): boolean {
	return (
		member(member(value, 'prices'), 'price') !== undefined || typeof member(value, 'totals') === 'object'
	);
}

function whyLeftOut(line: Part): WhyLeftOut | undefined {
	if (!isOfStoreApi(line) && isZero(part(line, 'product_id').value))
		return { kind: 'deletedProduct', reason: 'is a product that the shop no longer has' };
	return isZero(part(line, 'quantity').value) ? NO_QUANTITY : undefined;
}

function product(line: Part, total: Price): FoundProduct {
	const sku = part(line, 'sku');
	const quantity = part(line, 'quantity');
	if (isOfStoreApi(line)) {
		return {
			line: line.field,
			productId: part(line, 'id'),
			variantId: part(line, 'variation_id', 'id'),
			sku,
			name: part(line, 'name'),
			quantity,
			price: firstOf(forEachPiece(total, quantity), storeAmount(line, 'prices.price')),
			image: part(line, 'images[0].src'),
			url: part(line, 'permalink'),
		};
	}
	const variation = part(line, 'variation_id');
	return {
		line: line.field,
		productId: part(line, 'product_id'),
		...(isNoId(variation.value) ? {} : { variantId: variation }),
		sku,
		name: part(line, 'parent_name', 'name'),
		quantity,
		// Named by the price where the line has no total.
		price: firstOf(forEachPiece(total, quantity), major(part(line, 'price'))),
		image: part(line, 'image.src'),
	};
}

function lineTotal(line: Part, withTax: boolean): Price {
	if (isOfStoreApi(line)) return storeAmount(line, 'totals.line_total');
	const total = major(part(line, 'total'));
	return withTax ? plus(total, major(part(line, 'total_tax'))) : total;
}

function storeAmount(line: Part, path: string): Price {
	const digits = machineNumber(part(line, 'prices.currency_minor_unit', 'totals.currency_minor_unit').value);
	return minor(part(line, path), ({ digits: usual }) => digits ?? usual);
}
