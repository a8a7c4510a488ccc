import { parseJson } from '../../../nodes/values/json';

/**
 * Found as rounded IDs in n8n-io/n8n#14715 (webhook) and #26925 (HTTP Request), demian85/gnip#18 (rules), brettlangdon/node-dogapi#16 (events),
 * discord/discord-api-docs#1889 (snowflakes), axios/axios#3858 (negative).
 */
test.each<[string, unknown]>([
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	['{"id": 8202522731445525542}', { id: '8202522731445525542' }],
	['{"rules":[{"id":781250306873012203}]}', { rules: [{ id: '781250306873012203' }] }],
	['[2868860079149422351,9223372036854775808]', ['2868860079149422351', '9223372036854775808']],
	['{"id":-7023275401050306076}', { id: '-7023275401050306076' }],
	['12345678901234567890', '12345678901234567890'],
	// What a number can hold stays one.
	['{"id":9007199254740991,"at":1700000000000}', { id: 9007199254740991, at: 1700000000000 }],
	[
		'{"a":0.12345678901234567,"b":1e21,"c":12345678901234567.5}',
		{ a: 0.12345678901234567, b: 1e21, c: 12345678901234567.5 },
	],
	// What stands in texts is no number.
	[
		'{"9007199254740993":"a \\"9007199254740993\\" 9007199254740993,"}',
		{ '9007199254740993': 'a "9007199254740993" 9007199254740993,' },
	],
	['{"a":"\\\\","id":9007199254740993}', { a: '\\', id: '9007199254740993' }],
	['{"a":"\\\\\\"","id":[ 9007199254740993 , "x" ]}', { a: '\\"', id: ['9007199254740993', 'x'] }],
])('%s', (text, value) => {
	expect(parseJson(text)).toEqual(value);
});

test.each([
	'__proto__',
	'\\u005f_proto__',
	'__pr\\u006Fto__',
	'\\u005F\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f',
])('a field %s is left out, however it is written', (name) => {
	const value = parseJson(`{"a":[{"${name}":{"isAdmin":true},"b":1}],"${name}":{"isAdmin":true}}`);
	expect(JSON.stringify(value)).toBe('{"a":[{"b":1}]}');
});

test.each(['', 'OK', '{', '<html>1234567890123456</html>', '"9007199254740993'])('%j is not JSON', (text) => {
	expect(() => parseJson(text)).toThrow(SyntaxError);
});

test('a long text with many quotes and digits takes no time', () => {
	const text = JSON.stringify({ a: '"\\'.repeat(200_000), b: '9'.repeat(200_000), id: 0 }).replace(
		/0}$/,
		'9007199254740993}',
	);
	expect(parseJson(text)).toMatchObject({ id: '9007199254740993' });
});
