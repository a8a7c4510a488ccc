import type { EmbeddedN8n } from '../../embedded-n8n';
import { runCourse, type Course } from './course';
import { KINDS, type Kind } from './kinds';
import { planOf, type Plan } from './plan';
import { BROKEN, breachesOf, type Breach, type Promised } from './promises';

/** What came of one kind of fault, summed up. */
export interface Sum {
	kind: string;
	operations: Set<string>;
	runs: number;
	requests: number;
	faults: number;
	items: number;
	unknown: number;
	breaches: Record<Promised, number>;
}

export interface Storm {
	sums: Sum[];
	/** A broken promise in words, with what repeats it. */
	failures: string[];
}

export interface Size {
	seed: number;
	isLong: boolean;
	/** So many courses run at once. */
	atOnce: number;
	/** Whether another course is to begin after so many courses. */
	goesOn(courses: number): boolean;
	/** The only course to run; all unless given. */
	only?: number;
	onCourse?(course: Course, breaches: Breach[]): void;
}

/** Stands for all kinds side by side. */
const MIXED = 'all kinds mixed';
/** Kinds with which more may happen than with the others. */
const isApart = ({ arrives, isAnothers }: Kind) =>
	arrives === 'late' || arrives === 'twice' || isAnothers === true;

/** The kinds of each course, in turn. */
const TURNS: ReadonlyArray<{ name: string; kinds: readonly Kind[] }> = [
	...KINDS.map((kind) => ({ name: kind.name, kinds: [kind] })),
	{ name: MIXED, kinds: KINDS.filter((kind) => !isApart(kind)) },
];

/** How many courses let each kind strike once. */
export const ROUND = TURNS.length;

/** Runs one course after the other, some at once. */
export async function storm(n8n: EmbeddedN8n, size: Size): Promise<Storm> {
	const sums = TURNS.map(({ name }) => emptySum(name));
	const failures: string[] = [];
	let courses = size.only ?? 0;
	const next = (): Plan | undefined => {
		if (size.only === undefined ? !size.goesOn(courses) : courses > size.only) return undefined;
		const plan = planOf(size.seed, courses, TURNS[courses % ROUND]?.kinds ?? [], size.isLong);
		courses++;
		return plan;
	};
	const lane = async () => {
		for (let plan = next(); plan; plan = next()) {
			const course = await runCourse(n8n, plan);
			const breaches = breachesOf(course);
			const sum = sums[plan.course % ROUND];
			if (sum) add(sum, course, breaches);
			failures.push(...breaches.map((breach) => inWords(course, breach)));
			size.onCourse?.(course, breaches);
		}
	};
	await Promise.all(Array.from({ length: size.atOnce }, lane));
	return { sums, failures };
}

function emptySum(kind: string): Sum {
	const breaches = { lost: 0, twice: 0, wronglyAccepted: 0, wronglyDenied: 0, otherwise: 0 };
	return { kind, operations: new Set(), runs: 0, requests: 0, faults: 0, items: 0, unknown: 0, breaches };
}

function add(sum: Sum, { plan, requests, strikes, first, second }: Course, breaches: Breach[]): void {
	sum.operations.add(plan.operation.name);
	sum.runs += second && first.length > 0 ? 2 : 1;
	sum.requests += requests;
	sum.faults += strikes.length;
	sum.items += plan.items;
	sum.unknown += (second ?? first).flat().filter(({ status }) => status === 'unknown').length;
	for (const { promise } of breaches) sum.breaches[promise]++;
}

function inWords({ plan, strikes, marks }: Course, { promise, mark, promised, seen }: Breach): string {
	const { seed, isLong, course, kinds, operation, manner, share } = plan;
	const hit = strikes
		.filter((strike) => mark === undefined || strike.marks.length === 0 || strike.marks.includes(mark))
		.slice(0, 5)
		.map(({ kind, request }) => `${kind} at ${request}`);
	return [
		`${BROKEN[promise]}: ${operation.name} (${manner}, ${marks.length} items, ${share * 100} % struck) under ${kinds.length === 1 ? kinds[0]?.name : MIXED}`,
		...(mark === undefined ? [] : [`  item ${marks.indexOf(mark)}, ${mark}`]),
		`  promised: ${promised}`,
		`  seen: ${seen}`,
		`  struck: ${hit.join(' | ')}`,
		`  repeat: npm run storm -- ${isLong ? '' : '--quick '}--seed ${seed} --course ${course}`,
	].join('\n');
}
