import type { INodeProperties } from 'n8n-workflow';
import { formulaWarning, parseField, readsUnfound, shownFor, type Field } from '../../../fields/field';
import type { FoundProduct, LeftOut, ReadList } from '../../../fields/listFormats/listFormat';
import { isSkuTheId } from '../../../fields/productOptions';
import { products, unfoundInRows } from '../../../fields/products';
import { FROM_CUSTOM, FROM_SHOP, ONE_BY_ONE } from '../../../fields/productsPanel';
import { formulaErrorIn } from '../../../values/formulaError';
import type { Warning } from '../../../values/warning';
import type { ItemSource } from '../../../parameters/itemSource';
import type { Product } from '../../../schemas/ecommerceEvents';
import { parseCurrency, type Currency } from '../../../values/price';
import { attempted, excerpt, ValueError } from '../../../values/valueError';
import { attentiveProduct, hasDecimalQuantity, hasFormulaError, isBadLink } from './products';
import { firstNames, leftOutWarnings, type Excluded } from './leftOut';

/** What an item says of its products. */
export interface Cart {
	items: Product[];
	/** How many lines were left out, also those that are no products. */
	leftOut: number;
	/** Which price was sent, where a list format chose it. */
	prices?: string;
	warnings: Warning[];
}

const CURRENCY = 'currency';

/** The products and their currency. A bad line is left out as long as a product is left. */
export const cart: Field<Cart> = {
	properties: (name) => [...products.properties(name), ...currencyProperties()],
	parse(source, name) {
		const found = products.parse(source, name);
		if (found.products.length === 0) throw onlyLeftOut(found.leftOut);
		const currency = knownCurrency(found, source);
		const bySku = isSkuTheId(source);
		const sent = found.products.map((one) => ({
			found: one,
			...sendable(() => attentiveProduct(one, currency, bySku)),
		}));
		const items = sent.flatMap(({ product }) => product ?? []);
		const bad = sent.flatMap(({ found: { line }, problem }) => (problem ? [{ line, problem }] : []));
		if (items.length === 0) throw nothingLeft(source, bad[0]?.problem, found.leftOut);
		const kept = sent.flatMap(({ found: one, product }) => (product ? [one] : []));
		const excluded: Excluded[] = [
			...found.leftOut,
			...bad.map(({ line, problem: { problem } }) => ({
				line,
				kind: problem.reasonCode,
				field: problem.field,
				value: problem.value,
				reason: problem.reason,
			})),
		];
		return {
			items,
			leftOut: excluded.length,
			...(found.prices ? { prices: found.prices } : {}),
			warnings: [
				...leftOutWarnings(excluded),
				...(found.notes ?? []),
				...severalCurrencies(found, kept, currency),
				...(['image', 'url'] as const).flatMap((part): Warning[] => {
					const field = kept.map((one) => one[part]).find(isBadLink)?.field;
					if (field === undefined) return [];
					return [
						{ code: `link ${part}`, message: `'${field}' is not a URL (https://...) and was left out` },
					];
				}),
				...kept
					.flatMap(({ name: part }) =>
						hasFormulaError(part) ? [formulaWarning('Name', formulaErrorIn(part.value) ?? '')] : [],
					)
					.slice(0, 1),
				...kept.filter(hasDecimalQuantity).map(({ line, quantity }) => ({
					code: 'decimalQuantity',
					message: `has the quantity ${excerpt(quantity?.value)} in ${line}, sent as 1 with the price of the whole line`,
				})),
			],
		};
	},
};

/** The list's own currency counts; the parameter fills in where the list has none. */
function currencyProperties(): INodeProperties[] {
	const currency: INodeProperties = {
		displayName: 'Currency',
		name: CURRENCY,
		type: 'string',
		default: '',
		placeholder: 'e.g. USD',
		description: 'Three-letter currency code of the prices (ISO 4217)',
	};
	return [
		shownFor(FROM_SHOP, {
			...currency,
			description:
				'Three-letter currency code of the prices (ISO 4217). Needed only if the list does not include its currency.',
		}),
		shownFor(FROM_CUSTOM, { ...currency, required: true }),
		shownFor(ONE_BY_ONE, { ...currency, required: true }),
	];
}

