/**
 * What an answer says; undefined where it cannot be understood.
 * @param read throws for an answer of another form
 */
export function understood<Value>(read: () => Value): Value | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
