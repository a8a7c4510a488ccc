import { createHash, createHmac } from 'node:crypto';

/** What a receiver gets, and whether it may trust it. */
export interface WebhookVector {
	id: number;
	comment: string;
	/** Signing keys of the webhooks that deliver to this receiver; several while a key is replaced. */
	keys: string[];
	/** The values of all header lines with the name, in their order. */
	signatures: string[];
	/** The raw body. */
	body: { text: string } | { base64: string };
	expected: 'valid' | 'invalid';
	flags: Array<keyof typeof flags>;
	reason: string;
}

type Body = string | Uint8Array;
type Given = Partial<Pick<WebhookVector, 'keys' | 'signatures' | 'flags'>> & { body?: Body };

const flags = {
	documented: 'The form that Attentive documents: the HMAC-SHA256 of the raw body in lowercase hex.',
	lenient:
		'Attentive does not document this form. It proves possession of the key just as well, but a receiver may refuse it.',
	forged: 'Someone without the key could have sent it.',
	changed: 'Something between Attentive and the receiver changed the body or the header.',
	malformed: 'The header does not have exactly one signature.',
	'other construction': 'Made with the key, but not in the way that Attentive does it.',
};

const KEY = 'whsec_4f1c9d0b7e6a48d2a3c5';
const OTHER_KEY = 'whsec_9b2e7c1a5d3f4e6088aa';
const LONG_KEY = 'k'.repeat(200);
const EVENT =
	'{"type":"sms.unsubscribed","timestamp":1785601800000,"company":{"display_name":"Cascadia Coffee","company_id":"MDc6Q29tcGFueTEyMw"},"subscriber":{"external_id":"MDEwOlN1YnNjcmliZXI0NTY","phone":"+12065550100"},"subscription":{"type":"MARKETING"}}';
const REPLY = EVENT.replace('sms.unsubscribed', 'sms.inbound_message').replace(
	'"subscription":{"type":"MARKETING"}',
	'"message":{"type":"INBOUND","text":"Où est ma commande ? 📦 👩‍👩‍👧 \u202e שלום","to_phone":"+18335550100"}',
);
const BOM = '\uFEFF';
const bytes = (body: Body) => Buffer.from(body);
const hmac = (body: Body, key: Body = KEY, algorithm = 'sha256') =>
	createHmac(algorithm, key).update(body).digest();
const hex = (body: Body, key?: Body) => hmac(body, key).toString('hex');
const base64 = (body: Body, key?: Body) => hmac(body, key).toString('base64');
const RIGHT = hex(EVENT);

function vectors(): WebhookVector[] {
	const all: WebhookVector[] = [];
	const add = (expected: 'valid' | 'invalid', comment: string, reason: string, given: Given) => {
		const { body = EVENT, keys = [KEY], signatures = [RIGHT], flags: named = [] } = given;
		const id = all.length + 1;
		const written =
			typeof body === 'string' ? { text: body } : { base64: Buffer.from(body).toString('base64') };
		all.push({ id, comment, keys, signatures, body: written, expected, flags: named, reason });
	};
	addValid((comment, given) =>
		add('valid', comment, 'One of the keys signed exactly these bytes.', { flags: ['documented'], ...given }),
	);
	addLenient((comment, reason, given) => add('valid', comment, reason, { flags: ['lenient'], ...given }));
	const invalid = (flag: keyof typeof flags) => (comment: string, reason: string, given: Given) =>
		add('invalid', comment, reason, { flags: [flag], ...given });
	addForged(invalid('forged'));
	addChanged(invalid('changed'));
	addMalformed(invalid('malformed'));
	addOtherConstructions(invalid('other construction'));
	return all;
}

