import { member } from '../../values/member';
import type { Currency } from '../../values/price';
import { isAbsent } from '../../values/text';
import {
	currencyOf,
	inOwnCurrency,
	isZero,
	listIn,
	machineNumber,
	NO_QUANTITY,
	part,
	partAround,
	sorted,
	type WhyLeftOut,
} from './line';
import { firstOf, forAllPieces, forEachPiece, less, minor } from './money';
import type { FoundProduct, ListFormat, Part, Price } from './listFormat';

/** Digits of the currencies that Stripe counts otherwise than ISO 4217. */
const DIGITS: Record<string, number> = { ISK: 2, UGX: 2, MGA: 0 };

/** Sessions of Stripe Checkout with their line items, and the list of those alone. */
export const stripe: ListFormat = {
	name: 'Stripe Checkout',
	usualPaths: ['line_items', 'data.object.line_items', 'display_items', 'data'],
	linesIn: listIn('data'),
	read({ lines, around }) {
		const hasMore = partAround(around.slice(0, 2), 'has_more', 'line_items.has_more')?.value === true;
		return {
			...sorted(lines, whyLeftOut, product),
			currency: currencyOf(lines, ownCurrency) ?? partAround(around, 'currency'),
			prices: `unit price after discounts${taxWords(lines)}`,
			notes: hasMore
				? [
						{
							code: 'moreLines',
							message:
								'has more lines in Stripe than in the list: get them with GET /v1/checkout/sessions/{id}/line_items',
						},
					]
				: [],
		};
	},
	secondCall(event) {
		const session = member(member(event, 'data'), 'object') ?? event;
		if (member(session, 'object') !== 'checkout.session' || member(session, 'line_items') !== undefined)
			return undefined;
		const id = member(session, 'id');
		return `A Stripe session does not include its lines. Get them first with GET /v1/checkout/sessions/${
			isAbsent(id) ? '{id}' : String(id)
		}?expand[]=line_items (HTTP Request node), then use line_items of the response`;
	},
};

function whyLeftOut(line: Part): WhyLeftOut | undefined {
	if (!isAbsent(part(line, 'price.custom_unit_amount').value))
		return { kind: 'customAmount', reason: 'is an amount that the buyer chose' };
	if (!isAbsent(part(line, 'price.recurring').value))
		return { kind: 'subscription', reason: 'is a subscription' };
	return isZero(part(line, 'quantity').value) ? NO_QUANTITY : undefined;
}

function product(line: Part): FoundProduct {
	const quantity = part(line, 'quantity');
	return {
		line: line.field,
		productId: part(line, 'price.product.id', 'price.product'),
		variantId: part(line, 'price.id'),
		sku: part(line, 'price.product.metadata.sku', 'price.metadata.sku', 'sku'),
		name: part(line, 'description', 'price.product.name'),
		quantity: isAbsent(quantity.value) ? { ...quantity, value: 1 } : quantity,
		price: inOwnCurrency(forEachPiece(total(line, quantity), quantity), ownCurrency(line)),
		image: part(line, 'price.product.images[0]'),
		url: part(line, 'price.product.url'),
	};
}

function ownCurrency(line: Part): Part {
	return part(line, 'currency', 'price.currency');
}

/** The total holds the tax; where the shop's own price does not, the tax comes off. */
function total(line: Part, quantity: Part): Price {
	const whole = firstOf(amount(line, 'amount_total'), amount(line, 'amount_subtotal'));
	if (isAbsent(whole.value)) return forAllPieces(amount(line, 'price.unit_amount', 'amount'), quantity);
	return isTaxAdded(line) ? less(whole, amount(line, 'amount_tax')) : whole;
}

function amount(line: Part, path: string, ...others: string[]): Price {
	return minor(part(line, path, ...others), digitsOf);
}

function digitsOf({ code, digits }: Currency): number {
	return DIGITS[code] ?? digits;
}

/** Whether tax came on top of the shop's own price. */
function isTaxAdded(line: Part): boolean {
	if (isAbsent(part(line, 'amount_total').value)) return false;
	const behavior = part(line, 'price.tax_behavior').value;
	if (behavior === 'exclusive' || behavior === 'inclusive') return behavior === 'exclusive';
	const number = (name: string) => machineNumber(part(line, name).value) ?? 0;
	const before = number('amount_subtotal') - number('amount_discount');
	return number('amount_tax') > 0 && before === number('amount_total') - number('amount_tax');
}

function taxWords(lines: Part[]): string {
	const taxed = lines.find((line) => (machineNumber(part(line, 'amount_tax').value) ?? 0) > 0);
	if (!taxed) return '';
	return isTaxAdded(taxed) ? ', without tax' : ', with tax';
}
