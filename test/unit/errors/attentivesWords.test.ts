import { attentivesWords } from '../../../nodes/errors/attentivesWords';

/** Forms of what APIs say of an error, with where each was found. */
test.each<[unknown, string | undefined]>([
	// As Attentive documents it.
	[{ error: { id: 7, message: 'Invalid phone' } }, 'Invalid phone'],
	[
		{ error: 'Must either specify subscriberPhone or subscriberEmail' },
		'Must either specify subscriberPhone or subscriberEmail',
	],
	[{ success: false, message: 'No such attribute' }, 'No such attribute'],
	// messagebird/messagebird-nodejs#12: a list, each about a parameter.
	[
		{
			errors: [
				{ code: 9, description: 'no recipients', parameter: 'recipients' },
				{ description: 'no originator' },
			],
		},
		'recipients: no recipients; no originator',
	],
	// JsonApiClient/json_api_client#269: title and detail; qvantel/jsonapi-client#57: all of them.
	[
		{ errors: [{ title: 'Param not allowed', detail: 'foo is not allowed' }] },
		'Param not allowed: foo is not allowed',
	],
	[{ errors: [{ detail: 'a' }, { detail: 'b' }] }, 'a; b'],
	[{ errors: [{ detail: 'is taken', source: { pointer: '/data/email' } }] }, '/data/email: is taken'],
	[{ errors: ['Phone is wrong', 'Email is wrong'] }, 'Phone is wrong; Email is wrong'],
	[
		{ errors: { email: ['is invalid', 'is taken'], phone: 'is missing' } },
		'email: is invalid; email: is taken; phone: is missing',
	],
	[{ errors: 'Everything is wrong' }, 'Everything is wrong'],
	// RFC 9457 and ASP.NET's form of it.
	[
		{ type: 'about:blank', title: 'Bad Request', detail: 'codes is empty', status: 400 },
		'Bad Request: codes is empty',
	],
	[{ title: 'One or more errors', errors: { url: ['is no URL'] } }, 'One or more errors: url: is no URL'],
	// Nest's list of messages; retailcrm/api-client-php#33; OAuth (RFC 6749); alpacax/alpacon-cli#466: only a code.
	[
		{ statusCode: 400, message: ['a is short', 'b is long'], error: 'Bad Request' },
		'a is short; b is long: Bad Request',
	],
	[{ errorMsg: 'x', errorMessage: 'Account does not exist', success: 'false' }, 'Account does not exist'],
	[{ error: 'invalid_grant', error_description: 'The code was used' }, 'The code was used: invalid_grant'],
	[{ code: 'api_not_found' }, 'api_not_found'],
	['The offer is syncing\n', 'The offer is syncing'],
	['<h1>Bad Gateway</h1>', 'Bad Gateway'],
	// Nothing is said.
	[{}, undefined],
	[[], undefined],
	[{ errors: [] }, undefined],
	[{ errors: [null, 7, {}] }, undefined],
	[{ error: { message: null } }, undefined],
	[7, undefined],
	[null, undefined],
])('%j', (body, message) => {
	expect(attentivesWords(body).message).toBe(message);
});

test('the ID that leads to the logs, also of the first of several errors', () => {
	expect(attentivesWords({ error: { id: '9007199254740993', message: 'x' } }).id).toBe('9007199254740993');
	expect(attentivesWords({ errors: [{ id: 12, message: 'x' }] }).id).toBe('12');
	expect(attentivesWords({ errors: [{ id: { a: 1 }, message: 'x' }] }).id).toBeUndefined();
});

test('long, deep and endless ones are cut', () => {
	expect(attentivesWords('x'.repeat(20_000)).message).toHaveLength(300);
	expect(
		attentivesWords({ errors: Array.from({ length: 1_000 }, (_one, index) => `e${index}`) }).message,
	).toBe('e0; e1; e2; e3; e4');
	let deep: unknown = 'found';
	for (let level = 0; level < 50; level++) deep = { error: deep };
	expect(attentivesWords(deep).message).toBeUndefined();
});

test('a token in them is not repeated', () => {
	for (const body of [
		{ errors: [{ detail: 'Bearer abc123secret' }] },
		{ title: 'Bearer abc123secret', detail: 'x' },
	])
		expect(attentivesWords(body).message).not.toContain('abc123secret');
});
