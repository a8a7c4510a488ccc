/** The codes of ISO 4217 by the digits of their minor unit. A test compares them with the package currency-codes. */
const CODES: Record<number, string> = {
	0: `BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF XPD XPF XPT XSU XTS XUA
	XXX`,
	2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
	CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
	ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
	MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
	SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG`,
	3: `BHD IQD JOD KWD LYD OMR TND`,
	4: `CLF UYW`,
};

const currencies = new Map(
	Object.entries(CODES).flatMap(([digits, codes]) =>
		codes.split(/\s+/).map((code) => [code, { code, digits: Number(digits) }] as const),
	),
);

/** The currency with this ISO 4217 code in capitals, and the digits of its minor unit: 2 for USD, none for JPY, 3 for KWD. */
export function iso4217(code: string): { code: string; digits: number } | undefined {
	return currencies.get(code);
}
