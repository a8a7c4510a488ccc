import { splitKeys } from '../../../nodes/AttentiveTrigger/signingKeys';

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
