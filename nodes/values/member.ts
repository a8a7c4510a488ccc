/** One member of an object of any kind, such as a collection parameter's value. */
export function member(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
	const found: unknown = Reflect.get(value, name);
	return found;
}
