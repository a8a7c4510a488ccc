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
	documented: 'As Attentive publishes it: lower-case hex of HMAC-SHA256 over the raw body.',
	lenient:
		'Attentive does not document this form. It proves the key as well; a receiver may refuse it all the same.',
	forged: 'Somebody without the key could have sent it.',
	changed: 'Something between Attentive and the receiver has changed the body or the header.',
	malformed: 'The header holds no single signature.',
	'other construction': 'Made with the key, but not as Attentive makes it.',
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
	valid('an event in other languages, with emoji and a mark of direction', signed(REPLY));
	valid('the same text with each character beyond ASCII escaped', signed(escaped(REPLY)));
	valid('an empty body', signed(''));
	valid('an empty object', signed('{}'));
	valid('an event with blanks and line breaks', signed(JSON.stringify(JSON.parse(EVENT), null, '\t')));
	valid('a body that ends with a line break', signed(`${EVENT}\n`));
	valid('a body that begins with a byte-order mark', signed(BOM + EVENT));
	valid('a body with a key twice', signed(EVENT.replace('{', '{"type":"sms.subscribed",')));
	valid('a body with IDs beyond 2^53', signed(EVENT.replace('1785601800000', '9007199254740993')));
	valid('a body that is not JSON', signed('not JSON'));
	valid('a body that is not UTF-8', signed(Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x7b])));
	valid('a body with a zero byte', signed(Buffer.from([0x7b, 0x00, 0x7d])));
	valid('a body of 64 bytes, the block of SHA-256', signed('x'.repeat(64)));
	valid('a body of 10,000 bytes', signed(`"${'x'.repeat(9_998)}"`));
	valid('a body with fields named __proto__ and constructor', signed(hostileNames));
	valid('the first of two keys', { keys: [KEY, OTHER_KEY] });
	valid('the second of two keys', { keys: [OTHER_KEY, KEY] });
	valid('a key of one character', { keys: ['k'], signatures: [hex(EVENT, 'k')] });
	valid('a key of 64 bytes', { keys: [KEY.padEnd(64, 'k')], signatures: [hex(EVENT, KEY.padEnd(64, 'k'))] });
	valid('a key longer than the block of SHA-256, which HMAC hashes first', {
		keys: [LONG_KEY],
		signatures: [hex(EVENT, LONG_KEY)],
	});
	valid('a key that looks like hex is used as text', {
		keys: ['00ff10'],
		signatures: [hex(EVENT, '00ff10')],
	});
	valid('a key that looks like base64 is used as text', {
		keys: ['a/b+c=='],
		signatures: [hex(EVENT, 'a/b+c==')],
	});
	valid('a key beyond ASCII is used as UTF-8', { keys: ['clé🔑'], signatures: [hex(EVENT, 'clé🔑')] });
	valid('RFC 4231, test case 2: a value that others have computed', {
		keys: ['Jefe'],
		body: 'what do ya want for nothing?',
		signatures: ['5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
	});
}

const hostileNames =
	'{"type":"sms.sent","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

function addLenient(lenient: (comment: string, reason: string, given: Given) => void): void {
	lenient('hex in capitals', 'Hex means the same in capitals.', { signatures: [RIGHT.toUpperCase()] });
	lenient('hex in both cases', 'Hex means the same in capitals.', {
		signatures: [RIGHT.slice(0, 32).toUpperCase() + RIGHT.slice(32)],
	});
	lenient('base64, as one vendor has recorded it', 'The same bytes, written otherwise.', {
		signatures: [base64(EVENT)],
	});
	lenient('base64 without its padding', 'The same bytes, written otherwise.', {
		signatures: [base64(EVENT).replace('=', '')],
	});
	lenient('blanks around the signature', 'HTTP does not count them as part of the value.', {
		signatures: [`  ${RIGHT}\t`],
	});
}

type Invalid = (comment: string, reason: string, given: Given) => void;

