import { data } from 'currency-codes';
import { iso4217 } from '../../../nodes/values/iso4217';

test('every currency of ISO 4217 is known with its digits', () => {
	expect(data.map(({ code }) => iso4217(code))).toEqual(data.map(({ code, digits }) => ({ code, digits })));
	expect(data.length).toBeGreaterThan(170);
});

test.each(['XYZ', 'usd', '', 'US', 'USD '])('"%s" is none', (code) => {
	expect(iso4217(code)).toBeUndefined();
});

test('no code stands there that ISO 4217 does not have', () => {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)));
	expect(all.filter((code) => iso4217(code)).sort()).toEqual(data.map(({ code }) => code).sort());
});
