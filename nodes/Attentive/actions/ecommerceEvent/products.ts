import type { Product } from '../../../schemas/ecommerceEvents';
import { isFormulaError } from '../../../values/formulaError';
import { parseProductId } from '../../../values/identifier';
import { parseNumber } from '../../../values/number';
import { parseCurrency, type Currency } from '../../../values/price';
import { isAbsent, parseText } from '../../../values/text';
import { attempted, ValueError } from '../../../values/valueError';
import { parseField } from '../../../fields/field';
import type { FoundProduct, Part } from '../../../fields/listFormats/listFormat';

/** A product as Attentive takes it. Throws a ValueError that names the line's field. */
export function attentiveProduct(
	found: FoundProduct,
	currency: Currency | undefined,
	useSkuAsId: boolean,
): Product {
	const productId = needed(useSkuAsId ? skuOf(found) : found.productId, parseProductId);
	const variantId = useSkuAsId ? undefined : parsed(found.variantId, parseProductId);
	const pieces = parsed(found.quantity, parseQuantity);
	const isWhole = pieces === undefined || Number.isInteger(pieces);
	const name = hasFormulaError(found.name) ? undefined : parsed(found.name, parseText);
	const productImage = link(found.image);
	const productUrl = link(found.url);
	return {
		productId,
		productVariantId: variantId ?? productId,
		...(productImage ? { productImage } : {}),
		...(productUrl ? { productUrl } : {}),
		...(name ? { name } : {}),
		// Attentive takes whole pieces only: 0.75 kg go as one piece for what they cost together.
		price: pricesOf(found, currency, isWhole ? 1 : pieces),
		...(pieces === undefined ? {} : { quantity: isWhole ? pieces : 1 }),
	};
}

/** Whether a product was sent as one piece, since its quantity has decimals. */
export function hasDecimalQuantity(found: FoundProduct): boolean {
	const pieces = parsed(found.quantity, parseQuantity);
	return pieces !== undefined && !Number.isInteger(pieces);
}

/** Its prices, each in another currency: that of the cart first. */
function pricesOf(
	{ price: first, otherPrices = [] }: FoundProduct,
	ofCart: Currency | undefined,
	times: number,
): Product['price'] {
	const amounts = new Map<string, number>();
	for (const price of [first, ...otherPrices]) {
		if (price.currency && isAbsent(price.value)) continue;
		const currency = price.currency ? needed(price.currency, parseCurrency, CURRENCY_NEEDED) : ofCart;
		const amount = currency && price.in(currency);
		if (currency === undefined || amount === undefined) continue;
		const value = rounded(price, amount * times, currency);
		const known = amounts.get(currency.code);
		if (known !== undefined && known !== value) throw secondPrice(price, currency);
		amounts.set(currency.code, value);
	}
	const all = [...amounts].map(([currency, value]) => ({ value, currency }));
	const isOfCart = ({ currency }: { currency: string }) => currency === ofCart?.code;
	if (all.length > 0) return [...all.filter(isOfCart), ...all.filter((one) => !isOfCart(one))];
	if (first.currency || ofCart || isAbsent(first.value)) throw isMissing(first);
	throw new ValueError({
		reasonCode: 'noCurrency',
		field: first.field,
		value: first.value,
		reason: 'has no currency',
		wayOut: CURRENCY_NEEDED,
	});
}

function secondPrice({ field, value }: Part, { code }: Currency): ValueError {
	return new ValueError({
		reasonCode: 'priceTwice',
		field,
		value,
		reason: `is a second price in ${code}`,
		wayOut: 'Keep one price for each currency',
	});
}

function skuOf({ line, sku }: FoundProduct): Part {
	return sku ?? { field: `${line}.sku`, value: undefined };
}

function parsed<Value>(
	part: Part | undefined,
	parse: (value: unknown) => Value | undefined,
): Value | undefined {
	return part && parseField(part.field, part.value, parse);
}

const PRODUCT_NEEDS =
	'Each product needs an ID and a price. Fill it in, or check the list format and the names of its fields';
const CURRENCY_NEEDED = 'Enter the three-letter code, such as EUR';

function needed<Value>(
	part: Part,
	parse: (value: unknown) => Value | undefined,
	wayOut = PRODUCT_NEEDS,
): Value {
	const value = parsed(part, parse);
	if (value !== undefined) return value;
	throw isMissing(part, wayOut);
}

function isMissing({ field }: Part, wayOut = PRODUCT_NEEDS): ValueError {
	return new ValueError({ reasonCode: 'missing', field, reason: 'is empty', wayOut });
}

function parseQuantity(value: unknown): number | undefined {
	const quantity = parseNumber(value);
	if (quantity === undefined || quantity > 0) return quantity;
	throw new ValueError({
		reasonCode: 'notAQuantity',
		value,
		reason: 'is not a quantity greater than 0',
		wayOut: 'Correct it, or leave the line out',
	});
}

/** A price in the digits of its currency, without the traces that dividing leaves, such as 14.309999999999999. */
function rounded({ field, value }: Part, price: number, { digits }: Currency): number {
	const amount = Math.round(Number((price * 10 ** digits).toPrecision(14))) / 10 ** digits;
	// JSON would make nothing of it: a price that is shared by a part of a piece too small for a number.
	if (!Number.isFinite(amount))
		throw new ValueError({
			reasonCode: 'notANumber',
			field,
			value,
			reason: 'is not a price',
			wayOut: 'Correct the price and quantity in the list',
		});
	// Also for -0, which a line with as much discount as price can give.
	if (amount >= 0) return Math.abs(amount);
	throw new ValueError({
		reasonCode: 'negativePrice',
		field,
		value,
		reason: 'is negative',
		wayOut: 'Leave refunds and discounts out of the list',
	});
}

/** A link that no message could open is left out: it must not cost the product. */
function link(part: Part | undefined): string | undefined {
	const written = part && attempted(() => parseText(part.value));
	return written && 'value' in written && written.value !== undefined && isLink(written.value)
		? written.value
		: undefined;
}

/** Whether a part of a product is there but is no link that a message could open. */
export function isBadLink(part: Part | undefined): part is Part {
	return part !== undefined && !isAbsent(part.value) && link(part) === undefined;
}

/** Whether a part of a product holds the error of a spreadsheet's formula: the product goes without it. */
export function hasFormulaError(part: Part | undefined): part is Part {
	return part !== undefined && isFormulaError(part.value);
}

function isLink(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}
