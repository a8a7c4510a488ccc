/** What startAll.ts has started. Jest may load this file anew for the teardown, so the list stands at `globalThis`. */
const key = Symbol.for('n8n-nodes-attentive.e2e.running');

function list(): Array<() => Promise<void>> {
	const found: unknown = Reflect.get(globalThis, key);
	if (Array.isArray(found)) return found;
	const made: Array<() => Promise<void>> = [];
	Reflect.set(globalThis, key, made);
	return made;
}

export function endAtTeardown(end: () => Promise<void>): void {
	list().push(end);
}

/** In reverse order of their start. */
export async function endAll(): Promise<void> {
	for (const end of list().splice(0).reverse()) await end();
}
