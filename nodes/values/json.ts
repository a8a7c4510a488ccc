/**
 * What JSON text says, with all its digits: an integer beyond 2^53, such as an ID, becomes text, since a number would be rounded.
 * Throws a SyntaxError for what is not JSON.
 */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	return /\d{16}/.test(text) ? JSON.parse(withLongIntegersAsText(text)) : value;
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
