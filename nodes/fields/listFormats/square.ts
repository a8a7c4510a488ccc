import { member } from '../../values/member';
import { valueAt } from '../../values/dataPath';
import { isAbsent } from '../../values/text';
import {
	bareList,
	currencyOf,
	GIFT_CARD,
	inOwnCurrency,
	isZero,
	machineNumber,
	NO_QUANTITY,
	part,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forEachPiece, less, minor } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** Orders of Square's Orders API. */
export const square: ListFormat = {
	name: 'Square',
	usualPaths: ['order.line_items', 'line_items'],
	linesIn: bareList,
	read({ lines }) {
		return {
			...sorted(lines, whyLeftOut, product),
			currency: currencyOf(lines, ownCurrency),
			prices: `unit price after discounts${taxWords(lines)}`,
		};
	},
	secondCall(event) {
		const object = valueAt(event, 'data.object');
		const parts = ['order_created', 'order_updated', 'payment'].map((name) => member(object, name));
		const order = parts.map((one) => member(one, 'order_id')).find((id) => !isAbsent(id));
		return order === undefined
			? undefined
			: `A Square event contains only the order's ID. Get the lines first with GET /v2/orders/${String(order)} (HTTP Request node), then use order.line_items of the response`;
	},
};

function whyLeftOut(line: Part): WhyLeftOut | undefined {
	const type = member(line.value, 'item_type');
	if (type === 'GIFT_CARD') return GIFT_CARD;
	if (type === 'CUSTOM_AMOUNT') return { kind: 'customAmount', reason: 'is a custom amount' };
	if (isAbsent(part(line, 'item_id', 'catalog_object_id').value))
		return { kind: 'notInCatalog', reason: "is not an item of the shop's catalog" };
	return isZero(part(line, 'quantity').value) ? NO_QUANTITY : undefined;
}

/** The line names the variation only. Its item's ID is there where a flow has looked it up in the catalog. */
function product(line: Part): FoundProduct {
	const quantity = part(line, 'quantity');
	return {
		line: line.field,
		productId: part(line, 'item_id', 'catalog_object_id'),
		variantId: part(line, 'catalog_object_id'),
		sku: part(line, 'sku'),
		name: part(line, 'name'),
		quantity,
		price: inOwnCurrency(price(line, quantity), ownCurrency(line)),
	};
}

function ownCurrency(line: Part): Part {
	return part(line, 'base_price_money.currency', 'total_money.currency');
}

/** Gross sales include tax where the shop's prices do, and modifiers everywhere; discounts come off them. */
function price(line: Part, quantity: Part): Price {
	const gross = part(line, 'gross_sales_money.amount');
	if (!isAbsent(gross.value))
		return forEachPiece(less(minor(gross), minor(part(line, 'total_discount_money.amount'))), quantity);
	const total = minor(part(line, 'total_money.amount'));
	return firstOf(forEachPiece(total, quantity), minor(part(line, 'base_price_money.amount')));
}

function taxWords(lines: Part[]): string {
	const taxed = lines.find((line) => amount(line, 'total_tax_money') > 0);
	if (!taxed) return '';
	const before = amount(taxed, 'gross_sales_money') - amount(taxed, 'total_discount_money');
	const after = amount(taxed, 'total_money') - amount(taxed, 'total_service_charge_money');
	return isAbsent(valueAt(taxed.value, 'gross_sales_money')) || before === after
		? ', with tax'
		: ', without tax';
}

function amount(line: Part, name: string): number {
	return machineNumber(valueAt(line.value, `${name}.amount`)) ?? 0;
}
