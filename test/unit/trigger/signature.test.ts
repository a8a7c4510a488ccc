import { createHmac } from 'node:crypto';
import { isSigned } from '../../../nodes/AttentiveTrigger/signature';

const KEY = 'whsec-3fQ9';
const body = Buffer.from('{"type":"sms.inbound_message","message":{"text":"Danke ❤️ 🎉"}}');
const sign = (of: Uint8Array, key: string, form: 'hex' | 'base64') =>
	createHmac('sha256', key).update(of).digest(form);

test.each(['hex', 'base64'] as const)('a right signature in %s', (form) => {
	expect(isSigned(body, sign(body, KEY, form), [KEY])).toBe(true);
});

test('a known value, computed elsewhere', () => {
	// RFC 4231, test case 2
	const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
	expect(isSigned(Buffer.from('what do ya want for nothing?'), known, ['Jefe'])).toBe(true);
});

test('upper case, blanks around it, base64 without its last sign', () => {
	expect(isSigned(body, sign(body, KEY, 'hex').toUpperCase(), [KEY])).toBe(true);
	expect(isSigned(body, ` ${sign(body, KEY, 'hex')}\n`, [KEY])).toBe(true);
	expect(isSigned(body, sign(body, KEY, 'base64').replace('=', ''), [KEY])).toBe(true);
});

test('any of several keys', () => {
	for (const keys of [
		[KEY, 'b', 'c'],
		['a', KEY, 'c'],
		['a', 'b', KEY],
	])
		expect(isSigned(body, sign(body, KEY, 'hex'), keys)).toBe(true);
});

test('an empty body can be signed', () => {
	expect(isSigned(Buffer.alloc(0), sign(Buffer.alloc(0), KEY, 'hex'), [KEY])).toBe(true);
	expect(isSigned(Buffer.alloc(0), sign(body, KEY, 'hex'), [KEY])).toBe(false);
});

test('no key, another key, a changed body', () => {
	const signature = sign(body, KEY, 'hex');
	expect(isSigned(body, signature, [])).toBe(false);
	expect(isSigned(body, signature, ['other', `${KEY} `, KEY.toLowerCase()])).toBe(false);
	expect(isSigned(Buffer.concat([body, Buffer.from(' ')]), signature, [KEY])).toBe(false);
	expect(isSigned(Buffer.from(body.toString('latin1')), signature, [KEY])).toBe(false);
});

test.each([
	undefined,
	null,
	42,
	['a'],
	{},
	'',
	'sha256=abc',
	'0'.repeat(63),
	'0'.repeat(65),
	'g'.repeat(64),
	'A'.repeat(42),
	`${'A'.repeat(43)}==`,
	'🎉'.repeat(16),
	'x'.repeat(100_000),
])('what is no signature does not throw: %j', (signature) => {
	expect(isSigned(body, signature, [KEY])).toBe(false);
});

test('a signature that was cut is not taken', () => {
	const hex = sign(body, KEY, 'hex');
	for (let length = 0; length < hex.length; length++)
		expect(isSigned(body, hex.slice(0, length), [KEY])).toBe(false);
});

test('the form of another service (sha256=…) is not Attentive’s', () => {
	expect(isSigned(body, `sha256=${sign(body, KEY, 'hex')}`, [KEY])).toBe(false);
});
