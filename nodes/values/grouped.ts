/** A whole number with commas, such as 1,000. Not by Intl, whose first use would make n8n's start longer. */
export function grouped(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
