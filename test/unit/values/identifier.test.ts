import { parseIdentifier, parseProductId } from '../../../nodes/values/identifier';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

test.each<[unknown, string]>([
	['00123', '00123'],
	[' A-77 ', 'A-77'],
	[123, '123'],
	[1122334455, '1122334455'],
	['1122334455667788990', '1122334455667788990'],
	[9007199254740991, '9007199254740991'],
	[BigInt('9007199254740993'), '9007199254740993'],
	['gid://shopify/Customer/1', 'gid://shopify/Customer/1'],
	// Hexadecimal IDs have an e among their digits; no spreadsheet has shortened them.
	['12345e67', '12345e67'],
	['12E4', '12E4'],
])('%p is %s', (written, expected) => {
	expect(parseIdentifier(written)).toBe(expected);
});

test.each<unknown>([
	0,
	'0',
	'00',
	'000',
	'0.0',
	'0.00',
	0.0,
	-0,
	'null',
	'NULL',
	'undefined',
	'NaN',
	'N/A',
	'#N/A',
	'none',
	'-',
	'guest',
	'Guest',
	'true',
	false,
	true,
])('%p stands for nobody', (written) => {
	expect(codeOf(() => parseIdentifier(written))).toBe('placeholderIdentifier');
});

/** Members of the kind, with where they were found. */
test.each<unknown>([
	// Google Analytics: pieforproviders/pieforproviders#1899.
	...['(not set)', '(Not Set)', 'not set', 'not_set', '(not provided)', '(direct)', '(none)', '(other)'],
	// ak--47/mixpanel-import, the IDs that it leaves out.
	...[
		'-1',
		'00000000-0000-0000-0000-000000000000',
		'<nil>',
		'[]',
		'{}',
		'anon',
		'anonymous',
		'lmy47d',
		'na',
		'nil',
		'unknown',
	],
	// PostHog, IDs that its SDKs refuse.
	...['distinct_id', 'distinctid', 'not_authenticated', '[object Object]', 'id', 'email', 'None'],
	// MySQL and Hive dumps, .NET, pandas.
	...['\\N', '(null)', '<null>', '[NULL]', 'DBNull', 'NaT', '<NA>'],
	// Other languages of people and sheets (PHPOffice/PhpSpreadsheet, locale).
	...['k.A.', 'N/D', 'ninguno', 'aucun', 'onbekend', '#NV', '#BEZUG!', '#¡REF!', '#Н/Д'],
	// Templates of mail programs that nobody filled in: Mailchimp, Marketing Cloud, HubSpot, n8n.
	...['*|EUID|*', '%%subscriberid%%', '{{ contact.id }}', '${userId}', '[[id]]', '<%= user.id %>'],
	...['Not Applicable', 'not available', 'Unassigned', '"N/A"', '?', '???', '...', '—', 'n.a.'],
	// The same in quotes of databases, with half of its brackets, and without its blank.
	...["'NULL'", '`null`', '(null', 'none)', 'notset', 'n/a.', 'N\\A', '<unset>'],
	// Templates of programs that joined what they did not have: PostHog/posthog#12008, Countly/countly-server#5009.
	...[
		'undefined undefined',
		'null_null',
		'NaN-undefined',
		'null,null',
		'[object Undefined]',
		'[object Promise]',
	],
	// Visitors in words: PostHog/posthog-js#34, cap-js/cds-dbs#50, customerio/customerio-reactnative#81.
	...[
		'Guest User',
		'guest_customer',
		'anonymous-user',
		'Unknown user',
		'deleted user',
		'INVALID_USER',
		'no_user_id',
	],
	...['logged out', 'unidentified', '[deleted]', '(data deleted)'],
	// Global IDs of Shopify without the ID (Shopify/hydrogen#1360); a guest of a shop has 0 (woocommerce/woocommerce#7666).
	...['gid://shopify/Customer/', 'gid://shopify/Customer/0', 'gid://shopify/Customer/null'],
	// Zeros in other forms, and IDs that many devices share: react-native-device-info/react-native-device-info#1262.
	...[
		'0,00',
		'+0',
		'0x0',
		'٠',
		'０',
		'ffffffffffffffffffffffffffffffff',
		'9774d56d682e549c',
		'02:00:00:00:00:00',
	],
	// More templates, names of fields and languages.
	...['#{user.id}', '@{id}', '$user_id', '$(id)', 'member_id', 'Shopify Customer ID', 'uuid', 'Kundennummer'],
	...[
		'なし',
		'未設定',
		'不明',
		'无',
		'없음',
		'нет',
		'не указано',
		'brak danych',
		'nincs',
		'bilinmiyor',
		'غير معروف',
	],
	...[
		'non renseigné',
		'keine Angabe',
		'(nicht festgelegt)',
		'não informado',
		'sin datos',
		'niet beschikbaar',
	],
])('%p stands for nobody in an export', (written) => {
	expect(codeOf(() => parseIdentifier(written))).toBe('placeholderIdentifier');
});

test.each([
	'none-of-the-above',
	'guest42',
	'N/A-17',
	'anon_5f3a',
	'x1',
	'test@example.com',
	'(206) 17',
	'{17}',
	'noah',
	'idan',
	'100%',
	'nullarbor',
	'undefined-7',
	'user-17',
	'user guest 17',
	'guestuser1',
	'gid://shopify/Customer/17',
	'$RCAnonymousID:87c6049c58069238dce29853916d624c',
	'ff00ff00-ffff-ffff-ffff-ffffffffffff',
	'0x1f',
	'10,00',
	'member-id-7',
	'Nillson',
	'x-ray',
	'O(null)1',
	'#abc',
])('%p is an ID, though it looks like a word for none', (written) => {
	expect(parseIdentifier(written)).toBe(written);
});

test.each<unknown>(['1.2E+10', '1,2E+10', '1.2e+10', '1.9148E10', '1E+15', 1e21, 9007199254740993, 2 ** 53])(
	'%p has lost its last digits',
	(written) => {
		expect(codeOf(() => parseIdentifier(written))).toBe('shortenedNumber');
	},
);

test('lists and objects are no IDs', () => {
	expect(codeOf(() => parseIdentifier(['7']))).toBe('notText');
	expect(codeOf(() => parseIdentifier({ id: 7 }))).toBe('notText');
});

test('the error says why a placeholder is harmful', () => {
	expect(problemOf(() => parseIdentifier(0))?.reason).toMatch(/one person/);
});

test.each(EMPTY_CELLS)('%j is no ID and no error', (cell) => {
	expect(parseIdentifier(cell)).toBeUndefined();
});

test('only text that a spreadsheet has shortened is said to come from one', () => {
	const reasonOf = (value: unknown) => problemOf(() => parseProductId(value))?.reason;
	expect(reasonOf('7.88E+17')).toContain('spreadsheet');
	expect(reasonOf(788032119674292900)).toBe(
		'is a number with more digits than n8n can keep, so its last digits are lost',
	);
});