function addValid(valid: (comment: string, given: Given) => void): void {
	const signed = (body: Body) => ({ body, signatures: [hex(body)] });
	valid('an event', {});
	valid('an event in other languages, with emoji and a direction mark', signed(REPLY));
	valid('the same text with all non-ASCII characters escaped', signed(escaped(REPLY)));
	valid('an empty body', signed(''));
	valid('an empty object', signed('{}'));
	valid('an event with spaces and line breaks', signed(JSON.stringify(JSON.parse(EVENT), null, '\t')));
	valid('a body that ends with a line break', signed(`${EVENT}\n`));
	valid('a body that begins with a byte-order mark', signed(BOM + EVENT));
	valid('a body with a duplicate key', signed(EVENT.replace('{', '{"type":"sms.subscribed",')));
	valid('a body with a number above 2^53', signed(EVENT.replace('1785601800000', '9007199254740993')));
	valid('a body that is not JSON', signed('not JSON'));
	valid('a body that is not UTF-8', signed(Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x7b])));
	valid('a body with a null byte', signed(Buffer.from([0x7b, 0x00, 0x7d])));
	valid('a body of 64 bytes, the block size of SHA-256', signed('x'.repeat(64)));
	valid('a body of 10,000 bytes', signed(`"${'x'.repeat(9_998)}"`));
	valid('a body with fields named __proto__ and constructor', signed(hostileNames));
	valid('the first of two keys', { keys: [KEY, OTHER_KEY] });
	valid('the second of two keys', { keys: [OTHER_KEY, KEY] });
	valid('a key of one character', { keys: ['k'], signatures: [hex(EVENT, 'k')] });
	valid('a key of 64 bytes', { keys: [KEY.padEnd(64, 'k')], signatures: [hex(EVENT, KEY.padEnd(64, 'k'))] });
	valid('a key longer than the block size of SHA-256, which HMAC hashes first', {
		keys: [LONG_KEY],
		signatures: [hex(EVENT, LONG_KEY)],
	});
	valid('a key that looks like hex, used as text', {
		keys: ['00ff10'],
		signatures: [hex(EVENT, '00ff10')],
	});
	valid('a key that looks like Base64, used as text', {
		keys: ['a/b+c=='],
		signatures: [hex(EVENT, 'a/b+c==')],
	});
	valid('a key with non-ASCII characters, used as UTF-8', {
		keys: ['clé🔑'],
		signatures: [hex(EVENT, 'clé🔑')],
	});
	valid('RFC 4231, test case 2, computed by others', {
		keys: ['Jefe'],
		body: 'what do ya want for nothing?',
		signatures: ['5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
	});
}

const hostileNames =
	'{"type":"sms.sent","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

function addLenient(lenient: (comment: string, reason: string, given: Given) => void): void {
	lenient('uppercase hex', 'Hex is not case-sensitive.', { signatures: [RIGHT.toUpperCase()] });
	lenient('mixed-case hex', 'Hex is not case-sensitive.', {
		signatures: [RIGHT.slice(0, 32).toUpperCase() + RIGHT.slice(32)],
	});
	lenient('Base64, as recorded by one vendor', 'The same bytes in another encoding.', {
		signatures: [base64(EVENT)],
	});
	lenient('Base64 without padding', 'The same bytes in another encoding.', {
		signatures: [base64(EVENT).replace('=', '')],
	});
	lenient('whitespace around the signature', 'In HTTP, it is not part of the value.', {
		signatures: [`  ${RIGHT}\t`],
	});
}

type Invalid = (comment: string, reason: string, given: Given) => void;

