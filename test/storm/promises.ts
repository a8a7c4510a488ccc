import type { Course } from './course';
import type { End } from './ends';

export const PROMISES = ['lost', 'twice', 'wronglyAccepted', 'wronglyDenied', 'otherwise'] as const;
export type Promised = (typeof PROMISES)[number];

/** How each is called where it is broken. */
export const BROKEN: Record<Promised, string> = {
	lost: 'lost',
	twice: 'twice',
	wronglyAccepted: 'wrongly "accepted"',
	wronglyDenied: 'wrongly "not processed"',
	otherwise: 'other failures',
};

/** A promise that was broken. */
export interface Breach {
	promise: Promised;
	/** The item's mark, where it is about one. */
	mark?: string;
	promised: string;
	seen: string;
}

const ACCEPTED = new Set(['accepted', 'pending']);
const DENIED = new Set(['rejected', 'refused', 'notTried']);
/** Said of what this run has not sent. */
const SKIPPED = 'skipped';

/** Holds what the node said of each item against what Attentive has processed. */
export function breachesOf(course: Course): Breach[] {
	const { plan, marks, first, second, processed, broken } = course;
	const breaches: Breach[] = broken.map((seen) => ({
		promise: 'otherwise',
		promised: 'a run without other failures',
		seen,
	}));
	// A run that failed, and could not be retried, has said so already.
	const last = second ?? first;
	if (last.length > 0) {
		breaches.push(...outputOf(marks, last));
		const counts = countsOf(processed);
		const before = endsByItem(first);
		for (const [index, end] of endsByItem(last))
			breaches.push(...ofItem(course, index, end, before.get(index), counts.get(marks[index] ?? '') ?? 0));
	}
	if (first.length > 0 && second) breaches.push(...outputOf(marks, first));
	if (plan.manner === 'continue' || plan.manner === 'errorOutput') breaches.push(...orderOf(course));
	return breaches;
}

/** Every item comes out once, in order, linked to its input. */
function outputOf(marks: string[], outputs: End[][]): Breach[] {
	const promised = 'every item comes out once, in order, linked to its input item';
	const breaches: Breach[] = [];
	const links = outputs.flatMap((ends) => ends.map(({ item }) => item));
	for (const [index, mark] of marks.entries()) {
		const times = links.filter((item) => item === index).length;
		if (times !== 1) breaches.push({ promise: 'lost', mark, promised, seen: `it came out ${times} times` });
	}
	if (links.some((item) => item === undefined || item >= marks.length))
		breaches.push({ promise: 'otherwise', promised, seen: `links to ${links.join()}` });
	for (const ends of outputs) {
		const order = ends.map(({ item = -1 }) => item);
		if (order.some((item, place) => item < (order[place - 1] ?? -1)))
			breaches.push({ promise: 'otherwise', promised, seen: `the order ${order.join()}` });
	}
	return breaches;
}

function ofItem(
	{ plan, marks, second, sent }: Course,
	index: number,
	end: End,
	before: End | undefined,
	times: number,
): Breach[] {
	const { operation, kinds } = plan;
	const mark = marks[index] ?? '';
	const { status, words = '', read } = end;
	const breach = (promise: Promised, promised: string, seen: string): Breach[] => [
		{ promise, mark, promised, seen: `${seen}; the node said: ${status} ${words}`.trim() },
	];
	const isDoubled = kinds.some(({ arrives }) => arrives === 'twice');
	const most = (operation.isUnsafe ? 1 : Number.POSITIVE_INFINITY) * (isDoubled ? 2 : 1);
	const seen = `processed ${times} times`;

	if (!operation.processed) {
		const isOthers = typeof read === 'string' && read.startsWith('mark-') && read !== mark;
		if (isOthers && !kinds.some(({ isAnothers }) => isAnothers))
			return breach('otherwise', 'what is read is about the item', `it is about ${read}`);
		return status === 'read' || status === 'unknown' || DENIED.has(status)
			? openAfterwards()
			: breach('otherwise', 'a status that there is', status);
	}
	if (times > most) return breach('twice', `processed ${most} times at most`, seen);
	if (ACCEPTED.has(status) && times === 0) return breach('wronglyAccepted', 'accepted: processed', seen);
	if (status === SKIPPED) {
		const earlier = second && before?.status;
		if (earlier !== undefined && ACCEPTED.has(earlier) && times === 0)
			return breach('wronglyAccepted', 'skipped after it was accepted: processed', seen);
		const isExcused = operation.believes409 && kinds.some(({ saysThere }) => saysThere);
		if ((earlier === undefined || DENIED.has(earlier)) && !isExcused)
			return breach('lost', `skipped only after it was sent, not after ${earlier}`, seen);
		return [];
	}
	if (DENIED.has(status) && times > 0 && !(status === 'refused' && isRepeated()))
		return breach('wronglyDenied', `${status}: not processed`, seen);
	if (!ACCEPTED.has(status) && !DENIED.has(status) && status !== 'unknown')
		return breach('otherwise', 'a status that there is', status);
	return openAfterwards();

	/**
	 * What may be sent again was, and refused then: of the answers before, one was in doubt. Attentive's last word counts, and it is true
	 * of the last request.
	 */
	function isRepeated(): boolean {
		const own = sent.filter(({ marks }) => marks.includes(mark));
		return !operation.isUnsafe && own.length > 1 && own.at(-1)?.arrived === false;
	}

	/** In calm weather nothing is left that certainly was not sent. */
	function openAfterwards(): Breach[] {
		return second && DENIED.has(status)
			? breach('otherwise', 'a second run in calm weather finishes what was open', seen)
			: [];
	}
}

/** Items about one person are processed one after another. */
function orderOf({ plan, marks, processed }: Course): Breach[] {
	// What the network brings late, it brings out of order.
	if (!plan.operation.sharesPeople || plan.kinds.some(({ arrives }) => arrives === 'late')) return [];
	const latest = new Map<number, number>();
	for (const mark of processed) {
		const index = marks.indexOf(mark);
		const person = index % plan.people;
		const previous = latest.get(person) ?? -1;
		if (index < previous)
			return [
				{
					promise: 'otherwise',
					mark,
					promised: 'items about one person are processed in order',
					seen: `it came after ${marks[previous]}`,
				},
			];
		latest.set(person, index);
	}
	return [];
}

function endsByItem(outputs: End[][]): Map<number, End> {
	const found = new Map<number, End>();
	for (const end of outputs.flat()) if (end.item !== undefined) found.set(end.item, end);
	return found;
}

function countsOf(marks: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
	return counts;
}
