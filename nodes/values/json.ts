/**
 * What JSON text says, with all its digits: an integer beyond 2^53, such as an ID, becomes text, since a number would be rounded.
 * A field `__proto__` is left out: whoever copies it later would change what the copy is. Throws a SyntaxError for what is not JSON.
 */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	const exact: unknown = /\d{16}/.test(text) ? JSON.parse(withLongIntegersAsText(text)) : value;
	if (MAY_NAME_PROTO.test(text)) removeProto(exact);
	return exact;
}

/** Any of its letters may be escaped. */
const MAY_NAME_PROTO = /__proto__|\\u00[567]/i;

/** Looks at one level after the other, since a text may be nested deeper than a function can call itself. */
function removeProto(value: unknown): void {
	for (let level = [value]; level.length > 0;) {
		const below: unknown[] = [];
		for (const one of level) {
			if (typeof one !== 'object' || one === null) continue;
			Reflect.deleteProperty(one, '__proto__');
			for (const inner of Object.values(one)) below.push(inner);
		}
		level = below;
	}
}

/** @param json valid: outside of texts, what begins with a digit is a number, and a backslash is only within texts */
function withLongIntegersAsText(json: string): string {
	let inText = false;
	return json.replace(/\\.|"|-?\d[\d.eE+-]*/gs, (token) => {
		if (token === '"') inText = !inText;
		return !inText && isRounded(token) ? `"${token}"` : token;
	});
}

function isRounded(token: string): boolean {
	return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
