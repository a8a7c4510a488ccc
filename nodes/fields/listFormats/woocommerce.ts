import { member } from '../../values/member';
import { isAbsent } from '../../values/text';
import { ValueError } from '../../values/valueError';
import { machineNumber } from './line';
import {
	bareList,
	BUNDLE_PART,
	childrenByParent,
	currencyOf,
	inOwnCurrency,
	isNoId,
	isZero,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forEachPiece, major, minor, plus, priceOf } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** Orders by webhook, REST and n8n's nodes, and carts of the Store API. */
export const woocommerce: ListFormat = {
	name: 'WooCommerce',
	usualPaths: ['line_items', 'items'],
	linesIn: bareList,
	read({ lines, around }) {
		const withTax = partAround(around, 'prices_include_tax')?.value === true;
		// Bundles, composites and mixes have the price on themselves or on their parts: together they are always what was paid.
		const smartBundles = smartBundleOf(lines);
		const children = childrenByParent(
			lines,
			(line) => [member(line.value, 'id'), member(line.value, 'key')],
			(line) => [...PARENTS.map((name) => member(line.value, name)), smartBundles.get(line)],
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
				? (currencyOf(lines, ownCurrency) ?? partAround(around, 'totals.currency_code'))
				: partAround(around, 'currency'),
			prices: `unit price after discounts, ${withTax && !isCart ? 'with' : 'without'} tax`,
		};
	},
};

/** Names of the field that leads to the line of the whole: Product Bundles, Store API, Composite Products, Mix and Match. */
const PARENTS = ['bundled_by', 'parent_item_key', 'composite_parent', 'mnm_child_of'];

/** Lines of WPC Product Bundles name the product of their bundle, which stands before them, with the ID of its line. */
function smartBundleOf(lines: Part[]): Map<Part, unknown> {
	const bundles = new Map<string, unknown>();
	const found = new Map<Part, unknown>();
	for (const line of lines) {
		const parent = metaOf(line, '_woosb_parent_id');
		if (isNoId(parent)) bundles.set(String(member(line.value, 'product_id')), member(line.value, 'id'));
		else found.set(line, bundles.get(String(parent)));
	}
	return found;
}

function metaOf({ value }: Part, key: string): unknown {
	const meta = member(value, 'meta_data');
	return member(Array.isArray(meta) ? meta.find((one) => member(one, 'key') === key) : undefined, 'value');
}

/** Carts of the Store API count in minor units, and say how many digits they are. */
function isOfStoreApi({ value }: Part): boolean {
	return (
		member(member(value, 'prices'), 'price') !== undefined || typeof member(value, 'totals') === 'object'
	);
}

function whyLeftOut(line: Part): WhyLeftOut | undefined {
	// Deleted products have 0; older shops and removed lines have null or an empty text.
	if (!isOfStoreApi(line) && isNoId(part(line, 'product_id').value))
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
			price: inOwnCurrency(
				firstOf(forEachPiece(total, quantity), storeAmount(line, 'prices.price')),
				ownCurrency(line),
			),
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
	const amount = minor(part(line, path), ({ digits: usual }) => digits ?? usual);
	return priceOf(amount, (currency) => {
		const own = ownCurrency(line).value;
		// Only a part of a bundle can be asked for its price in the currency of another line.
		if (isAbsent(own) || String(own).toUpperCase() === currency.code) return amount.in(currency);
		throw new ValueError({
			reasonCode: 'otherCurrency',
			reason: `is in ${String(own)}, but the bundle that it is part of is in ${currency.code}`,
			wayOut: 'Send the products of each currency in a separate event',
		});
	});
}

function ownCurrency(line: Part): Part {
	return part(line, 'prices.currency_code', 'totals.currency_code');
}
