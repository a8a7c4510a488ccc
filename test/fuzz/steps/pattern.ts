/** A pattern as a tree: what is needed to try it step by step. Throws an Error for what it does not know. */
export type Pattern =
	/** One character. */
	| { kind: 'character'; fits(character: string): boolean }
	/** A place between characters. */
	| { kind: 'place'; fits(text: string, place: number): boolean }
	| { kind: 'sequence'; parts: Pattern[] }
	| { kind: 'choice'; ways: Pattern[] }
	| { kind: 'repeat'; what: Pattern; least: number; most: number; isLazy: boolean }
	| { kind: 'group'; number: number; what: Pattern }
	| { kind: 'look'; isBehind: boolean; isNegative: boolean; what: Pattern }
	| { kind: 'same'; group: number };

// Those of the JavaScript that reads patterns here, before anything counts.
const { exec } = RegExp.prototype;
const fits = (pattern: RegExp, text: string) => exec.call(pattern, text) !== null;

export function parsePattern(source: string, flags: string): Pattern {
	return new Reader(source, flags).whole();
}

class Reader {
	private at = 0;
	private groups = 0;

	constructor(
		private readonly source: string,
		private readonly flags: string,
	) {}

	whole(): Pattern {
		const pattern = this.choice();
		if (this.at < this.source.length) throw this.unknown();
		return pattern;
	}

	private choice(): Pattern {
		const ways = [this.sequence()];
		while (this.take('|')) ways.push(this.sequence());
		return ways.length === 1 ? (ways[0] ?? NOTHING) : { kind: 'choice', ways };
	}

	private sequence(): Pattern {
		const parts: Pattern[] = [];
		while (this.at < this.source.length && !'|)'.includes(this.source.charAt(this.at)))
			parts.push(this.repeated(this.term()));
		return { kind: 'sequence', parts };
	}

	private repeated(what: Pattern): Pattern {
		const [all, sign, least, comma, most] =
			exec.call(/^(?:([*+?])|\{(\d+)(,)?(\d+)?\})/, this.source.slice(this.at)) ?? [];
		if (all === undefined) return what;
		this.at += all.length;
		const isLazy = this.take('?');
		const fixed = Number(least ?? 0);
		return {
			kind: 'repeat',
			what,
			isLazy,
			least: sign === '+' ? 1 : fixed,
			most:
				sign === '?'
					? 1
					: sign !== undefined
						? Infinity
						: Number(most ?? (comma === undefined ? fixed : Infinity)),
		};
	}

	private term(): Pattern {
		if (this.take('^')) return { kind: 'place', fits: this.isLineStart };
		if (this.take('$')) return { kind: 'place', fits: this.isLineEnd };
		if (this.take('\\b')) return { kind: 'place', fits: isWordEdge };
		if (this.take('\\B')) return { kind: 'place', fits: (text, place) => !isWordEdge(text, place) };
		for (const [sign, isBehind, isNegative] of LOOKS)
			if (this.take(sign)) return { kind: 'look', isBehind, isNegative, what: this.inBrackets() };
		if (this.take('(?:')) return this.inBrackets();
		const [name] = exec.call(/^\(\?<\w+>/, this.source.slice(this.at)) ?? [];
		if (this.take(name ?? '(')) {
			const number = ++this.groups;
			return { kind: 'group', number, what: this.inBrackets() };
		}
		const [same, group] = exec.call(/^\\([1-9])/, this.source.slice(this.at)) ?? [];
		if (same !== undefined && this.take(same)) return { kind: 'same', group: Number(group) };
		return this.character();
	}

	private inBrackets(): Pattern {
		const pattern = this.choice();
		if (!this.take(')')) throw this.unknown();
		return pattern;
	}

	/** A letter, an escape or a class: whether a character fits is asked of JavaScript itself, once for each. */
	private character(): Pattern {
		const [written] = exec.call(CHARACTER, this.source.slice(this.at)) ?? [];
		if (written === undefined) throw this.unknown();
		this.at += written.length;
		const own = new RegExp(
			`^(?:${written})$`,
			[...this.flags].filter((flag) => 'ius'.includes(flag)).join(''),
		);
		const known = new Map<string, boolean>();
		return {
			kind: 'character',
			fits(character) {
				const before = known.get(character);
				if (before !== undefined) return before;
				const does = fits(own, character);
				known.set(character, does);
				return does;
			},
		};
	}

	private take(text: string): boolean {
		if (!this.source.startsWith(text, this.at)) return false;
		this.at += text.length;
		return true;
	}

	private readonly isLineStart = (text: string, place: number) =>
		place === 0 || (this.flags.includes('m') && isLineBreak(text.charAt(place - 1)));
	private readonly isLineEnd = (text: string, place: number) =>
		place === text.length || (this.flags.includes('m') && isLineBreak(text.charAt(place)));

	private unknown(): Error {
		return new Error(`/${this.source}/ is not understood at ${this.at}`);
	}
}

const NOTHING: Pattern = { kind: 'sequence', parts: [] };
const LOOKS: Array<[sign: string, isBehind: boolean, isNegative: boolean]> = [
	['(?=', false, false],
	['(?!', false, true],
	['(?<=', true, false],
	['(?<!', true, true],
];
/** A class, an escape, or any character but one that means something else. A pair of surrogates is one. */
const CHARACTER =
	/^(?:\[(?:[^\]\\]|\\.)*\]|\\u\{[0-9a-f]+\}|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\p\{[^}]*\}|\\c[a-z]|\\.|[\ud800-\udbff][\udc00-\udfff]|[^()[*+?|^$\\])/is;

function isLineBreak(character: string): boolean {
	return '\n\r\u2028\u2029'.includes(character);
}

function isWordEdge(text: string, place: number): boolean {
	const isWord = (at: number) => fits(/^\w$/, text.charAt(at));
	return isWord(place - 1) !== isWord(place);
}
