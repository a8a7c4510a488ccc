/** Enough for the names in a run; names that come from the items may be without end. */
const MOST = 1_000;
/** Longer texts, in characters, are not kept: n8n would hold them as long as it runs. */
const LONGEST = 200;

/** A function of text that remembers its last results: a run asks about the same few names for each of its items. */
export function remembered<Result>(find: (text: string) => Result): (text: string) => Result {
	const known = new Map<string, { result: Result }>();
	return (text) => {
		if (text.length > LONGEST) return find(text);
		const before = known.get(text);
		if (before) return before.result;
		if (known.size >= MOST) known.clear();
		const result = find(text);
		known.set(text, { result });
		return result;
	};
}
