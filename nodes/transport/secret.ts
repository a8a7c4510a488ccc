/** A shorter one is no real key, and its letters are in many words. */
const SHORTEST = 4;
/** Part of a shorter one in Base64 would be found in other texts as well. */
const SHORTEST_ENCODED = 8;

/**
 * Takes a secret out of texts, however it is written: in any case, percent-encoded (also twice), with JSON's or HTML's escapes, or in
 * Base64, also within something longer, such as "user:key" of HTTP's Basic. A text without it stays as it is.
 */
export function withoutSecret(secret: string): (text: string) => string {
	if (secret.length < SHORTEST) return (text) => text;
	const encoded = secret.length < SHORTEST_ENCODED ? [] : [0, 1, 2].map((before) => inBase64(secret, before));
	const ways = [...new Set([secret, ...encoded, ...encoded.map(forUrls)])];
	const wanted = ways.map((way) => way.toLowerCase());
	const isIn = (text: string) => {
		const lower = text.toLowerCase();
		return wanted.some((way) => lower.includes(way));
	};
	// Slow to make and to search with, so only where there is something to take out.
	let pattern: RegExp | undefined;
	return (text) => {
		if (text.length < secret.length) return text;
		if (!isIn(text) && !(MAY_BE_ESCAPED.test(text) && isIn(text.replace(ESCAPE, unescaped)))) return text;
		pattern ??= new RegExp(ways.map((way) => Array.from(way, formsOf).join('')).join('|'), 'gi');
		return text.replace(pattern, '…');
	};
}

/** What is the same in Base64 whatever is around it. @param before how many bytes of its first group of three belong to something else */
function inBase64(secret: string, before: number): string {
	const bytes = Buffer.from(' '.repeat(before) + secret);
	return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

function forUrls(base64: string): string {
	return base64.replaceAll('+', '-').replaceAll('/', '_');
}

const MAY_BE_ESCAPED = /[%\\]|&#/;
/** Bounds on what is repeated keep the search proportional to the text. */
const ESCAPE =
	/%(?:25){0,2}([0-9a-f]{2})|\\{1,7}u00([0-9a-f]{2})|&#x0{0,4}([0-9a-f]{1,2});|&#0{0,4}(\d{1,3});|\\/gi;

function unescaped(_all: string, percent?: string, json?: string, html?: string, decimal?: string): string {
	const code = percent ?? json ?? html;
	if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
	return decimal === undefined ? '' : String.fromCharCode(Number(decimal));
}

/** A character as it is and in each of these escapes. */
function formsOf(character: string): string {
	const code = character.charCodeAt(0);
	const hex = code.toString(16).padStart(2, '0');
	return `(?:\\\\{0,7}${character.replace(/\W/, '\\$&')}|%(?:25){0,2}${hex}|\\\\{1,7}u00${hex}|&#(?:0{0,4}${code}|x0{0,4}${hex});)`;
}

/** The same for all texts and names in a value that JSON can hold. A number that is the secret becomes text. */
export function withoutSecretIn(value: unknown, clean: (text: string) => string): unknown {
	if (typeof value === 'string') return clean(value);
	if (typeof value === 'number') return clean(String(value)) === String(value) ? value : clean(String(value));
	if (Array.isArray(value)) return value.map((one: unknown) => withoutSecretIn(one, clean));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [clean(name), withoutSecretIn(inner, clean)]),
	);
}