function addForged(forged: Invalid): void {
	forged('no signature', 'Nothing proves who sent it.', { signatures: [] });
	forged('an empty signature', 'Nothing proves who sent it.', { signatures: [''] });
	forged('signed with another key', 'None of the keys signed it.', { signatures: [hex(EVENT, OTHER_KEY)] });
	forged('no key is known', 'Nothing can be verified without a key.', { keys: [] });
	forged('signed with an empty key', 'None of the keys signed it.', { signatures: [hex(EVENT, '')] });
	forged('signed with an empty key, and no key is known', 'Nothing can be verified without a key.', {
		keys: [],
		signatures: [hex(EVENT, '')],
	});
	forged('plain SHA-256 of the body', 'It needs no key.', {
		signatures: [createHash('sha256').update(EVENT).digest('hex')],
	});
	forged('the key itself', 'A key is not a signature.', { signatures: [KEY] });
	forged('all zeros', 'None of the keys signed it.', { signatures: ['0'.repeat(64)] });
	forged('the signature of another event', 'It is not of these bytes.', { body: REPLY });
	forged('the signature of an empty body', 'It is not of these bytes.', { signatures: [hex('')] });
	forged('the last character differs', 'It is not of these bytes.', {
		signatures: [RIGHT.slice(0, -1) + (RIGHT.endsWith('0') ? '1' : '0')],
	});
	forged('the first character differs', 'It is not of these bytes.', {
		signatures: [(RIGHT.startsWith('0') ? '1' : '0') + RIGHT.slice(1)],
	});
	forged('signed with the key in uppercase', 'Keys are case-sensitive.', {
		signatures: [hex(EVENT, KEY.toUpperCase())],
	});
	forged('signed with the key and a line break', 'The line break is not part of the key.', {
		signatures: [hex(EVENT, `${KEY}\n`)],
	});
	forged('signed with both keys as one text', 'Each key is used separately.', {
		keys: [KEY, OTHER_KEY],
		signatures: [hex(EVENT, `${KEY}\n${OTHER_KEY}`)],
	});
	forged('the word undefined', 'It is not a signature.', { signatures: ['undefined'] });
	forged('the name of an object method', 'It is not a signature.', { signatures: ['toString'] });
}

function addChanged(changed: Invalid): void {
	const other = (body: Body) => ({ body });
	changed('one byte of the body differs', 'It is not of these bytes.', other(EVENT.replace('0100', '0101')));
	changed('another subscription type', 'It is not of these bytes.', other(EVENT.replace('MARK', 'MERK')));
	changed('one byte removed', 'It is not of these bytes.', other(EVENT.slice(0, -1)));
	changed('a line break added', 'It is not of these bytes.', other(`${EVENT}\n`));
	changed('a byte-order mark added', 'It is not of these bytes.', other(BOM + EVENT));
	changed('a byte-order mark removed', 'It is not of these bytes.', { signatures: [hex(BOM + EVENT)] });
	const pretty = JSON.stringify(JSON.parse(EVENT), null, 2);
	changed(
		'parsed and serialized again, with spaces added',
		'The bytes count, not their meaning.',
		other(pretty),
	);
	changed('parsed and serialized again, with spaces removed', 'The bytes count, not their meaning.', {
		signatures: [hex(pretty)],
	});
	changed('parsed and serialized again, with escapes removed', 'The bytes count, not their meaning.', {
		body: REPLY,
		signatures: [hex(escaped(REPLY))],
	});
	changed('keys in a different order', 'The bytes count, not their meaning.', other(reordered(EVENT)));
	changed('the body in UTF-16', 'The bytes count, not their meaning.', other(Buffer.from(EVENT, 'utf16le')));
	changed('UTF-8 read as Latin-1 and written as UTF-8', 'It is not of these bytes.', {
		body: Buffer.from(bytes(REPLY).toString('latin1')),
		signatures: [hex(REPLY)],
	});
	changed('another Unicode normalization form', 'The bytes count, not their meaning.', {
		body: REPLY.normalize('NFD'),
		signatures: [hex(REPLY)],
	});
	changed('an empty body instead', 'It is not of these bytes.', other(''));
	changed('the body in Base64, the signature of the decoded body', 'It is not of these bytes.', {
		body: bytes(EVENT).toString('base64'),
	});
}

