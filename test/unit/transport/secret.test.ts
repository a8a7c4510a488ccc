import * as fc from 'fast-check';
import { withoutSecret, withoutSecretIn } from '../../../nodes/transport/secret';

const KEY = 'Ab3/x+9_Zk-q.7=w';
const clean = withoutSecret(KEY);
const every = (text: string, form: (character: string) => string) => Array.from(text, form).join('');
const code = (character: string) => character.charCodeAt(0);
const percent = (character: string) => `%${code(character).toString(16)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const WRITTEN: Record<string, string> = {
	'as it is': KEY,
	'in capitals': KEY.toUpperCase(),
	'in small letters': KEY.toLowerCase(),
	'encoded where it must be': encodeURIComponent(KEY),
	'every character percent-encoded': every(KEY, percent),
	'in capitals, percent-encoded': every(KEY, percent).toUpperCase(),
	'percent-encoded twice': encodeURIComponent(encodeURIComponent(KEY)),
	"with JSON's escapes": every(KEY, (one) => `\\u${code(one).toString(16).padStart(4, '0')}`),
	'with a slash escaped': KEY.replace('/', '\\/'),
	'with a slash escaped in JSON in JSON': KEY.replace('/', '\\\\\\/'),
	"with HTML's escapes": every(KEY, (one) => `&#x${code(one).toString(16)};`),
	"with HTML's decimal escapes": every(KEY, (one) => `&#${code(one)};`),
	'in Base64': base64(KEY),
	'in the Base64 of a header': base64(`Bearer ${KEY}`),
	'in the Base64 of Basic': base64(`user1:${KEY}`),
	'in the Base64 of URLs': Buffer.from(KEY).toString('base64url'),
};

test.each(Object.entries(WRITTEN))('%s', (_how, written) => {
	const text = clean(`before ${written} after`);
	expect(text).toMatch(/^before .*…\w?=* after$/);
	expect(text.length).toBeLessThan('before  after'.length + 16);
});

test('whichever of its characters are written otherwise', () => {
	const forms = [
		(one: string) => one,
		percent,
		(one: string) => `&#${code(one)};`,
		(one: string) => one.toUpperCase(),
	];
	fc.assert(
		fc.property(
			fc.array(fc.nat(forms.length - 1), { minLength: KEY.length, maxLength: KEY.length }),
			(chosen) => {
				const written = Array.from(KEY, (one, index) => forms[chosen[index] ?? 0]?.(one)).join('');
				expect(clean(`(${written})`)).toBe('(…)');
			},
		),
	);
});

test('any JSON that holds it is found out by its text, and has none of it afterwards', () => {
	fc.assert(
		fc.property(fc.json(), fc.string(), fc.string(), (json, before, after) => {
			const told: unknown = { [before + KEY]: [JSON.parse(json), { x: `${before}${KEY}${after}` }] };
			const text = JSON.stringify(told);
			expect(clean(text)).not.toBe(text);
			expect(JSON.stringify(withoutSecretIn(told, clean))).not.toContain(KEY);
		}),
	);
});

test('a value without it stays what it is', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(withoutSecretIn(value, clean)).toEqual(value);
		}),
	);
});

test.each(['', 'a', 'ab', 'abc'])('%j garbles no text', (short) => {
	expect(withoutSecret(short)('a cab in abc')).toBe('a cab in abc');
});

test('a short one is taken out as it is, but not what its Base64 might be', () => {
	expect(withoutSecret('wrong')('The key wrong')).toBe('The key …');
	expect(withoutSecret('wrong')(base64('wrong'))).toBe(base64('wrong'));
});

test('a key of digits, as a number', () => {
	expect(withoutSecretIn({ id: 12345678, other: 5 }, withoutSecret('12345678'))).toEqual({
		id: '…',
		other: 5,
	});
});

/** What would take time out of proportion: backslashes, percent signs, half keys. */
test.each(['\\', '%', '%25', '&#', '&#x0', KEY.slice(0, -1), '%41', '\\u0041'])('many of %j', (piece) => {
	const text = piece.repeat(100_000);
	expect(clean(text)).toBe(text);
});