function addForged(forged: Invalid): void {
	forged('no signature', 'Nothing proves who sent it.', { signatures: [] });
	forged('an empty signature', 'Nothing proves who sent it.', { signatures: [''] });
	forged('signed with another key', 'None of the keys signed it.', { signatures: [hex(EVENT, OTHER_KEY)] });
	forged('no key is known', 'Without a key nothing can be verified.', { keys: [] });
	forged('signed with an empty key', 'None of the keys signed it.', { signatures: [hex(EVENT, '')] });
	forged('signed with an empty key, and no key is known', 'Without a key nothing can be verified.', {
		keys: [],
		signatures: [hex(EVENT, '')],
	});
	forged('the plain SHA-256 of the body', 'It needs no key.', {
		signatures: [createHash('sha256').update(EVENT).digest('hex')],
	});
	forged('the key itself', 'A key is no signature.', { signatures: [KEY] });
	forged('zeros', 'None of the keys signed it.', { signatures: ['0'.repeat(64)] });
	forged('the signature of another event', 'It is not of these bytes.', { body: REPLY });
	forged('the signature of an empty body', 'It is not of these bytes.', { signatures: [hex('')] });
	forged('the last character differs', 'It is not of these bytes.', {
		signatures: [RIGHT.slice(0, -1) + (RIGHT.endsWith('0') ? '1' : '0')],
	});
	forged('the first character differs', 'It is not of these bytes.', {
		signatures: [(RIGHT.startsWith('0') ? '1' : '0') + RIGHT.slice(1)],
	});
	forged('signed with the key in other case', 'Keys are case-sensitive.', {
		signatures: [hex(EVENT, KEY.toUpperCase())],
	});
	forged('signed with the key and a line break', 'The line break is not part of the key.', {
		signatures: [hex(EVENT, `${KEY}\n`)],
	});
	forged('signed with both keys as one text', 'Each key stands alone.', {
		keys: [KEY, OTHER_KEY],
		signatures: [hex(EVENT, `${KEY}\n${OTHER_KEY}`)],
	});
	forged('a word that code may take for a value', 'It is no signature.', { signatures: ['undefined'] });
	forged('the name of a method of all objects', 'It is no signature.', { signatures: ['toString'] });
}

function addChanged(changed: Invalid): void {
	const other = (body: Body) => ({ body });
	changed('one byte of the body differs', 'It is not of these bytes.', other(EVENT.replace('0100', '0101')));
	changed('another subscription type', 'It is not of these bytes.', other(EVENT.replace('MARK', 'MERK')));
	changed('one byte less', 'It is not of these bytes.', other(EVENT.slice(0, -1)));
	changed('a line break more', 'It is not of these bytes.', other(`${EVENT}\n`));
	changed('a byte-order mark more', 'It is not of these bytes.', other(BOM + EVENT));
	changed('a byte-order mark less', 'It is not of these bytes.', { signatures: [hex(BOM + EVENT)] });
	const pretty = JSON.stringify(JSON.parse(EVENT), null, 2);
	changed('parsed and written again, with blanks', 'The bytes count, not what they mean.', other(pretty));
	changed('parsed and written again, where blanks were signed', 'The bytes count, not what they mean.', {
		signatures: [hex(pretty)],
	});
	changed('parsed and written again, where escapes were signed', 'The bytes count, not what they mean.', {
		body: REPLY,
		signatures: [hex(escaped(REPLY))],
	});
	changed('keys in another order', 'The bytes count, not what they mean.', other(reordered(EVENT)));
	changed('the body in UTF-16', 'The bytes count, not what they mean.', other(Buffer.from(EVENT, 'utf16le')));
	changed('UTF-8 that was read as Latin-1 and written as UTF-8', 'The bytes count.', {
		body: Buffer.from(bytes(REPLY).toString('latin1')),
		signatures: [hex(REPLY)],
	});
	changed('Unicode in another normal form', 'The bytes count, not what they mean.', {
		body: REPLY.normalize('NFD'),
		signatures: [hex(REPLY)],
	});
	changed('the body is gone', 'It is not of these bytes.', other(''));
	changed('the body in base64, the signature is of what it was', 'Decode it first.', {
		body: bytes(EVENT).toString('base64'),
	});
}

