/**
 * Characters that are not seen and mean nothing at the ends of a text: zero-width spaces, marks of writing direction, the byte
 * order mark, soft hyphens, blank fillers, control characters. Variation selectors and tags are not among them: emoji end with those.
 */
const INVISIBLE_AT_ENDS = new Set(
	'\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\ufeff\uffa0\ufffc',
);
const ASCII = { first: 0x21, last: 0x7e };
const LAST_CONTROL = 0x9f;
/** They join letters or keep them apart, and so give them their form. */
const JOINERS = new Set('\u200c\u200d');

/** Free text without blanks and invisible characters at its ends. Those within belong to it, as in Persian, Hindi and emoji. */
export function trimmed(text: string): string {
	const bare = text.trim();
	if (bare === '') return bare;
	if (isPlain(bare.charCodeAt(0)) && isPlain(bare.charCodeAt(bare.length - 1))) return bare;
	let start = 0;
	let end = text.length;
	while (start < end && isBlank(text.charAt(start))) start++;
	while (end > start && isBlank(text.charAt(end - 1)) && !shapesTheLast(text, end - 1)) end--;
	return text.slice(start, end);
}

function isPlain(code: number): boolean {
	return code >= ASCII.first && code <= ASCII.last;
}

function isControl(code: number): boolean {
	return code < ASCII.first || (code > ASCII.last && code <= LAST_CONTROL);
}

function isBlank(character: string): boolean {
	return INVISIBLE_AT_ENDS.has(character) || character.trim() === '' || isControl(character.charCodeAt(0));
}

/** Whether a joiner ends a word: behind a vowel sign, as in Malayalam, or behind an Arabic letter that it connects. */
function shapesTheLast(text: string, place: number): boolean {
	const joiner = text.charAt(place);
	if (!JOINERS.has(joiner)) return false;
	const before = text.charAt(place - 1);
	return /\p{Mn}|\p{Mc}/u.test(before) || (joiner === '\u200d' && /\p{Script=Arabic}/u.test(before));
}

/** Nearly all names and values: nothing in them is invisible, or a sign of another script. */
const PRINTABLE_ASCII = /^[ -~]*$/;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\ufffc]|(?![\t\n\v\f\r])\p{Cc}/gu;
/** A byte order mark that was read as text of Windows, DOS or the Mac. */
const MARK_AS_TEXT = /^(ï»¿|∩╗┐|Ôªø)/;

/** Text without marks of writing direction, zero-width spaces and the like, which are copied along unseen. */
export function withoutInvisible(text: string): string {
	return (PRINTABLE_ASCII.test(text) ? text : text.replace(INVISIBLE, '')).trim();
}

/** The header of a first column without what is left of the file's byte order mark where it was read in another encoding. */
export function withoutByteOrderMark(header: string): string {
	return header.replace(MARK_AS_TEXT, '');
}

/** The name of a field without invisible characters; those that give letters and emoji their form stay. */
export function visibleName(name: string): string {
	if (PRINTABLE_ASCII.test(name)) return name.trim();
	const visible = withoutByteOrderMark(name).replace(INVISIBLE, (character, place: number) =>
		shapesOthers(character, name, place) ? character : '',
	);
	return trimmed(visible);
}

/** Whether it joins letters that are not Latin, says how an emoji is drawn, or spells a flag. */
function shapesOthers(character: string, name: string, place: number): boolean {
	const isShape = JOINERS.has(character) || /[\ufe0e\ufe0f\u{e0020}-\u{e007f}]/u.test(character);
	const after = name.charCodeAt(place + character.length);
	return (
		isShape && name.charCodeAt(place - 1) > LAST_LATIN && (!JOINERS.has(character) || after > LAST_LATIN)
	);
}

const LAST_LATIN = 0x2ff;

/** Signs of East Asian, Arabic and typographic writing, and what they are in ASCII. */
const SIGNS: Record<string, string> = {
	'\u066b': '.',
	'\u066c': ',',
	'\u2212': '-',
	'\ufe63': '-',
	'\uffe0': '¢',
	'\uffe1': '£',
	'\uffe5': '¥',
	'\uffe6': '₩',
};
const NOT_ASCII = /[\uff01-\uff5e\uffe0\uffe1\uffe5\uffe6\u066b\u066c\u2212\ufe63]|\p{Zs}|(?![0-9])\p{Nd}/gu;

/** Text for parsers of numbers, dates and phones: digits of any script, full-width signs and blanks of any width in ASCII. */
export function inAscii(text: string): string {
	if (PRINTABLE_ASCII.test(text)) return text;
	return text.replace(NOT_ASCII, (character) => {
		const sign = SIGNS[character];
		if (sign !== undefined) return sign;
		const code = character.codePointAt(0) ?? 0;
		if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
		return isDigit(code) ? String(digitOf(code)) : ' ';
	});
}

/** The value of a decimal digit: each script has its ten in a row, from zero up. */
function digitOf(code: number): number {
	let zero = code;
	while (isDigit(zero - 1)) zero--;
	return (code - zero) % 10;
}

function isDigit(code: number): boolean {
	return /\p{Nd}/u.test(String.fromCodePoint(code));
}

/** In lower case and without accents, for comparing names: "Côte" and "COTE" are one. */
export function withoutAccents(name: string): string {
	return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * Entries by their names, as in a dictionary. Not by localeCompare: its first call takes some 8 ms, and n8n waits for our lists whenever
 * it starts.
 */
export function alphabetically<Entry>(entries: Entry[], name: (entry: Entry) => string): Entry[] {
	const placed = entries.map((entry) => ({ entry, place: withoutAccents(name(entry)) }));
	return placed.sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ entry }) => entry);
}
