import { formulaErrorIn, isFormulaError } from '../../../nodes/values/formulaError';

/** Members of the kind, with where they were found. */
test.each([
	...[
		'#N/A',
		'#REF!',
		'#VALUE!',
		'#DIV/0!',
		'#NAME?',
		'#NUM!',
		'#NULL!',
		'#SPILL!',
		'#CALC!',
		'#GETTING_DATA',
	],
	// Google Sheets and LibreOffice.
	...['#ERROR!', 'Loading...', 'Err:502', 'Err:508'],
	// A column that is too narrow, saved as it is shown.
	...['####', '##########'],
	// Translations: handsontable/hyperformula (src/i18n/languages), PHPOffice/PhpSpreadsheet (Calculation/locale).
	...['#NV', '#BEZUG!', '#WERT!', '#ZAHL!', '#ÜBERLAUF!'],
	...['#VALEUR!', '#NOM?', '#NOMBRE!', '#NUL!', '#EPARS!'],
	...['#¡REF!', '#¡VALOR!', '#¿NOMBRE?', '#¡DIV/0!', '#N/D', '#¡DESBORDAMIENTO!'],
	...['#RIF!', '#VALORE!', '#NOME?', '#NÚM!', '#NULO!'],
	...['#VERW!', '#WAARDE!', '#NAAM?', '#DEEL/0!', '#N/B'],
	...['#VÆRDI!', '#I/T', '#VERDI!', '#NAVN?', '#SAKNAS!', '#VÄRDEFEL!', '#PUUTTUU!', '#VIITTAUS!'],
	...['#ADR!', '#ARG!', '#DZIEL/0!', '#N/D!', '#NENÍ_K_DISPOZICI', '#ODKAZ!', '#HIÁNYZIK', '#HIV!'],
	...['#YOK', '#BAŞV!', '#DEĞER!', '#Н/Д', '#ССЫЛКА!', '#ЗНАЧ!', '#ИМЯ?'],
	...[' #N/A ', '#n/a', '#wert!', '#NU\u0301M!'],
	// Greek, Croatian, Romanian, Slovak, Slovenian, Malay: PHPOffice/PhpSpreadsheet (Locale/Formula).
	...['#ΤΙΜΗ!', '#Δ/Υ', '#ΑΝΑΦ!', '#ΟΝΟΜΑ?', '#ΔΙΑΙΡ./0!', '#VRIJEDNOST!', '#DIJ/0!', '#VALOARE!', '#NUME?'],
	...['#NÁZOV?', '#NEDOSTUPNÝ', '#DELENIENULOU!', '#VREDN!', '#SKLIC!', '#N/V', '#NILAI!', '#NAMA?'],
	// Sheets that say ERROR in their own language: handsontable/formula-parser#15 has the English one.
	...['#ERREUR!', '#FEHLER!', '#¡ERROR!', '#ERRO!', '#ERRORE!', '#FOUT!'],
	// Smartsheet.
	...['#UNPARSEABLE', '#NO MATCH', '#INVALID OPERATION', '#INVALID VALUE', '#CIRCULAR REFERENCE'],
	...['#DIVIDE BY ZERO', '#INCORRECT ARGUMENT SET', '#INVALID DATA TYPE', '#BLOCKED', '#REF'],
	// Without their last sign: anmcgrath/BlazorDatasheet#189, bradjasper/ImportJSON#201.
	...['#ERROR', '#VALUE', '#NUM', '#NAME'],
	// With marks of exports, invisible characters and East Asian signs around or in them.
	...["'#N/A", '="#N/A"', '"#REF!"', '=#N/A', '#N/A\u200b', '\ufeff#N/A', '＃N/A', '#DIV/0！', 'ERR:502'],
])('%p is the error of a formula', (written) => {
	expect(isFormulaError(written)).toBe(true);
});

/** Tables and readers of sheets give an object in place of the value. */
test.each([
	// domdomegg/airtable-ts#16, triggerdotdev/trigger.dev#645.
	[{ error: '#ERROR!' }, '#ERROR!'],
	[{ specialValue: 'NaN' }, 'NaN'],
	[{ specialValue: 'Infinity' }, 'Infinity'],
	// exceljs/exceljs#3074.
	[{ error: '#N/A' }, '#N/A'],
	[{ formula: 'C1/D1', result: { error: '#REF!' } }, '#REF!'],
	// dtjohnson/xlsx-populate#82.
	[{ _error: '#N/A' }, '#N/A'],
])('%j is the error of a formula: %s', (value, shown) => {
	expect(formulaErrorIn(value)).toBe(shown);
	expect(isFormulaError(value)).toBe(true);
});

test.each([
	{ error: 'Card declined' },
	{ error: '#N/A', order: 7 },
	{ specialValue: 7 },
	{ specialValue: 'Gold' },
	{ formula: 'C1/D1', result: 7 },
	{},
	[{ error: '#N/A' }],
])('%j is a value', (value) => {
	expect(isFormulaError(value)).toBe(false);
});

test.each([
	...[
		'#1',
		'#17',
		'#SALE!',
		'#winning',
		'#',
		'##',
		'N/A',
		'NV',
		'#BLACKLIVESMATTER',
		'#blocked',
		'#value',
		'#NO MATCHING SOCKS',
		'Errand: 502',
		'REF!',
		'Loading',
		'Err: wrong',
	],
	...[`#N/A${'!'.repeat(40)}`, '', null, undefined, 42, true, ['#N/A'], new Date(0)],
])('%p is a value', (written) => {
	expect(isFormulaError(written)).toBe(false);
});

test('a list, however long, is none and is not looked into', () => {
	const list = new Proxy([1, 2], {
		ownKeys: () => {
			throw new Error('looked into');
		},
	});
	expect(isFormulaError(list)).toBe(false);
});
