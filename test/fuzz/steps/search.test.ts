import { assert, constantFrom, property, array, string } from 'fast-check';
import { withCounts } from './counted';
import { searched } from './search';

/** Of every kind that the nodes use. */
const PATTERNS = [
	/a/g,
	/(a|b)*?c/,
	/^\s*(\w+)\s*$/,
	/(?<=a)b+(?!c)/g,
	/([a-c])\1*/g,
	/(?:ab?){2,3}/,
	/[^\s,]{1,2}$/m,
	/\p{Lu}\p{Ll}*/u,
	/(a*)*b/,
	/\bab\b|\Bc/gi,
	/(?<!a)(?<rest>b|c)??a/y,
	/[\u{1f600}-\u{1f64f}]+|./su,
];
const letters = array(constantFrom('a', 'b', 'c', 'A', ' ', ',', '\n', 'é', '😀', '\ud800')).map((all) =>
	all.join(''),
);

test.each(PATTERNS)('%p is found where JavaScript finds it', (pattern) => {
	assert(
		property(letters, (text) => {
			pattern.lastIndex = 0;
			const found = pattern.exec(text);
			pattern.lastIndex = 0;
			expect(searched(pattern, text).found).toEqual(
				found ? [found.index, found.index + found[0].length] : undefined,
			);
		}),
	);
});

test('steps grow with the square of a text where a pattern begins anew at each place, and are given up', () => {
	const steps = (length: number) => searched(/a+b/, 'a'.repeat(length)).steps;
	expect(steps(400) / steps(200)).toBeGreaterThan(3.5);
	expect(searched(/(a+)+b/, 'a'.repeat(100), 10_000).steps).toBe(10_001);
	expect(
		searched(/<[^<>]*>/g, '<'.repeat(400)).steps / searched(/<[^<>]*>/g, '<'.repeat(200)).steps,
	).toBeLessThan(2.1);
});

test('a text of any form is searched', () => {
	assert(property(string(), (text) => searched(/(x+x+)+y/, text, 1_000).steps <= 1_001));
});

test.each([
	['for (const a of b) c(a)', 'for (const a of b) {countStep();c(a)}'],
	['const f = (a) => (b) => a + b', 'const f = (a) => (countStep(),(b) => (countStep(),a + b))'],
	['function f() { while (x) y() }', 'function f() {countStep(); while (x) {countStep();y()} }'],
	['for (;;) f = (a) => a', 'for (;;) {countStep();f = (a) => (countStep(),a)}'],
])('%s counts', (code, counted) => {
	expect(withCounts(code, 'x.ts')).toBe(counted);
});
