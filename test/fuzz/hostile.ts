import type { Random } from './random';

/** Characters that parsers look for, that are not what they seem, or that are only half of one. */
const CHARACTERS = [
	...' \t\n\r\u00a0\u3000\u200b\u200d\u202e\u2066\ufeff\ufe0f\u0000\u0007',
	...'0123456789١٢٣०۵１９',
	...'abxyzeEéßİıſµΩжאبक漢ー',
	...'.,\'"`’´“”«»-–−+*/\\|:;!?¡¿#@%&=~^_$€£¥₹¢()[]{}<>',
	'\ud800',
	'\udfff',
	'😀',
	'👩‍👧',
	'🇺🇸',
	'e\u0301',
	'_x000D_',
	'__proto__',
	'constructor',
	'{{',
	'}}',
	'$json',
	'="',
	'<Code>',
	'Bearer ',
	'\\u005f',
	'null',
];

/** What people and programs write, so that much of what is made of it can be read. */
export const SAMPLES = {
	numbers: [
		'0',
		'-0',
		'1',
		'1250',
		'1,250',
		'1.250',
		'1.250,50',
		'12,5',
		'19.99',
		'$ 9.90',
		'€1.234,50',
		'USD 19.99',
		'1’234.50',
		'9007199254740991',
		'9007199254740993',
		'-9007199254740992',
		'1e21',
		'1E+12',
		'1.9148E+10',
		'5e-324',
		'1e-7',
		'1e308',
		'1e309',
		'0.1',
		'.5',
		'5.',
		'00123',
		'+5',
		'--5',
		'12,34,567',
		'１２',
		'١٢٫٥',
		'NaN',
		'Infinity',
		'-Infinity',
		'0x10',
		'1_000',
		'10.00',
	],
	dates: [
		'2026-03-04',
		'2026-02-30',
		'2026-03-04T09:30:00Z',
		'2026-03-04T09:30:00-05:00',
		'2026-03-08T02:30:00',
		'3/4/2026',
		'31.12.2026',
		'0001-01-01',
		'9999-12-31',
		'10000-01-01',
		'46000',
		'45000.5',
		'1772616600',
		'1772616600000',
		'20260304',
		'20260304183000',
		'2026-03-04 09:30',
		'2026-03-04T09:30:00.123456789Z',
		'2026-03-04T24:00:00Z',
		'1959-01-17',
		'1/17/59',
		'2026-W10',
		'-1',
		'0000-00-00',
		'2026-03-04T09:30:00+14:00',
		'2026-03-04T09:30:00+23:59',
		'2024-02-29',
		'2023-02-29',
		'２０２６-03-04',
		'1405-01-01',
		'۱۴۰۵-۰۱-۰۱',
	],
	people: [
		'+12063996576',
		'(206) 399-6576',
		'206.399.6576',
		'12063996576',
		'tel:+1-206-399-6576',
		'+44 20 7946 0958',
		'020 7946 0958',
		'07911 123456',
		'+49 30 901820',
		'0151 12345678',
		'911',
		'206-399-6576 x5',
		'206 399 6576 / 206 399 6577',
		'ann@example.com',
		'Ann <ann@example.com>',
		'mailto:ann@example.com',
		'a@b',
		'a@b@c.de',
		'ann@exämple.com',
		"'00123",
		'="00123"',
		'zcrm_4501',
		'C-1001',
		'(not set)',
		'#N/A',
		'null',
		'gid://shopify/Customer/207119551',
		'p:+12063996576',
		'2065550123.0',
	],
	names: [
		'US',
		'USA',
		'United States',
		'United States (US)',
		'Korea, Republic of',
		'840',
		'44',
		'en',
		'en-US',
		'English (US)',
		'zh-Hans-CN',
		'iw',
		'fr-CA,fr;q=0.9',
		'Français',
		'yes',
		'TRUE',
		'x',
		'✓',
		'no',
		'0',
		'USD',
		'usd',
		'KWD',
		'sms.sent',
		'phone.subscribed, email.opened',
		'40.730610',
		'-73.935242',
		'40,730610',
		'90',
		'180.0000000001',
	],
	paths: [
		'body.line_items',
		"a['b c']",
		'list[0].sku',
		'{{ $json.body.items }}',
		'$json.a.b',
		'a.b.c',
		'["x"].y',
		'[0]',
		'a..b',
		'.a',
		"a['b",
		'a[b]',
		'={{ $json.billing.phone }}',
		"={{ $json['Mobile Phone'] }}",
		'={{ $json.a + $json["b c"].d }}',
		'={{ $json?.a?.["b"] }}',
		'={{ $json.constructor }}',
	],
	json: [
		'{"a":1,"b":[true,null,"x"]}',
		'{"id":12345678901234567890}',
		'[1,2,{"c":{"d":"e"}}]',
		'{"__proto__":{"x":1}}',
		'{"\\u005f_proto__":1}',
		'"text"',
		'-0',
		'1e400',
		'{"error":{"id":7,"message":"Phone is invalid"}}',
		'{"errors":[{"field":"email","message":"is invalid"}]}',
		'{"message":"x","code":"y"}',
		'{"request":{"email":"a@example.com"},"response":{"status":200}}',
		'{"identifiers":{"phone":"+12063996576"},"status":"400","error":"bad"}',
		'<html><body>Bad gateway</body></html>',
		'<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
		'{"success":false}',
		'{"title":"T","detail":"D","source":{"pointer":"/a"}}',
	],
	files: [
		'id,name\n1,Shirt\n2,"Sh""irt"\n',
		'sep=;\nid;name\n1;"a;b"\n',
		'\ufeffProduct ID,Title,Price,Stock\r\n1,Shirt,19.99,5\r\n',
		'a\tb\n"x\ny"\tz',
		'"unclosed\nx,y',
		'a,b\r1,2\r',
		',,,\n"",""',
	],
};

