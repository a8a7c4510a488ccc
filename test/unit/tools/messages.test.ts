import ts from 'typescript';
import { reasonCodes, textsInSource, textsIn } from '../../../tools/messages';
import {
	entriesOf,
	messagesOf,
	missingOnPage,
	readPage,
	staleOnPage,
	UNLISTED,
} from '../../../tools/troubleshooting';

const texts = textsInSource();
const page = readPage();

describe('docs/troubleshooting.md', () => {
	test('has every message of the source, and every other text there is known as no message', () => {
		expect(texts.length).toBeGreaterThan(900);
		expect(missingOnPage(page, texts)).toEqual([]);
	});

	test('has no message that the source does not have', () => {
		expect(page.entries.length).toBeGreaterThan(300);
		expect(staleOnPage(page, texts)).toEqual([]);
	});

	test('has each message in one form only', () => {
		const forms = new Set(texts.flatMap((text) => text.forms.map((form) => form.trim())));
		const several = [...forms].filter((form) => messagesOf(entriesOf(page, form)).length > 1);
		expect(several).toEqual([]);
	});

	test('has every reason code, and no other', () => {
		const onPage = new Set(page.entries.flatMap(({ codes }) => codes));
		expect([...onPage].sort()).toEqual(reasonCodes());
	});
});

test('each rule for texts that are no messages is needed', () => {
	const unused = UNLISTED.filter(
		(rule) => !texts.some((text) => text.forms.some((form) => rule.isOne(text, form))),
	);
	expect(unused.map(({ why }) => why)).toEqual([]);
});

describe('what is found in the source', () => {
	function found(source: string): string[] {
		const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
		return textsIn(file).flatMap(({ forms }) => forms);
	}

	test.each([
		['a text', "throw new Error('has no value')", ['has no value']],
		['a template', '`has ${count} values`', ['has … values']],
		['a sum', "'has no ' + name", ['has no …']],
		['each branch of a condition', "const a = b ? 'has one' : 'has two';", ['has one', 'has two']],
		[
			'a condition within a template',
			"`has ${many ? 'many values' : 'a value'}`",
			['has many values', 'has a value'],
		],
		[
			'a constant within a template',
			"function f() { const where = c ? ` for ${c}` : ''; return `has no digits${where}`; }",
			['has no digits for …', 'has no digits'],
		],
		[
			'a constant that is also used by itself',
			"function f() { const text = 'has no digits'; log(`${text}.`); return text; }",
			['has no digits', 'has no digits.'],
		],
		[
			'any value of an object',
			"const WORDS = { one: 'has one', two: 'has two' }; const f = (x) => `${WORDS[x]}!`;",
			['has one', 'has two', 'has one!', 'has two!'],
		],
		['a single word where something is said', "({ reason: 'Loyalty', other: 'Loyalty' })", ['Loyalty']],
		[
			'nothing in imports, types and names',
			"import a from 'a b c'; type B = 'b c'; x('camelCase', 'a-b')",
			[],
		],
	])('%s', (_what, source, expected) => {
		expect(found(source)).toEqual(expected);
	});
});

describe('a difference between page and source', () => {
	const withText = (text: string) => {
		const file = ts.createSourceFile(
			'nodes/x.ts',
			`throw new Error(${JSON.stringify(text)});`,
			ts.ScriptTarget.Latest,
			true,
		);
		return [...texts, ...textsIn(file)];
	};

	test('is found where the source has one message more', () => {
		expect(missingOnPage(page, withText('has a wheel missing'))).toEqual([
			expect.stringMatching(/x\.ts:1 has a wheel missing$/),
		]);
	});

	test('is found where the page has one message more', () => {
		const more = readPage("| `Phone '…' has a wheel missing` | Nothing | `missing` |");
		expect(staleOnPage(more, texts)).toEqual(["Phone '…' has a wheel missing"]);
	});

	test('is found where a row is taken from the page', () => {
		const [row = ''] = page.lines.filter((line) => line.includes('has too few digits for'));
		expect(row).not.toBe('');
		const without = {
			entries: page.entries.filter(({ text }) => !text.includes('has too few digits')),
			lines: page.lines.filter((line) => !line.includes('has too few digits')),
		};
		expect(missingOnPage(without, texts)).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/phone\.ts:\d+ has too few digits for …$/),
				expect.stringMatching(/phone\.ts:\d+ has too few digits$/),
				// What to do stood in that row as well.
				expect.stringMatching(/phone\.ts:\d+ Correct it, or write it with/),
			]),
		);
	});
});