function addMalformed(malformed: Invalid): void {
	const wrong = hex(EVENT, OTHER_KEY);
	const one = (comment: string, signature: string) =>
		malformed(comment, 'It is no signature in hex or base64.', { signatures: [signature] });
	one('half of the signature', RIGHT.slice(0, 32));
	one('one character less', RIGHT.slice(0, -1));
	one('one character more', `${RIGHT}0`);
	one('the signature twice', RIGHT + RIGHT);
	one('the form of another service', `sha256=${RIGHT}`);
	one('with a version, as another service has it', `t=1785601800,v1=${RIGHT}`);
	one('in quotes', `"${RIGHT}"`);
	one('with 0x before it', `0x${RIGHT}`);
	one('blanks within', RIGHT.replace(/(.{8})/g, '$1 ').trim());
	one('a character that is not hex', `g${RIGHT.slice(1)}`);
	one('digits of another script', `０${RIGHT.slice(1)}`);
	one('base64 of the hex text', Buffer.from(RIGHT).toString('base64'));
	one('base64 with too much padding', `${base64(EVENT)}=`);
	one('base64 that was cut', base64(EVENT).slice(0, -4));
	one('base32', `${'MFRGGZDF'.repeat(6)}MFRA====`);
	one('very long', RIGHT.repeat(100));
	const two = 'A list says nothing about which one counts.';
	malformed('two signatures with a comma, the first one right', two, { signatures: [`${RIGHT},${wrong}`] });
	malformed('two signatures with a comma, the second one right', two, { signatures: [`${wrong}, ${RIGHT}`] });
	const repeated = 'Attentive sends the header once: somebody has added one.';
	malformed('the header twice, the first one right', repeated, { signatures: [RIGHT, wrong] });
	malformed('the header twice, the second one right', repeated, { signatures: [wrong, RIGHT] });
	malformed('the header twice, both right', repeated, { signatures: [RIGHT, RIGHT] });
	malformed('the header twice, one of them empty', repeated, { signatures: ['', RIGHT] });
}

function addOtherConstructions(otherwise: Invalid): void {
	const reason = 'Only HMAC-SHA256 over the body alone, keyed with the text of the key, counts.';
	const one = (comment: string, signature: string, given: Given = {}) =>
		otherwise(comment, reason, { signatures: [signature], ...given });
	one('HMAC-SHA1', hmac(EVENT, KEY, 'sha1').toString('hex'));
	one('HMAC-SHA512', hmac(EVENT, KEY, 'sha512').toString('hex'));
	one('HMAC-SHA512, cut to the length of SHA-256', hmac(EVENT, KEY, 'sha512').toString('hex').slice(0, 64));
	one('HMAC-SHA3-256, of the same length', hmac(EVENT, KEY, 'sha3-256').toString('hex'));
	one('SHA-256 of key and body', createHash('sha256').update(`${KEY}${EVENT}`).digest('hex'));
	one('key and body exchanged', hex(KEY, EVENT));
	one('with a timestamp before the body', hex(`1785601800.${EVENT}`));
	one('the hex text signed once more', hex(RIGHT));
	one('the bytes in reverse', Buffer.from(RIGHT, 'hex').reverse().toString('hex'));
	one('a key of hex that was decoded', hex(EVENT, Buffer.from('00ff10', 'hex')), { keys: ['00ff10'] });
	one('a key of base64 that was decoded', hex(EVENT, Buffer.from('a2V5', 'base64')), { keys: ['a2V5'] });
	one('base64 with the signs for URLs', hmac(EVENT_OF_SIGNS).toString('base64url'), { body: EVENT_OF_SIGNS });
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
			"Test vectors for receivers of Attentive's webhooks, in the manner of Project Wycheproof. No key here is real.",
		how: "For each test: take the body's bytes ('text' as UTF-8, or 'base64'), the values of all header lines with this name, and the keys. Verify as your receiver does. 'expected' says whether it may go on with the body; what the body means is another question.",
		header: 'x-attentive-hmac-sha256',
		algorithm: 'HMAC-SHA256 over the raw body, keyed with the signing key as UTF-8, in lower-case hex',
		flags,
		numberOfTests: tests.length,
		tests,
	};
	return `${JSON.stringify(file, undefined, '\t')}\n`;
}
