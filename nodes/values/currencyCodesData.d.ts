/** The list itself, without the search functions and the packages that they need. */
declare module 'currency-codes/data' {
	import type { CurrencyCodeRecord } from 'currency-codes';
	const data: CurrencyCodeRecord[];
	export = data;
}
