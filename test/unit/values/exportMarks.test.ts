import { parseEmail } from '../../../nodes/values/email';
import { parseIdentifier, parseProductId } from '../../../nodes/values/identifier';
import { parseNumber } from '../../../nodes/values/number';
import { parsePhone } from '../../../nodes/values/phone';
import { parseCountry } from '../../../nodes/values/country';
import { parseText, parseYesNo } from '../../../nodes/values/text';
import { codeOf } from './problem';

const PHONE = '+12063996576';

/** Members of the kind, with where they were found. */
describe('marks of exports', () => {
	test.each([
		// parsecsv/parsecsv-for-php#213, jakob/TableTool#72, JnLlnd/ObjCSV#10: text formulas.
		`="${PHONE}"`,
		`=T("${PHONE}")`,
		`="(206) 399-6576"`,
		`=${PHONE}`,
		// chatwoot/chatwoot#15334, iris-connect/iris-client#443, hhurz/tableExport.jquery.plugin#296.
		`'${PHONE}`,
		`'(206) 399-6576`,
		// Meta's lead ads.
		`p:${PHONE}`,
		'p:(206) 399-6576',
		// Twilio, Evolution API and others for WhatsApp.
		`whatsapp:${PHONE}`,
		'12063996576@s.whatsapp.net',
		'12063996576:12@s.whatsapp.net',
		'12063996576@c.us',
		`sms:${PHONE}`,
		`callto://${PHONE}`,
		// pandas-dev/pandas#11968, apache/superset#20760: columns of whole numbers that became decimal.
		'2063996576.0',
		'12063996576.0',
		// Quotes twice.
		`"${PHONE}"`,
		`“${PHONE}”`,
		`'"${PHONE}"`,
		// Quotes of databases, and of sheets with a decimal comma.
		`'${PHONE}'`,
		`‘${PHONE}’`,
		'2063996576,0',
		'12063996576,00',
	])('a phone as %p', (written) => {
		expect(parsePhone(written, () => 'US')).toBe(PHONE);
	});

	test.each<[unknown, string]>([
		['="00123"', '00123'],
		['=T("00123")', '00123'],
		["'00123", '00123'],
		['"00123"', '00123'],
		// DocNow/twarc-csv#51, calpaterson/csvbase#11.
		['10234.0', '10234'],
		['7.0', '7'],
		['l:1234567890123456', '1234567890123456'],
		['ag:23849123456780123', '23849123456780123'],
		// Zoho CRM.
		['zcrm_4876876000000123', '4876876000000123'],
		['="zcrm_4876876000000123"', '4876876000000123'],
		["'00123'", '00123'],
		['`00123`', '00123'],
		// The same column of whole numbers where Excel shows two decimals, or a decimal comma: nyaruka/rapidpro#241.
		['10234,0', '10234'],
		['10234.00', '10234'],
		['1002345,00', '1002345'],
	])('an ID as %p', (written, expected) => {
		expect(parseIdentifier(written)).toBe(expected);
		expect(parseProductId(written)).toBe(expected);
	});

	test.each(['0.0', '="0"', '"null"', '="#N/A"', "'0", '="-"', '-1.0'])(
		'%p still stands for nobody',
		(written) => {
			expect(codeOf(() => parseIdentifier(written))).toBe('placeholderIdentifier');
		},
	);

	test.each(['A-10.0', '1.2.0', '10.00', '7.5', 'l:42', 'c:77', 'p:x', 'zcrm_x', "O'Neill-7", '=A1', '0.5'])(
		'%p is a product ID as it is',
		(written) => {
			expect(parseProductId(written)).toBe(written);
		},
	);

	test.each([
		['="Gold"', 'Gold'],
		['="say ""hi"""', 'say "hi"'],
		["'00123", '00123'],
		["'94107-1234", '94107-1234'],
		["'=SUM(A1)", '=SUM(A1)'],
		["'@ada", '@ada'],
		["'-none-", '-none-'],
		['z:94107', '94107'],
		['z:K1A 0B1', 'K1A 0B1'],
		['p:+1 206 399 6576', '+1 206 399 6576'],
		['1002345.0', '1002345'],
		// jmcnamara/XlsxWriter#589, opensanctions/opensanctions#5001.
		['first_x000D_\nsecond', 'first\nsecond'],
		['one line_x000D_', 'one line'],
		['12_x000D_34', '12\n34'],
	])('a text as %p', (written, expected) => {
		expect(parseText(written)).toBe(expected);
	});

	test.each([
		...[
			"'s-Hertogenbosch",
			"'t Zand",
			'’t Hooft',
			"'80s kid",
			'2.0',
			'1.0',
			'12.50',
			'p: see below',
			'z: zone',
			'c:drive',
		],
		...['= equal', '="a" and "b"', 'a="b"', '"quoted"', '100.00', 'k:12', "rock 'n' roll", '=', "'"],
	])('%p is free text as it is', (written) => {
		expect(parseText(written)).toBe(written);
	});

	test.each(['=""', ' ="" ', '_x000D_'])('%p is empty', (written) => {
		expect(parseText(written)).toBeUndefined();
		expect(parseIdentifier(written)).toBeUndefined();
	});

	test("Excel's empty text is an empty cell of any kind", () => {
		expect(parsePhone('=""')).toBeUndefined();
		expect(parseNumber('=""')).toBeUndefined();
		expect(parseEmail('=""')).toBeUndefined();
	});

	test.each<[string, number]>([
		['="1250"', 1250],
		["'-12.5", -12.5],
		['=42', 42],
	])('a number as %p', (written, expected) => {
		expect(parseNumber(written)).toBe(expected);
	});

	test.each([
		'mailto:ada@example.com',
		'="ada@example.com"',
		// Outlook: laminas/laminas-mail#182, zammad/zammad#2154, HaveIBeenPwned/EmailAddressExtractor#33.
		"'ada@example.com'",
		"'ada@example.com",
		'"ada@example.com"',
		'‘ada@example.com’',
		'<ada@example.com>',
		"<'ada@example.com'>",
		// Active Directory and Exchange: glpi-project/glpi#8686, nextcloud/mail#10736.
		'SMTP:ada@example.com',
		'smtp:ada@example.com',
		'MAILTO:ada@example.com',
	])('an email as %p', (written) => {
		expect(parseEmail(written)).toBe('ada@example.com');
	});

	test.each([
		["o'brien@example.com", "o'brien@example.com"],
		["'o'brien@example.com'", "o'brien@example.com"],
	])('an email as %p keeps its own apostrophe', (written, expected) => {
		expect(parseEmail(written)).toBe(expected);
	});

	test.each<[string, boolean]>([
		// pandas makes decimals of yes and no beside empty cells.
		['1.0', true],
		['0.0', false],
		['"yes"', true],
		["'TRUE", true],
		['="no"', false],
	])('yes or no as %p', (written, expected) => {
		expect(parseYesNo(written)).toBe(expected);
	});

	test.each<[string, string]>([
		["'US", 'US'],
		['"US"', 'US'],
		['="GB"', 'GB'],
		['840.0', 'US'],
	])('a country as %p', (written, expected) => {
		expect(parseCountry(written)).toBe(expected);
	});

	test.each(['120@s.whatsapp.net', '12063996576-1600000000@g.us', 'status@broadcast'])(
		'%p is no phone',
		(written) => {
			expect(codeOf(() => parsePhone(written, () => 'US'))).not.toBeUndefined();
		},
	);
});
