import { member } from './member';

/** Longest text that is taken for a path, in characters. */
const LONGEST_PATH = 1_000;

/**
 * The value under a path that someone typed or dragged into a field for names: `points`, `body.points`, `a['b c']`, `list[0].sku`.
 * A key that holds dots itself goes before the path that it spells. Undefined where there is nothing.
 */
export function readDataPath(object: unknown, path: string): unknown {
	const whole = member(object, path);
	if (whole !== undefined) return whole;
	return dataPathSteps(path)?.reduce<unknown>(member, object);
}

/** The steps of such a path; undefined for what is none. */
export function dataPathSteps(path: string): string[] | undefined {
	if (path.length > LONGEST_PATH) return undefined;
	const steps: string[] = [];
	let rest = path.trim();
	while (rest !== '') {
		const step = NEXT_STEP.exec(rest);
		if (!step) return undefined;
		steps.push(step[1] ?? step[2] ?? step[3] ?? step[4] ?? '');
		rest = rest.slice(step[0].length).replace(/^\./, '');
	}
	return steps.length > 0 ? steps : undefined;
}

/** A name, an index, or a name in brackets and quotes. */
const NEXT_STEP = /^(?:([^.[\]'"]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\])/;
