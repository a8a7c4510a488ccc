/** Errors of formulas as Excel, Google Sheets and LibreOffice write them, in the languages of Excel. */
const ERRORS = new Set(
	[
		// English, and what is the same everywhere.
		'#N/A #N/A! #NA #REF! #VALUE! #DIV/0! #DIV/0 #NAME? #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #UNKNOWN! #CONNECT! #BUSY!',
		'#EXTERNAL! #PYTHON! #TIMEOUT! #ERROR! #CYCLE! #GETTING_DATA #EXPR! #SYNTAX! #MACRO!',
		// German, French, Spanish, Italian, Portuguese, Dutch.
		'#NV #BEZUG! #WERT! #ZAHL! #ÜBERLAUF! #KALK! #VALEUR! #NOM? #NOMBRE! #NUL! #EPARS! #PROPAGATION!',
		'#N/D #N/D! #¡DIV/0! #¡REF! #¡VALOR! #¡NUM! #¡NULO! #¿NOMBRE? #¡DESBORDAMIENTO! #¡CALC! #NOMBRE?',
		'#RIF! #VALORE! #NOME? #NULLO! #ESPANSIONE! #VALOR! #NÚM! #NULO! #DESPEJAR! #TRANSPOSIÇÃO!',
		'#N/B #VERW! #WAARDE! #NAAM? #GETAL! #LEEG! #DEEL/0! #DELING.DOOR.0! #OVERLOOP!',
		// Danish, Norwegian, Swedish, Finnish.
		'#I/T #REFERENCE! #VÆRDI! #NAVN? #NUMMER! #DIVISION/0! #OVERLØB! #VERDI! #OVERFLYT!',
		'#SAKNAS! #REFERENS! #VÄRDEFEL! #NAMN? #OGILTIGT! #SKÄRNING! #PUUTTUU! #VIITTAUS! #ARVO! #NIMI? #LUKU! #TYHJÄ! #JAKO/0! #LEVITTYMINEN!',
		// Polish, Czech, Hungarian, Turkish, Russian, Bulgarian.
		'#ADR! #ARG! #NAZWA? #LICZBA! #ZERO! #DZIEL/0! #CYKL! #BŁĄD! #ROZLANIE!',
		'#NENÍ_K_DISPOZICI #ODKAZ! #HODNOTA! #NÁZEV? #ČÍSLO! #DĚLENÍ_NULOU! #PRESAH!',
		'#HIÁNYZIK #HIV! #ÉRTÉK! #NÉV? #SZÁM! #NULLA! #ZÉRÓOSZTÓ! #KIBONTÁS!',
		'#YOK #BAŞV! #DEĞER! #AD? #SAYI! #BOŞ! #SAYI/0! #TAŞMA!',
		'#Н/Д #ССЫЛКА! #ЗНАЧ! #ИМЯ? #ЧИСЛО! #ПУСТО! #ДЕЛ/0! #ПЕРЕНОС! #ПРАЗНО! #СТОЙНОСТ! #РЕФ! #ИМЕ?',
		// Greek, Croatian, Slovak, Slovenian, Romanian, Malay.
		'#Δ/Υ #ΑΝΑΦ! #ΤΙΜΗ! #ΟΝΟΜΑ? #ΑΡΙΘ! #ΚΕΝΟ! #ΔΙΑΙΡ./0! #ΔΙΑΙΡ/0! #ΕΚΧΥΣΗ! #ΥΠΟΛ! #VRIJEDNOST! #BROJ! #DIJ/0! #NAZIV?',
		'#NEDOSTUPNÝ #NÁZOV? #DELENIENULOU! #NEPLATNÝ! #N/V #SKLIC! #VREDN! #IME? #ŠTEV! #NIČ! #DEL/0!',
		'#VALOARE! #NUME? #NILAI! #NAMA? #NOL! #LIMPAH!',
		// ERROR in the language of the sheet.
		'#ERREUR! #FEHLER! #¡ERROR! #ERRO! #ERRORE! #FOUT! #FEJL! #VIRHE! #ОШИБКА! #HATA! #HIBA! #CHYBA!',
	].flatMap((line) => line.split(' ')),
);

/** In capitals only, as these are written: Smartsheet's, and those of others without their last sign. In small letters they are tags. */
const IN_CAPITALS = new Set(
	[
		'#UNPARSEABLE,#NO MATCH,#BLOCKED,#OVERFLOW,#IMBALANCE,#RANGE,#CIRCULAR REFERENCE,#DIVIDE BY ZERO,#NESTED CRITERIA',
		'#INVALID OPERATION,#INVALID VALUE,#INVALID REF,#INVALID DATA TYPE,#INVALID COLUMN VALUE,#INVALID ROW ID',
		'#INCORRECT ARGUMENT,#INCORRECT ARGUMENT SET,#PERMISSION ERROR',
		'#BOOLEAN EXPECTED,#CONTACT EXPECTED,#DATE EXPECTED,#NUMBER EXPECTED',
		'#REF,#VALUE,#NAME,#NUM,#NULL,#ERROR',
	].flatMap((line) => line.split(',')),
);
/** LibreOffice's numbers; a column too narrow for its number; what Sheets shows while it still computes. */
const OTHER_FORMS = /^(Err:\d{3}|ERR:\d{3}|#{3,}|Loading\.{3})$/;

const LONGEST = 30;
/** Nearly all cells are no such error: they are not looked into. Exports put marks before some. */
const BEGINS_LIKE_ONE = /^[\s'"=\u200b-\u200f\ufeff]*[#＃EL]/;
const MARKS = /^[\s'"=\u200b-\u200f\ufeff]+|[\s"\u200b-\u200f\ufeff]+$/g;

/** Whether a cell holds the error of a formula, such as #N/A: it has no value. */
export function isFormulaError(value: unknown): boolean {
	return formulaErrorIn(value) !== undefined;
}

/** The error of a formula that a cell holds, as its sheet or table shows it; undefined for any other value. */
export function formulaErrorIn(value: unknown): string | undefined {
	if (typeof value === 'object' && value !== null) return ofObject(value);
	if (typeof value !== 'string' || value.length > LONGEST || !BEGINS_LIKE_ONE.test(value)) return undefined;
	const written = value.normalize('NFKC').replace(MARKS, '');
	const isOne =
		ERRORS.has(written) ||
		ERRORS.has(written.toUpperCase()) ||
		IN_CAPITALS.has(written) ||
		OTHER_FORMS.test(written);
	return isOne ? written : undefined;
}

/** Numbers that Airtable cannot write in JSON. */
const SPECIAL_VALUES = new Set<unknown>(['NaN', 'Infinity', '-Infinity']);

/** Airtable gives {error: "#ERROR!"} or {specialValue: "NaN"}, ExcelJS also {formula, result: {error: "#REF!"}}. */
function ofObject(value: object): string | undefined {
	if (Array.isArray(value)) return undefined;
	const [first, second, ...others] = Object.entries(value);
	if (first === undefined || others.length > 0) return undefined;
	const [name, inner] = second ?? first;
	if (second !== undefined)
		return first[0] === 'formula' && name === 'result' && isErrorObject(inner)
			? formulaErrorIn(inner)
			: undefined;
	if (name === 'specialValue' && SPECIAL_VALUES.has(inner)) return String(inner);
	return (name === 'error' || name === '_error') && typeof inner === 'string'
		? formulaErrorIn(inner)
		: undefined;
}

function isErrorObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'error' in value;
}
