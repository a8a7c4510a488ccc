import data from 'currency-codes/data';

const currencies = new Map(data.map(({ code, digits }) => [code, { code, digits }]));

/** The currency with this ISO 4217 code in capitals, and the digits of its minor unit: 2 for USD, none for JPY, 3 for KWD. */
export function iso4217(code: string): { code: string; digits: number } | undefined {
	return currencies.get(code);
}
