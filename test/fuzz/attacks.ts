import { Random } from '../random';
import { begin, countBuiltIns, end } from './steps/builtIns';
import { subjects } from './subjects';
import { shown, type Case, type Subject } from './subjects/subject';

/** Steps that a parser may take beside those for each character, as for a table of countries at the first of them. */
const BESIDE = 150_000;
/** How large what it makes may be: so many times its input, and some words beside. */
const TIMES_AS_LARGE = 10;
const WORDS = 5_000;

/** What was wrong with a case. */
export interface Fault {
	subject: string;
	/** Its number; undefined for one of the long inputs. */
	number?: number;
	input: string;
	what: string;
}

countBuiltIns();

export const names: string[] = subjects.map(({ name }) => name);

/** Parses so many inputs that look random and are the same for the same seed. */
export async function attack(name: string, seed: number, from: number, to: number): Promise<Fault[]> {
	const subject = named(name);
	const faults: Fault[] = [];
	for (let number = from; number < to; number++) {
		const one = subject.make(new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)));
		const { what } = await outcomeOf(one);
		if (what !== undefined) faults.push({ subject: name, number, input: excerptOf(one), what });
	}
	return faults;
}

/**
 * Parses inputs of about so many characters that are made to be slow.
 * @param part which of them: the first of each three, and so on; all, unless given
 */
export async function overload(
	name: string,
	size: number,
	part?: number,
): Promise<{ faults: Fault[]; most: number }> {
	const faults: Fault[] = [];
	let most = 0;
	for (const [place, one] of named(name).large(size).entries()) {
		if (part !== undefined && place % 3 !== part) continue;
		const { steps, what } = await outcomeOf(one);
		most = Math.max(most, steps / one.shown.length);
		if (what !== undefined) faults.push({ subject: name, input: excerptOf(one), what });
	}
	return { faults, most };
}

async function outcomeOf(one: Case): Promise<{ steps: number; what: string | undefined }> {
	const most = one.steps * one.shown.length + BESIDE;
	begin(most);
	let output: unknown;
	let thrown: { error: unknown } | undefined;
	try {
		output = await one.run();
	} catch (error) {
		thrown = { error };
	}
	const steps = end();
	if (steps > most)
		return { steps, what: `takes more than ${most} steps for ${one.shown.length} characters` };
	if (!thrown) return { steps, what: wrongWith(one, output) };
	return { steps, what: one.isDeclared(thrown.error) ? undefined : `throws ${errorText(thrown.error)}` };
}

function wrongWith(one: Case, output: unknown): string | undefined {
	try {
		const made = shown(output).length;
		if (made > TIMES_AS_LARGE * one.shown.length + WORDS)
			return `makes ${made} characters of ${one.shown.length}`;
		const wrong = one.wrong(output);
		return wrong && `${wrong}; it gives ${shown(output).slice(0, 300)}`;
	} catch (error) {
		return `gives ${shown(output).slice(0, 300)}, which throws ${errorText(error)}`;
	}
}

function errorText(error: unknown): string {
	return error instanceof Error
		? (error.stack ?? error.message).split('\n').slice(0, 4).join(' ')
		: String(error);
}

function excerptOf({ shown: text }: Case): string {
	return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

function named(name: string): Subject {
	const found = subjects.find((subject) => subject.name === name);
	if (!found) throw new Error(`There is no parser ${name}`);
	return found;
}
