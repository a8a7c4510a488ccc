/** Rows of events that are told apart by their points. */
export function eventRows(count: number, from = 0): Array<{ phone: string; points: number }> {
	return Array.from({ length: count }, (_row, index) => ({
		phone: `+1206${2_000_000 + from + index}`,
		points: from + index,
	}));
}

/** What names an event in a body. */
export const EVENT_KEY = '"points":(\\d+)';

/** Requests a second that Attentive documents for events. */
export const LIMIT = 150;
