/** What names an item in everything that is sent of it, so that its coming can be counted. */
export function markOf(course: number, item: number): string {
	return `mark-${String(course).padStart(6, '0')}-${String(item).padStart(4, '0')}`;
}

/** The marks in a text, each once. */
export function marksIn(text: string): string[] {
	return [...new Set(text.match(/mark-\d{6}-\d{4}/g))];
}
