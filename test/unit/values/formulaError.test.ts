import { isFormulaError } from '../../../nodes/values/formulaError';

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
])('%p is the error of a formula', (written) => {
	expect(isFormulaError(written)).toBe(true);
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
		'REF!',
		'Loading',
		'Err: wrong',
	],
	...[`#N/A${'!'.repeat(40)}`, '', null, undefined, 42, true, ['#N/A'], new Date(0)],
])('%p is a value', (written) => {
	expect(isFormulaError(written)).toBe(false);
});
