import type { Product } from '../../../schemas/ecommerceEvents';
import { parseProductId } from '../../../values/identifier';
import { parseNumber } from '../../../values/number';
import { parseCurrency, parseMinorUnits, parsePrice, type Currency } from '../../../values/price';
import { parseText } from '../../../values/text';
import { ValueError } from '../../../values/valueError';
import { parseField } from '../../../fields/field';
import { partLabel, type FoundProduct, type FoundProducts, type PartName } from '../../../fields/products';
import type { Warning } from '../../../operation/warnings';

interface Given {
	products: FoundProducts;
	currency: string | undefined;
	pricesInMinorUnits: boolean;
}

/** The products as Attentive takes them. Throws a ValueError that names the line's field. */
export function attentiveProducts({ products, currency, pricesInMinorUnits }: Given): Product[] {
	const money = knownCurrency(currency);
	return products.products.map((found) => attentiveProduct(found, money, pricesInMinorUnits));
}

function knownCurrency(written: string | undefined): Currency {
	const currency = parseField('Currency', written, parseCurrency);
	if (currency !== undefined) return currency;
	throw new ValueError({
		reasonCode: 'missing',
		field: 'Currency',
		reason: 'is empty',
		wayOut: 'Write its three letters, such as USD, or name the column that holds them',
	});
}

function attentiveProduct(found: FoundProduct, currency: Currency, inMinorUnits: boolean): Product {
	const productId = required(found, 'productId', parseProductId);
	const price = required(found, 'price', (value) =>
		inMinorUnits ? parseMinorUnits(value, currency) : parsePrice(value, currency),
	);
	const name = part(found, 'name', parseText);
	const quantity = part(found, 'quantity', parseQuantity);
	const productImage = link(found, 'image');
	const productUrl = link(found, 'url');
	return {
		productId,
		productVariantId: part(found, 'variantId', parseProductId) ?? productId,
		...(productImage ? { productImage } : {}),
		...(productUrl ? { productUrl } : {}),
		...(name ? { name } : {}),
		price: [{ value: price, currency: currency.code }],
		...(quantity === undefined ? {} : { quantity }),
	};
}

function part<Value>(
	found: FoundProduct,
	name: PartName,
	parse: (value: unknown) => Value | undefined,
): Value | undefined {
	const given = found[name];
	return given && parseField(given.field, given.value, parse);
}

function required<Value>(
	found: FoundProduct,
	name: PartName,
	parse: (value: unknown) => Value | undefined,
): Value {
	const value = part(found, name, parse);
	if (value !== undefined) return value;
	throw new ValueError({
		reasonCode: 'missing',
		field: found[name]?.field ?? `${partLabel(name)} Field`,
		reason: 'is empty',
		wayOut: 'Each product needs an ID and a price. Fill it in, or correct the name of the field',
	});
}

function parseQuantity(value: unknown): number | undefined {
	const quantity = parseNumber(value);
	if (quantity === undefined || (Number.isInteger(quantity) && quantity > 0)) return quantity;
	throw new ValueError({
		reasonCode: 'notAQuantity',
		value,
		reason: 'is not a whole number from 1 up',
		wayOut: 'Attentive takes whole pieces only: round it, or leave the line out',
	});
}

/** A link that no message could open is left out: it must not cost the whole event. */
function link(found: FoundProduct, name: 'image' | 'url'): string | undefined {
	const written = part(found, name, parseText);
	return written !== undefined && isLink(written) ? written : undefined;
}

function isLink(text: string): boolean {
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** What is left out of the products, or was named and not found. */
export function productWarnings({ products, missing }: FoundProducts): Warning[] {
	const unfound = missing
		.filter(({ part: name }) => name !== 'productId' && name !== 'price')
		.map(({ part: name, field }) => ({
			code: `missing ${name}`,
			message: `has no "${field}" in any product${name === 'variantId' ? ': the product ID is taken for it' : ''}`,
		}));
	const links = (['image', 'url'] as const).flatMap((name) => {
		const bad = products.find((found) => {
			const written = part(found, name, parseText);
			return written !== undefined && !isLink(written);
		});
		const field = bad?.[name]?.field;
		if (field === undefined) return [];
		return [{ code: `link ${name}`, message: `"${field}" is not a link (https://...), and is left out` }];
	});
	return [...unfound, ...links];
}
