import { isOverwritten, splitKeys } from '../../../nodes/AttentiveTrigger/signingKeys';

test.each<[string, unknown, string[]]>([
	['one a line', 'a1\nb2\r\nc3', ['a1', 'b2', 'c3']],
	['blanks around, empty lines', '\n  a1 \n\n\t b2\t\n', ['a1', 'b2']],
	['several in a line, as a one-line field leaves them', 'a1 b2  c3', ['a1', 'b2', 'c3']],
	['twice the same', 'a1\na1', ['a1']],
	['signs of base64 stay', 'a/b+c==', ['a/b+c==']],
	['nothing', '', []],
	['only blanks', ' \n\t ', []],
	['not a text', undefined, []],
	['a number', 7, []],
])('%s', (_case, given, expected) => {
	expect(splitKeys(given)).toEqual(expected);
});

const DOTS = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

test.each([
	DOTS,
	`${DOTS}\nb2`,
	`${DOTS} b2`,
	`${DOTS}b2`,
	`b2\n${DOTS}`,
	DOTS.slice(0, -3),
	DOTS.slice(2),
	'__n8n_EMPTY_VALUE_7b1af746\nb2',
])('keys that were replaced with dots: %j', (text) => {
	expect(isOverwritten(text)).toBe(true);
});

test.each(['', 'a1\nb2', '__n8n__', undefined, 7])('keys that were not: %j', (text) => {
	expect(isOverwritten(text)).toBe(false);
});
