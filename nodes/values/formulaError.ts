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
	].flatMap((line) => line.split(' ')),
);

/** LibreOffice's numbers; a column too narrow for its number; what Sheets shows while it still computes. */
const OTHER_FORMS = /^(Err:\d{3}|#{3,}|Loading(\.{3}|…))$/;

const LONGEST = 30;
/** Nearly all cells are no such error: they are not looked into. */
const BEGINS_LIKE_ONE = /^\s*[#EL]/;

/** Whether a cell holds the error of a formula, such as #N/A: it has no value. */
export function isFormulaError(value: unknown): value is string {
	if (typeof value !== 'string' || value.length > LONGEST || !BEGINS_LIKE_ONE.test(value)) return false;
	const written = value.normalize('NFC').trim();
	return ERRORS.has(written) || ERRORS.has(written.toUpperCase()) || OTHER_FORMS.test(written);
}
