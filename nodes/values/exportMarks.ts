/** Longer text is free text, and is not looked into. */
const LONGEST = 500;

/** ="00123" or =T("00123"), by which a CSV file tells Excel that a cell is text. */
const TEXT_FORMULA = /^=\s*(?:T\s*\(\s*)?"((?:[^"]|"")*)"\s*\)?$/i;
/** What a formula gives that is only a number: =+12065550123. */
const NUMBER_FORMULA = /^=(?=[+-]?\d[\d\s().-]*$)/;
/** The apostrophe before what Excel would take for a number or a formula. 's-Hertogenbosch and 't Zand have their own. */
const APOSTROPHE = /^['’‘`]([=+@-].*?|\d[\d\s.,()+/:-]*?)['’`]?$/s;
/**
 * What Meta puts before the values of its lead ads, so that Excel leaves them alone: p: before a phone, z: before a ZIP code,
 * l:, f:, c:, ag: and as: before its own IDs.
 */
const META = /^(?:p:(?=\+?\(?\d[\d\s().-]{6,}$)|z:(?=[A-Z\d -]{3,10}$)(?=.*\d)|(?:l|f|c|ag|as):(?=\d{12,}$))/;
/** A column of whole numbers that was decimal for a while. Short ones may be versions, such as 2.0. */
const FLOAT = /^([+-]?\d{5,})\.0$/;
/** A line end as Office Open XML writes it, mostly before one of the usual kind. */
const LINE_END = /_x000D_\n?/g;

/** Most cells have no mark: they are not looked into. */
function mayBeMarked(text: string): boolean {
	return (
		"='’‘`".includes(text.charAt(0)) ||
		text.charAt(1) === ':' ||
		text.charAt(2) === ':' ||
		text.endsWith('.0')
	);
}

/** Text without what exports put before or around it and what is no part of it. */
export function withoutExportMarks(text: string): string {
	const written = text.includes('_x000D_') ? text.replace(LINE_END, '\n').trim() : text;
	if (written.length > LONGEST || !mayBeMarked(written)) return written;
	const bare = written
		.replace(TEXT_FORMULA, (_whole, inner: string) => inner.replaceAll('""', '"').trim())
		.replace(APOSTROPHE, '$1')
		.replace(NUMBER_FORMULA, '')
		.replace(META, '');
	return bare.replace(FLOAT, '$1');
}

/** Quotes that were kept around a value as if they were a part of it: of CSV files, of databases, of Outlook's addresses. */
const IN_QUOTES = /^"([^"]*)"$|^“([^“”]*)”$|^'(.*)'$|^‘(.*)’$|^`(.*)`$/s;
/** Zoho CRM exports record IDs with its name before them, and its API has them without. */
const ZOHO = /^zcrm_(?=\d+$)/;
/** Short numbers have one zero at most: 10.00 may be a price or a size. */
const WHOLE_AS_DECIMAL = /^(?:(-?\d+)\.0|(-?\d{5,})[.,]0{1,2})$/;

/** Text without the quotes around it. */
export function withoutQuotes(text: string): string {
	const [, ...inner] = IN_QUOTES.exec(text) ?? [];
	return inner.find((one) => one !== undefined)?.trim() ?? text;
}

/** An ID or a ZIP code without what exports put before or around it: here also short numbers with .0 are whole. */
export function withoutCodeMarks(text: string): string {
	if (text.length > LONGEST) return text;
	return withoutExportMarks(withoutQuotes(text)).replace(ZOHO, '').replace(WHOLE_AS_DECIMAL, '$1$2');
}

/** tel: and the like before a number, by Twilio and in links. */
const SCHEME = /^(?:tel|sms|smsto|callto|whatsapp|wa|phone):(?:\/\/)?\s*(?=\+?[\d(])/i;
/** A number of WhatsApp, always with its country code and without +; with :2 for a device. */
const WHATSAPP = /^\+?(\d{8,15})(?::\d+)?@(?:s\.whatsapp\.net|c\.us)$/i;

/** The scheme of a link, and what Exchange puts before the addresses of a mailbox. */
const MAIL_SCHEME = /^(?:mailto|smtp):\s*/i;

/** An email address without what exports and mail programs put before or around it. */
export function withoutEmailMarks(text: string): string {
	const address = /^<([^<>]*)>$/.exec(text)?.[1] ?? text;
	return withoutQuotes(address.trim()).replace(MAIL_SCHEME, '');
}

/** A phone without what exports and messengers put before or around it. */
export function withoutPhoneMarks(text: string): string {
	if (text.length > LONGEST) return text;
	return withoutCodeMarks(text).replace(WHATSAPP, '+$1').replace(SCHEME, '');
}
