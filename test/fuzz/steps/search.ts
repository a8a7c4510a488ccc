import { parsePattern, type Pattern } from './pattern';

/** What a machine does that tries a pattern: the way of every engine that goes back where it went wrong, as V8's does. */
type Step =
	| { kind: 'character'; isBackward: boolean; fits(character: string): boolean }
	| { kind: 'place'; fits(text: string, place: number): boolean }
	/** Goes on at one of two steps, and at the other if that fails. */
	| { kind: 'either'; first: number; other: number }
	| { kind: 'go'; to: number }
	/** Keeps where it is. */
	| { kind: 'keep'; slot: number }
	/** Fails if nothing was read since it was kept: a repeat of nothing would not end. */
	| { kind: 'progress'; slot: number }
	| { kind: 'look'; isNegative: boolean; steps: Step[] }
	| { kind: 'same'; isBackward: boolean; group: number }
	| { kind: 'found' };

export interface Search {
	steps: number;
	/** Where it begins and ends; undefined where nothing was found, or the search was given up. */
	found?: [from: number, to: number];
}

/**
 * Searches a pattern as V8 does, and counts the steps that it takes. More than V8 needs, which skips some that cannot lead anywhere:
 * a pattern that is quick here is quick there.
 * @param most after so many steps it is given up
 */
export function searched(pattern: RegExp, text: string, most = Infinity): Search {
	const program = programOf(pattern);
	const isSticky = pattern.sticky;
	const start = pattern.global || isSticky ? pattern.lastIndex : 0;
	const count = { steps: 0, most };
	for (let from = start; from <= text.length; from++) {
		const isWithinPair = pattern.unicode && from > start && isLow(text, from) && isHigh(text, from - 1);
		const to = isWithinPair ? undefined : tried(program, text, from, [], pattern.unicode, count);
		if (to !== undefined) return { steps: count.steps, found: [from, to] };
		if (isSticky || count.steps > most) break;
	}
	return { steps: count.steps };
}

const programs = new Map<string, Step[]>();
const programsOf = new WeakMap<RegExp, Step[]>();

function programOf(pattern: RegExp): Step[] {
	const known = programsOf.get(pattern);
	if (known) return known;
	const { source, flags } = pattern;
	const key = `${flags}/${source}`;
	const program = programs.get(key) ?? new Compiler().program(parsePattern(source, flags), false);
	programs.set(key, program);
	programsOf.set(pattern, program);
	return program;
}

class Compiler {
	private slots = 1_000;

	program(pattern: Pattern, isBackward: boolean): Step[] {
		const steps: Step[] = [];
		this.add(steps, pattern, isBackward);
		steps.push({ kind: 'found' });
		return steps;
	}

	private add(steps: Step[], pattern: Pattern, isBackward: boolean): void {
		switch (pattern.kind) {
			case 'character':
				steps.push({ kind: 'character', isBackward, fits: pattern.fits });
				break;
			case 'place':
				steps.push(pattern);
				break;
			case 'same':
				steps.push({ kind: 'same', isBackward, group: pattern.group });
				break;
			case 'look': {
				const { isNegative, isBehind, what } = pattern;
				steps.push({ kind: 'look', isNegative, steps: this.program(what, isBehind) });
				break;
			}
			case 'group':
				steps.push({ kind: 'keep', slot: 2 * pattern.number + (isBackward ? 1 : 0) });
				this.add(steps, pattern.what, isBackward);
				steps.push({ kind: 'keep', slot: 2 * pattern.number + (isBackward ? 0 : 1) });
				break;
			case 'sequence':
				for (const part of isBackward ? [...pattern.parts].reverse() : pattern.parts)
					this.add(steps, part, isBackward);
				break;
			case 'choice':
				this.addChoice(steps, pattern.ways, isBackward);
				break;
			case 'repeat':
				this.addRepeat(steps, pattern, isBackward);
		}
	}

