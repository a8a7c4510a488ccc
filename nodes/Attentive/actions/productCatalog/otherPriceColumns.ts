import type { INodeProperties } from 'n8n-workflow';
import { parseForRun, RunError } from '../../../errors/runError';
import { rowsIn } from '../../../fields/field';
import type { ItemSource } from '../../../parameters/itemSource';
import { parseCurrency, type Currency } from '../../../values/price';
import { parseText } from '../../../values/text';

const OTHER_PRICES = 'otherPrices';
const OTHER_PRICE = 'price';

/** In which columns the prices of one more currency stand. */
export interface OtherPrice {
	currency: Currency;
	column: string;
	compareAtColumn?: string;
}

/** A field of More Columns. */
export const otherPricesProperty: INodeProperties = {
	displayName: 'Other Prices',
	name: OTHER_PRICES,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Price',
	default: {},
	description:
		'Prices in other currencies, one column each. If the cell is empty, the variant has no price in that currency.',
	options: [
		{
			displayName: 'Price',
			name: OTHER_PRICE,
			values: [
				{
					displayName: 'Currency',
					name: 'currency',
					type: 'string',
					default: '',
					placeholder: 'e.g. EUR',
					description: 'Three-letter currency code of the price (ISO 4217)',
				},
				{
					displayName: 'Price Column',
					name: 'priceColumn',
					type: 'string',
					requiresDataPath: 'single',
					default: '',
					placeholder: 'e.g. price_eur',
					description: 'Header of the column with the price in this currency',
				},
				{
					displayName: 'Compare-at Price Column',
					name: 'compareAtPriceColumn',
					type: 'string',
					requiresDataPath: 'single',
					default: '',
					placeholder: 'e.g. compare_at_price_eur',
					description:
						'Header of the column with the price before a sale. It is sent only if it is higher than the price.',
				},
			],
		},
	],
};

/** What More Columns says of prices in other currencies. Throws a RunError for a row that is not complete, and for a currency that appears twice. */
export function otherPrices(more: ItemSource): OtherPrice[] {
	const field = otherPricesProperty.displayName;
	const prices = rowsIn(more.runWide(OTHER_PRICES), OTHER_PRICE, field).flatMap((row): OtherPrice[] => {
		const currency = parseForRun(`${field}: Currency`, row.currency, parseCurrency);
		const column = parseText(row.priceColumn);
		const compareAtColumn = parseText(row.compareAtPriceColumn);
		if (!currency && column === undefined && compareAtColumn === undefined) return [];
		if (!currency) throw incomplete(`${field}: Currency`, 'Enter a three-letter code, such as EUR');
		if (column === undefined) throw incomplete(`${field}: Price Column`, 'Enter the header of the column');
		return [{ currency, column, ...(compareAtColumn === undefined ? {} : { compareAtColumn }) }];
	});
	const codes = prices.map(({ currency }) => currency.code);
	const twice = codes.find((code, index) => codes.indexOf(code) !== index);
	if (twice === undefined) return prices;
	throw new RunError({
		reasonCode: 'currencyTwice',
		field: `${field}: Currency`,
		value: twice,
		reason: 'appears twice',
		wayOut: 'Name one column for each currency',
	});
}

function incomplete(field: string, wayOut: string): RunError {
	return new RunError({ reasonCode: 'missing', field, reason: 'is empty', wayOut });
}
