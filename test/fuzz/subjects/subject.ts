import { ValueError } from '../../../nodes/values/valueError';
import type { Random } from '../../random';

/** A parser that is attacked, and its inputs. */
interface Declared<Input> {
	name: string;
	/** An input of any form, mostly short. */
	make(random: Random): Input;
	/** Inputs of about so many characters, such as make programs slow. */
	large(size: number): Input[];
	/** May throw what `isDeclared` says, and nothing else. */
	parse(input: Input): unknown;
	/** Steps that it may take for each character of its input: 100 unless given. */
	steps?: number;
	/** Unless given, a ValueError. */
	isDeclared?(error: unknown): boolean;
	/** What is wrong with what came of an input; undefined where nothing is. */
	wrong?(input: Input, output: unknown): string | undefined;
}

/** One input, and what is to be known of its parsing. */
export interface Case {
	/** The input as text. */
	shown: string;
	/** Steps that it may take for each character. */
	steps: number;
	run(): unknown;
	isDeclared(error: unknown): boolean;
	wrong(output: unknown): string | undefined;
}

export interface Subject {
	name: string;
	make(random: Random): Case;
	large(size: number): Case[];
}

export function subject<Input>(declared: Declared<Input>): Subject {
	const { name, make, large, parse, steps = 100, isDeclared, wrong } = declared;
	const caseOf = (input: Input): Case => ({
		shown: shown(input),
		steps,
		run: () => parse(input),
		isDeclared: isDeclared ?? ((error) => error instanceof ValueError),
		wrong: (output) => wrong?.(input, output),
	});
	return {
		name,
		make: (random) => caseOf(make(random)),
		large: (size) => large(size).map(caseOf),
	};
}

/** A value as text with all that is in it, whatever its depth. */
export function shown(value: unknown): string {
	try {
		return (
			JSON.stringify(value, (_name, part: unknown) =>
				typeof part === 'bigint' ||
				(typeof part === 'number' && !Number.isFinite(part)) ||
				Object.is(part, -0)
					? `(${Object.is(part, -0) ? '-0' : String(part)})`
					: part,
			) ?? String(value)
		);
	} catch (error) {
		// Of some thousand levels there is no JSON.
		return `(${String(error)})`;
	}
}

/** Of what is only refused or taken. */
export function differs(what: string, one: unknown, other: unknown): string | undefined {
	const [first, second] = [shown(one), shown(other)];
	return first === second ? undefined : `${what}: ${first}, but ${second}`;
}