function knownCurrency(list: ReadList, source: ItemSource): Currency | undefined {
	const own = list.currency && parseField(list.currency.field, list.currency.value, parseCurrency);
	const given = parseField('Currency', source.parameter(CURRENCY), parseCurrency);
	if (own && given && own.code !== given.code) {
		throw new ValueError({
			reasonCode: 'otherCurrency',
			field: 'Currency',
			value: given.code,
			reason: `is not the currency of the list, which is ${own.code} ("${list.currency?.field}")`,
			wayOut: 'Correct it, or leave it empty',
		});
	}
	const ofLines = isOfShop(list) && !own ? currenciesOf(list) : [];
	if (given && ofLines.length > 0 && !ofLines.includes(given.code)) {
		throw new ValueError({
			reasonCode: 'otherCurrency',
			field: 'Currency',
			value: given.code,
			reason: `is not a currency of the list, which has ${ofLines.join(' and ')}`,
			wayOut: 'Correct it, or leave it empty',
		});
	}
	const currency = own ?? given;
	// Where the lines differ, one without a currency costs only itself.
	if (currency || ofLines.length > 0 || namesAllCurrencies(list)) return currency;
	const unfound = source.unfound([CURRENCY]);
	if (unfound) throw readsUnfound(unfound);
	throw new ValueError({
		reasonCode: 'missing',
		field: 'Currency',
		reason: `is empty${isOfShop(list) ? ', and the list has no currency either' : ''}`,
		wayOut: 'Enter the three-letter code, such as USD',
	});
}

/** Only the formats of shops look for currencies in the list. */
function isOfShop({ prices }: ReadList): boolean {
	return prices !== undefined;
}

/** The currencies that prices of lines name. */
function currenciesOf({ products: found }: ReadList): string[] {
	return [...new Set(found.flatMap((one) => namedCurrency(one)?.code ?? []))];
}

function namedCurrency({ price }: FoundProduct): Currency | undefined {
	const currency = attempted(() => parseCurrency(price.currency?.value));
	return 'value' in currency ? currency.value : undefined;
}

/** Lines of a shop's list that are in another currency than the rest go in their own: this says which. */
function severalCurrencies(list: ReadList, kept: FoundProduct[], currency: Currency | undefined): Warning[] {
	const lines = new Map<string, string[]>();
	for (const one of isOfShop(list) ? kept : []) {
		const code = (namedCurrency(one) ?? currency)?.code ?? '';
		lines.set(code, [...(lines.get(code) ?? []), one.line]);
	}
	if (lines.size < 2) return [];
	const named = [...lines].map(([code, names]) => `${code} in ${firstNames(names)}`).join('; ');
	return [{ code: 'severalCurrencies', message: `was sent with prices in several currencies: ${named}` }];
}

/** Whether every price names its own currency. */
function namesAllCurrencies({ products: found }: ReadList): boolean {
	const prices = found.flatMap(({ price, otherPrices = [] }) => [price, ...otherPrices]);
	return prices.length > 0 && prices.every(({ currency }) => currency !== undefined);
}

/** A product, or what is wrong with its line. */
function sendable(make: () => Product): { product?: Product; problem?: ValueError } {
	const made = attempted(make);
	return 'value' in made ? { product: made.value } : { problem: made.error };
}

/** Why an item without a product left cannot be sent. */
function nothingLeft(source: ItemSource, bad: ValueError | undefined, leftOut: LeftOut[]): ValueError {
	const unfound = bad?.problem.reasonCode === 'missing' ? unfoundInRows(source) : undefined;
	if (unfound) return readsUnfound(unfound);
	return bad ?? onlyLeftOut(leftOut);
}

function onlyLeftOut(leftOut: LeftOut[]): ValueError {
	const [first] = leftOut;
	return new ValueError({
		reasonCode: 'noProducts',
		field: first?.line,
		reason: `${first?.reason ?? 'is not a product'}, and the list has no other product`,
		wayOut: 'Leave such items out with a Filter node',
	});
}