	private addChoice(steps: Step[], ways: Pattern[], isBackward: boolean): void {
		const ends: Array<{ kind: 'go'; to: number }> = [];
		for (const [place, way] of ways.entries()) {
			const fork = { kind: 'either' as const, first: steps.length + 1, other: 0 };
			if (place < ways.length - 1) steps.push(fork);
			this.add(steps, way, isBackward);
			const end = { kind: 'go' as const, to: 0 };
			steps.push(end);
			ends.push(end);
			fork.other = steps.length;
		}
		for (const end of ends) end.to = steps.length;
	}

	private addRepeat(
		steps: Step[],
		{ what, least, most, isLazy }: Extract<Pattern, { kind: 'repeat' }>,
		isBackward: boolean,
	): void {
		for (let times = 0; times < least; times++) this.add(steps, what, isBackward);
		const forks: Array<{ kind: 'either'; first: number; other: number }> = [];
		const isEndless = most === Infinity;
		for (let times = isEndless ? most : least; times < most || isEndless; times++) {
			const start = steps.length;
			const fork = { kind: 'either' as const, first: start + 1, other: 0 };
			const slot = this.slots++;
			steps.push(fork, { kind: 'keep', slot });
			forks.push(fork);
			this.add(steps, what, isBackward);
			steps.push({ kind: 'progress', slot });
			if (isEndless) steps.push({ kind: 'go', to: start });
			if (isEndless) break;
		}
		for (const fork of forks) {
			fork.other = steps.length;
			if (isLazy) [fork.first, fork.other] = [fork.other, fork.first];
		}
	}
}

/** What to go back to: another way, or what a slot held. */
type Back = { step: number; place: number } | { slot: number; held: number | undefined };

/** Where the pattern ends that begins here; undefined where it does not fit, or after too many steps. */
function tried(
	program: Step[],
	text: string,
	from: number,
	kept: Array<number | undefined>,
	isUnicode: boolean,
	count: { steps: number; most: number },
): number | undefined {
	const back: Back[] = [];
	let step = 0;
	let place = from;
	for (;;) {
		if (++count.steps > count.most) return undefined;
		const now = program[step++];
		let isGood = true;
		switch (now?.kind) {
			case undefined:
			case 'found':
				return place;
			case 'character': {
				const size = characterAt(text, place, now.isBackward, isUnicode);
				const start = now.isBackward ? place - size : place;
				isGood = size > 0 && now.fits(text.slice(start, start + size));
				place += now.isBackward ? -size : size;
				break;
			}
			case 'place':
				isGood = now.fits(text, place);
				break;
			case 'either':
				back.push({ step: now.other, place });
				step = now.first;
				break;
			case 'go':
				step = now.to;
				break;
			case 'keep':
				back.push({ slot: now.slot, held: kept[now.slot] });
				kept[now.slot] = place;
				break;
			case 'progress':
				isGood = kept[now.slot] !== place;
				break;
			case 'look':
				isGood = (tried(now.steps, text, place, kept, isUnicode, count) === undefined) === now.isNegative;
				break;
			case 'same': {
				const held = text.slice(kept[2 * now.group] ?? 0, kept[2 * now.group + 1] ?? 0);
				const start = now.isBackward ? place - held.length : place;
				count.steps += held.length;
				isGood = start >= 0 && text.startsWith(held, start);
				place += now.isBackward ? -held.length : held.length;
			}
		}
		while (!isGood) {
			const last = back.pop();
			if (last === undefined) return undefined;
			if ('slot' in last) kept[last.slot] = last.held;
			else {
				({ step, place } = last);
				isGood = true;
			}
		}
	}
}

/** How many units the character before or behind a place has. */
function characterAt(text: string, place: number, isBackward: boolean, isUnicode: boolean): number {
	const [first, second] = isBackward ? [place - 2, place - 1] : [place, place + 1];
	if (isBackward ? place === 0 : place >= text.length) return 0;
	return isUnicode && isHigh(text, first) && isLow(text, second) ? 2 : 1;
}

function isHigh(text: string, place: number): boolean {
	const code = text.charCodeAt(place);
	return code >= 0xd800 && code <= 0xdbff;
}

function isLow(text: string, place: number): boolean {
	const code = text.charCodeAt(place);
	return code >= 0xdc00 && code <= 0xdfff;
}