function addMalformed(malformed: Invalid): void {
	const wrong = hex(EVENT, OTHER_KEY);
	const one = (comment: string, signature: string) =>
		malformed(comment, 'It is not a signature in hex or Base64.', { signatures: [signature] });
	one('half of the signature', RIGHT.slice(0, 32));
	one('one character removed', RIGHT.slice(0, -1));
	one('one character added', `${RIGHT}0`);
	one('the signature twice', RIGHT + RIGHT);
	one("another service's format: sha256=", `sha256=${RIGHT}`);
	one("another service's format: timestamp and version", `t=1785601800,v1=${RIGHT}`);
	one('in quotes', `"${RIGHT}"`);
	one('with 0x before it', `0x${RIGHT}`);
	one('spaces inside', RIGHT.replace(/(.{8})/g, '$1 ').trim());
	one('a character that is not hex', `g${RIGHT.slice(1)}`);
	one('a digit of another script', `０${RIGHT.slice(1)}`);
	one('Base64 of the hex text', Buffer.from(RIGHT).toString('base64'));
	one('Base64 with too much padding', `${base64(EVENT)}=`);
	one('truncated Base64', base64(EVENT).slice(0, -4));
	one('Base32', `${'MFRGGZDF'.repeat(6)}MFRA====`);
	one('a very long value', RIGHT.repeat(100));
	const two = 'A list does not say which one counts.';
	malformed('two signatures separated by a comma, the first valid', two, {
		signatures: [`${RIGHT},${wrong}`],
	});
	malformed('two signatures separated by a comma, the second valid', two, {
		signatures: [`${wrong}, ${RIGHT}`],
	});
	const repeated = 'Attentive sends the header once: someone added another.';
	malformed('the header twice, the first valid', repeated, { signatures: [RIGHT, wrong] });
	malformed('the header twice, the second valid', repeated, { signatures: [wrong, RIGHT] });
	malformed('the header twice, both valid', repeated, { signatures: [RIGHT, RIGHT] });
	malformed('the header twice, one of them empty', repeated, { signatures: ['', RIGHT] });
}

function addOtherConstructions(otherwise: Invalid): void {
	const reason = 'Only the HMAC-SHA256 of the body alone counts, keyed with the text of the key.';
	const one = (comment: string, signature: string, given: Given = {}) =>
		otherwise(comment, reason, { signatures: [signature], ...given });
	one('HMAC-SHA1', hmac(EVENT, KEY, 'sha1').toString('hex'));
	one('HMAC-SHA512', hmac(EVENT, KEY, 'sha512').toString('hex'));
	one(
		'HMAC-SHA512, truncated to the length of SHA-256',
		hmac(EVENT, KEY, 'sha512').toString('hex').slice(0, 64),
	);
	one('HMAC-SHA3-256, of the same length', hmac(EVENT, KEY, 'sha3-256').toString('hex'));
	one('SHA-256 of key and body', createHash('sha256').update(`${KEY}${EVENT}`).digest('hex'));
	one('key and body swapped', hex(KEY, EVENT));
	one('with a timestamp before the body', hex(`1785601800.${EVENT}`));
	one('the hex text, signed again', hex(RIGHT));
	one('the bytes in reverse order', Buffer.from(RIGHT, 'hex').reverse().toString('hex'));
	one('a hex key, decoded', hex(EVENT, Buffer.from('00ff10', 'hex')), { keys: ['00ff10'] });
	one('a Base64 key, decoded', hex(EVENT, Buffer.from('a2V5', 'base64')), { keys: ['a2V5'] });
	one('URL-safe Base64', hmac(EVENT_OF_SIGNS).toString('base64url'), { body: EVENT_OF_SIGNS });
}

/** Its signature in base64 has a sign that base64url writes otherwise. */
const EVENT_OF_SIGNS =
	Array.from({ length: 100 }, (_event, number) => `{"type":"sms.sent","number":${number}}`).find((body) =>
		/\+.*\/|\/.*\+/.test(base64(body)),
	) ?? EVENT;

function escaped(text: string): string {
	return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function reordered(json: string): string {
	return JSON.stringify(Object.fromEntries(Object.entries(Object(JSON.parse(json))).reverse()));
}

/** The file, as npm run docs writes it. */
export function webhookVectorsFile(): string {
	const tests = vectors();
	const file = {
		about:
			"Test vectors for receivers of Attentive's webhooks, in the style of Project Wycheproof. None of the keys is real.",
		how: "For each test, give your receiver the bytes of the body ('text' as UTF-8, or decoded 'base64'), one header line for each of the signatures, and the keys. 'expected' says whether the signature is valid. Whether the body is an event is not tested.",
		header: 'x-attentive-hmac-sha256',
		algorithm: 'HMAC-SHA256 of the raw body, keyed with the signing key as UTF-8, in lowercase hex',
		flags,
		numberOfTests: tests.length,
		tests,
	};
	return `${JSON.stringify(file, undefined, '\t')}\n`;
}
