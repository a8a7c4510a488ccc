/** Something that a user should know about an item that is sent all the same. */
export interface Warning {
	/** Equal codes are counted together in the run's hint. */
	code: string;
	message: string;
}

/** All warnings of two lists. Most items have none: no list is made for those. */
export function together(some: readonly Warning[] = [], others: readonly Warning[] = []): readonly Warning[] {
	if (others.length === 0) return some;
	return some.length === 0 ? others : [...some, ...others];
}

/** The first of the lines that warn, and how many more there are. */
export function firstWarnings(lines: readonly string[], most: number): string[] {
	const rest = lines.length - most;
	return rest > 0 ? [...lines.slice(0, most), `Other warnings: ${rest}`] : [...lines];
}