const ALL_SAMPLES = Object.values(SAMPLES).flat();

/** A text of one kind or another: of few characters mostly, which say more than many. */
export function text(random: Random, samples: readonly string[] = ALL_SAMPLES): string {
	const way = random.next();
	if (way < 0.55) return changed(random, random.of(samples));
	if (way < 0.65) return random.of(samples) + random.of(['', ' ', ',', '/', '-']) + random.of(samples);
	if (way < 0.75)
		return random.of(CHARACTERS) + random.of(samples).repeat(random.below(4)) + random.of(CHARACTERS);
	if (way < 0.85) return random.of(CHARACTERS).repeat(random.below(random.chance(0.1) ? 1_000 : 40));
	return Array.from({ length: random.below(12) }, () => random.of(CHARACTERS)).join('');
}

const DIGITS = [...'0123456789'];

/** A text that differs from a sample in a few places, or not at all. */
function changed(random: Random, sample: string): string {
	let written = sample;
	for (let changes = random.below(4); changes > 0; changes--) {
		const at = random.below(written.length + 1);
		const end = at + random.below(3);
		written = random.of([
			written.slice(0, at) + random.of(CHARACTERS) + written.slice(at),
			written.slice(0, at) + written.slice(end),
			written.slice(0, at) + random.of(CHARACTERS) + written.slice(end),
			written.slice(0, at) + written.slice(at, end).repeat(3) + written.slice(end),
			written.slice(0, at) + random.of(DIGITS).repeat(1 + random.below(3)) + written.slice(at),
			written.slice(end) + written.slice(0, end),
		]);
	}
	return written;
}

const NUMBERS = [
	0,
	-0,
	1,
	-1,
	0.1,
	1.5,
	19.99,
	44,
	46_000,
	100_000,
	2 ** 31,
	2 ** 32,
	1_772_616_600,
	1_772_616_600_000,
	2 ** 53 - 1,
	2 ** 53,
	2 ** 53 + 2,
	1e21,
	1e300,
	5e-324,
	Number.MAX_VALUE,
	Number.NaN,
	Infinity,
	-Infinity,
	12_063_996_576,
	2_063_996_576,
];

/** What a cell of n8n may hold: mostly text, but also numbers, dates, lists and objects. */
export function value(random: Random, samples?: readonly string[], depth = 0): unknown {
	const way = random.next();
	if (way < 0.6 || depth > 4) return text(random, samples);
	if (way < 0.7) return random.of(NUMBERS);
	if (way < 0.74) return random.of([true, false, null, undefined]);
	if (way < 0.78)
		return new Date(random.of([0, 1_772_616_600_000, -62_135_596_800_000, 8.64e15, Number.NaN]));
	if (way < 0.79) return BigInt(random.of(['0', '-1', '12345678901234567890']));
	return random.chance(0.5)
		? Array.from({ length: random.below(4) }, () => value(random, samples, depth + 1))
		: object(random, () => value(random, samples, depth + 1));
}

const KEYS = [
	...'id name email phone message error errors status code detail title source pointer field request response identifiers success type timestamp'.split(
		' ',
	),
	...'company subscriber external_identifiers client_user_id custom_identifiers user_property price quantity amount currency value items lines sku body'.split(
		' ',
	),
	...[
		'__proto__',
		'constructor',
		'a.b',
		'b c',
		'',
		'toJSON',
		'Mobile Phone',
		'#REF!',
		'\ud800',
		'length',
		'0',
		'lastUpdated',
		'variants',
		'prices',
	],
];

