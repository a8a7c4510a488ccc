import type { INodeProperties } from 'n8n-workflow';
import { formulaWarning, parseField, readsUnfound, shownFor, type Field } from '../../../fields/field';
import type { LeftOut, ReadList } from '../../../fields/listFormats/listFormat';
import { isSkuTheId } from '../../../fields/productOptions';
import { products, unfoundInRows } from '../../../fields/products';
import { FROM_CUSTOM, FROM_SHOP, ONE_BY_ONE } from '../../../fields/productsPanel';
import { formulaErrorIn } from '../../../values/formulaError';
import type { Warning } from '../../../values/warning';
import type { ItemSource } from '../../../parameters/itemSource';
import type { Product } from '../../../schemas/ecommerceEvents';
import { parseCurrency, type Currency } from '../../../values/price';
import { attempted, ValueError } from '../../../values/valueError';
import { attentiveProduct, hasDecimalQuantity, hasFormulaError, isBadLink } from './products';
import { leftOutWarnings, type Excluded } from './leftOut';

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
					message: `has the quantity ${String(quantity?.value)} in ${line}, sent as 1 with the price of the whole line`,
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
	const currency = own ?? given;
	if (currency || namesAllCurrencies(list)) return currency;
	const unfound = source.unfound([CURRENCY]);
	if (unfound) throw readsUnfound(unfound);
	// Only the formats of shops look for it in the list.
	const isLookedFor = list.prices !== undefined;
	throw new ValueError({
		reasonCode: 'missing',
		field: 'Currency',
		reason: `is empty${isLookedFor ? ', and the list has no currency either' : ''}`,
		wayOut: 'Enter the three-letter code, such as USD',
	});
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
