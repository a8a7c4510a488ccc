import type { Product } from '../../../schemas/ecommerceEvents';
import { isFormulaError } from '../../../values/formulaError';
import { parseProductId } from '../../../values/identifier';
import { parseNumber } from '../../../values/number';
import type { Currency } from '../../../values/price';
import { isAbsent, parseText } from '../../../values/text';
import { attempted, ValueError } from '../../../values/valueError';
import { parseField } from '../../../fields/field';
import type { FoundProduct, Part } from '../../../fields/listFormats/listFormat';

/** A product as Attentive takes it. Throws a ValueError that names the line's field. */
export function attentiveProduct(found: FoundProduct, currency: Currency, useSkuAsId: boolean): Product {
	const productId = needed(useSkuAsId ? skuOf(found) : found.productId, parseProductId);
	const variantId = useSkuAsId ? undefined : parsed(found.variantId, parseProductId);
	const pieces = parsed(found.quantity, parseQuantity);
	const price = needed(found.price, () => found.price.in(currency));
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
		price: [{ value: rounded(found, isWhole ? price : price * pieces, currency), currency: currency.code }],
		...(pieces === undefined ? {} : { quantity: isWhole ? pieces : 1 }),
	};
}

/** Whether a product was sent as one piece, since its quantity has decimals. */
export function hasDecimalQuantity(found: FoundProduct): boolean {
	const pieces = parsed(found.quantity, parseQuantity);
	return pieces !== undefined && !Number.isInteger(pieces);
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

function needed<Value>(part: Part, parse: (value: unknown) => Value | undefined): Value {
	const value = parsed(part, parse);
	if (value !== undefined) return value;
	throw new ValueError({
		reasonCode: 'missing',
		field: part.field,
		reason: 'is empty',
		wayOut:
			'Each product needs an ID and a price. Fill it in, or check the list format and the names of its fields',
	});
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
function rounded({ price: { field, value } }: FoundProduct, price: number, { digits }: Currency): number {
	const amount = Math.round(Number((price * 10 ** digits).toPrecision(14))) / 10 ** digits;
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