export function object(
	random: Random,
	member: () => unknown,
	keys: readonly string[] = KEYS,
): Record<string, unknown> {
	return Object.fromEntries(
		Array.from({ length: random.below(5) }, (): [string, unknown] => [
			random.chance(0.9) ? random.of(keys) : text(random),
			member(),
		]),
	);
}

/** A genuine object with some of its members, at any depth, changed, missing or twice. */
export function mutated(random: Random, genuine: unknown, rate = 0.08): unknown {
	if (random.chance(rate)) return value(random);
	if (Array.isArray(genuine)) {
		const entries = genuine.map((entry) => mutated(random, entry, rate));
		return random.chance(rate) ? [...entries, ...entries] : entries;
	}
	if (typeof genuine !== 'object' || genuine === null || genuine instanceof Date) return genuine;
	const members = Object.entries(genuine)
		.filter(() => !random.chance(rate))
		.map(([name, inner]): [string, unknown] => [
			random.chance(rate / 4) ? random.of(KEYS) : name,
			mutated(random, inner, rate),
		]);
	return Object.fromEntries(members);
}

/** Texts of a length by which patterns try again and again. */
export function longTexts(length: number): string[] {
	const repeated = [
		...'<>"\'`([{)]}.,;:-+/\\|_ \t\n\r0a$€@=%#\u200b\u00a0\ufeff\ufe0f\ud800é١',
		'<a',
		'</',
		'{"a":',
		'[',
		'[[0]',
		'{{',
		'}}',
		'"\\',
		'\\"',
		'<Code>',
		'<Message>',
		'Bearer ',
		'Bearer',
		'1 ',
		'1,',
		',234',
		'.a',
		'a.',
		'a-',
		' or',
		'1e+',
		'1/',
		"''",
		'""',
		'$json',
		'$json.a',
		"['a']",
		'a,b\n',
		'"a""b",',
		'\r\n',
		' ,',
		'x;',
		'sep=',
		'_x000D_',
		'(+1)',
		'😀',
		'&amp;',
		'=(',
		'0.0',
		'123456789012345a',
		'\\u005f',
	].map((part) => part.repeat(Math.ceil(length / part.length)).slice(0, length));
	const framed = [
		(middle: string) => `x${middle}x`,
		(middle: string) => `1${middle}!`,
		(middle: string) => `"${middle}`,
		(middle: string) => `={{ $json.a${middle} }}`,
		(middle: string) => `={{ $json["${middle}"] }}`,
		(middle: string) => `{"message":${JSON.stringify(middle)}}`,
		(middle: string) => `a@${middle}.com`,
		(middle: string) => `{{${middle}}`,
		(middle: string) => `https://${middle}x`,
		(middle: string) => `sms.${middle}!`,
	];
	return [
		...repeated,
		...framed.flatMap((frame) =>
			[' ', '0', 'a', '-', '<', '/', 'a.', '\\'].map((part) => frame(part.repeat(length / part.length))),
		),
	];
}

/** Values of about so many parts: wide, long or deep. */
export function largeValues(size: number): unknown[] {
	const deep = (wrap: (inner: unknown) => unknown): unknown => {
		let inner: unknown = 'x';
		for (let level = 0; level < size / 10; level++) inner = wrap(inner);
		return inner;
	};
	const list = (entry: (place: number) => unknown) =>
		Array.from({ length: size / 10 }, (_entry, place) => entry(place));
	const wide = (member: (place: number) => [string, unknown]) =>
		Object.fromEntries(list(member) as Array<[string, unknown]>);
	return [
		deep((inner) => [inner]),
		deep((inner) => ({ error: inner })),
		deep((inner) => ({ errors: [inner], message: 'x' })),
		deep((inner) => ({ a: inner, b: 1 })),
		deep((inner) => ({ response: inner })),
		list(() => ({ message: 'is wrong', field: 'a', title: 't' })),
		list((place) => ({ id: place, sku: `s${place}`, price: 1, quantity: 1, currency: 'USD' })),
		list(() => '<'),
		list(() => '#N/A'),
		wide((place) => [`name_${place}`, '<p>']),
		wide((place) => [`some_long_name_${place}`, { name: place }]),
		wide((place) => [`a${place}`, ['x']]),
		{ errors: wide((place) => [`f${place}`, ['x']]) },
		{ subscriber: { external_identifiers: wide((place) => [`id_${place}`, 'x']) }, type: 'sms.sent' },
		{ user_property: wide((place) => [`p_${place}`, 'x']), client_user_id: list(String) },
		{ message: { message: { message: { message: list(() => 'm') } } } },
	];
}
