type Waiting =
	| { kind: 'text'; text: string }
	| { kind: 'value'; value: unknown }
	/** The end of a list or an object. */
	| { kind: 'end'; text: string; of: object };

/**
 * JSON that does not depend on the order of keys, for hashes: stored run data may come back in another order.
 * Written without recursion, so that a row of any depth has its JSON. A part that holds itself is written as "…".
 */
export function stableJson(root: unknown): string {
	const flat = flatJson(root);
	if (flat !== undefined) return flat;
	let json = '';
	const within = new Set<object>();
	const waiting: Waiting[] = [{ kind: 'value', value: root }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		if (next.kind !== 'value') {
			json += next.text;
			if (next.kind === 'end') within.delete(next.of);
			continue;
		}
		const value = plain(next.value);
		if (typeof value !== 'object' || value === null) json += scalar(value);
		else if (within.has(value)) json += '"…"';
		else {
			within.add(value);
			const isList = Array.isArray(value);
			json += isList ? '[' : '{';
			waiting.push({ kind: 'end', text: isList ? ']' : '}', of: value });
			// What was pushed last is written first.
			const members = isList ? elements(value) : entries(value);
			for (const [place, [name, member]] of members.reverse().entries()) {
				if (place > 0) waiting.push({ kind: 'text', text: ',' });
				waiting.push({ kind: 'value', value: member });
				if (name !== undefined) waiting.push({ kind: 'text', text: `${JSON.stringify(name)}:` });
			}
		}
	}
	return json;
}

/** The JSON of an object of texts and numbers alone, as rows are: in a fifth of the time. Undefined for any other value. */
function flatJson(root: unknown): string | undefined {
	if (typeof root !== 'object' || root === null || Array.isArray(root) || 'toJSON' in root) return undefined;
	let json = '';
	for (const name of Object.keys(root).sort()) {
		const value: unknown = Reflect.get(root, name);
		if (
			typeof value !== 'string' &&
			typeof value !== 'number' &&
			typeof value !== 'boolean' &&
			value !== null
		)
			return undefined;
		json += `${json === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
	}
	return `{${json}}`;
}

type Member = [name: string | undefined, value: unknown];

function elements(list: unknown[]): Member[] {
	return list.map((value) => [undefined, value]);
}

/** Without what JSON leaves out. */
function entries(object: object): Member[] {
	return Object.entries(object)
		.filter(([, value]) => value !== undefined && typeof value !== 'function' && typeof value !== 'symbol')
		.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** A date as JSON has it. */
function plain(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || !('toJSON' in value)) return value;
	return typeof value.toJSON === 'function' ? value.toJSON() : value;
}

function scalar(value: unknown): string {
	return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}
