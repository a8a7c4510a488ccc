import { panelTexts, sourceTexts } from '../../tools/texts';

/** Words that need a second reading, or are not American English. */
const HARD =
	/\b(stands|told|whoever|nobody|somebody|anew|(is|are) to be|of (its|their) own|by hand|once more|cancelled|recognised|programme|colour|switch off|take away)\b|’/i;

/** What fills a gap of a sentence is code. */
const withoutCode = (text: string) => text.replace(/\{[^{}]*\}/g, '…');

describe('every text of the panels', () => {
	const texts = panelTexts().flatMap(({ title, texts: all }) =>
		all.flatMap((text) => text.split(' · ').map((one): [string, string] => [title, one])),
	);

	test('is there', () => {
		expect(texts.length).toBeGreaterThan(500);
		expect(texts).toContainEqual(['customEvent send', '(placeholder) e.g. Points Awarded']);
	});

	test('has no period after a single sentence', () => {
		const single = texts.filter(
			([, text]) => /^[^.!?:(<]*\.$/.test(text) && !text.startsWith('(notice)') && !/\bvs\./.test(text),
		);
		expect(single).toEqual([]);
	});

	test('a placeholder is an example', () => {
		const others = texts.filter(([, text]) => /^\(placeholder\) (?!e\.g\. |Add )/.test(text));
		expect(others).toEqual([]);
	});

	test('has no word that needs a second reading', () => {
		expect(texts.filter(([, text]) => HARD.test(text) && !text.includes('Côte'))).toEqual([]);
	});
});

test('no error, warning or hint has a word that needs a second reading', () => {
	const texts = sourceTexts().flatMap(({ title, texts: all }) =>
		all.map((text): [string, string] => [title, withoutCode(text)]),
	);
	expect(texts.length).toBeGreaterThan(300);
	expect(texts.filter(([, text]) => HARD.test(text) && !text.includes('Côte'))).toEqual([]);
});
