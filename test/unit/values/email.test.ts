import { parseEmail } from '../../../nodes/values/email';
import { codeOf, EMPTY_CELLS } from './problem';

test.each([
	['name@example.com', 'name@example.com'],
	['  Name.Last@Example.COM ', 'Name.Last@Example.COM'],
	['\u00a0name@example.com\u00a0', 'name@example.com'],
	["o'brien+tag@mail.example.co.uk", "o'brien+tag@mail.example.co.uk"],
	['user_name@sub-domain.example.museum', 'user_name@sub-domain.example.museum'],
	['jörg@bücher.example', 'jörg@bücher.example'],
	['user@example.xn--p1ai', 'user@example.xn--p1ai'],
	['1@2.com', '1@2.com'],
])('%j is an address', (written, expected) => {
	expect(parseEmail(written)).toBe(expected);
});

test.each([
	['name', 'emailWithoutAt'],
	['name.example.com', 'emailWithoutAt'],
	['a@example.com, b@example.com', 'severalEmails'],
	['a@example.com;b@example.com', 'severalEmails'],
	['name@@example.com', 'severalEmails'],
	['a@example.com b@example.com', 'severalEmails'],
	['Name <name@example.com>', 'emailWithName'],
	['na me@example.com', 'emailWithSpace'],
	['@example.com', 'notAnEmail'],
	['.name@example.com', 'notAnEmail'],
	['na..me@example.com', 'notAnEmail'],
	['name.@example.com', 'notAnEmail'],
	['name@', 'emailDomain'],
	['name@example', 'emailDomain'],
	['name@example.c', 'emailDomain'],
	['name@-example.com', 'emailDomain'],
	['name@example..com', 'emailDomain'],
	['name@example.com.', 'emailDomain'],
])('%j is refused: %s', (written, code) => {
	expect(codeOf(() => parseEmail(written))).toBe(code);
});

test('lists, objects, numbers and yes or no are no addresses', () => {
	expect(codeOf(() => parseEmail(['name@example.com']))).toBe('notText');
	expect(codeOf(() => parseEmail({ email: 'name@example.com' }))).toBe('notText');
	expect(codeOf(() => parseEmail(5))).toBe('emailWithoutAt');
	expect(codeOf(() => parseEmail(false))).toBe('emailWithoutAt');
});

test.each(EMPTY_CELLS)('%j is no address and no error', (cell) => {
	expect(parseEmail(cell)).toBeUndefined();
});
