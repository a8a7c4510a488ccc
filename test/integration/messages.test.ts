import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox/attentive/faults';
import { whatIsWrong, type ItemProblem } from '../../nodes/errors/itemError';
import { entriesOf, messagesOf, readPage } from '../../tools/troubleshooting';
import {
	CONTINUE,
	eachField,
	EVENTS,
	GET_ATTRIBUTES,
	results,
	rows,
	SEND_EVENT,
	sendOnce,
	SET_ATTRIBUTES,
	SIGN_UP_UNIT,
	useBench,
} from './setup';

/** What the node really says is on docs/troubleshooting.md, each as one message. */
const bench = useBench(async ({ control }) => await control.addSignUpUnit(SIGN_UP_UNIT));
const page = readPage();

/** The messages of the page that something is; its reason code must stand there, too. */
function listedAs(message: string, reasonCode?: unknown): string[] {
	const entries = entriesOf(page, message);
	const fitting = entries.filter(
		({ codes }) => typeof reasonCode !== 'string' || codes.length === 0 || codes.includes(reasonCode),
	);
	return messagesOf(fitting);
}

/** What a run says: of each item all that is wrong, or why it was skipped; warnings; and the lines of its hints but for the sum. */
async function said(
	parameters: INodeParameters,
	input: IDataObject[],
	settings: Parameters<typeof bench.run>[2] = CONTINUE,
): Promise<Array<[message: string, reasonCode?: unknown]>> {
	const run = await bench.run(parameters, input, settings);
	if (run.error) throw run.error;
	const ofItems = results(run).flatMap((result): Array<[string, unknown?]> => {
		const { problems, warnings } = result as { problems?: ItemProblem[]; warnings?: string[] };
		const wrong = problems ?? (typeof result.reason === 'string' ? [result as ItemProblem] : []);
		return [
			...wrong.map((problem): [string, unknown] => [whatIsWrong(problem), problem.reasonCode]),
			...(typeof result.message === 'string' ? [[result.message] as [string]] : []),
			...(warnings ?? []).map((warning): [string] => [warning]),
		];
	});
	const lines = run.hints('Attentive').flatMap(({ message }) => message.split('<br>'));
	return [...ofItems, ...lines.filter((line) => !isSum(line)).map((line): [string] => [withoutCount(line)])];
}

/** Such as "3 accepted, 1 rejected". */
function isSum(line: string): boolean {
	return /^\d+ [a-z ]+(, \d+ [a-z ]+)*$/i.test(line) && !line.endsWith('other reasons');
}

function withoutCount(line: string): string {
	return line.endsWith('other reasons') ? line : line.replace(/^\d+ items?: /, '');
}

/** What is listed not at all or as several messages. */
function notListed(all: Array<[message: string, reasonCode?: unknown]>): unknown[] {
	return all
		.map(([message, reasonCode]) => ({ message, reasonCode, listedAs: listedAs(message, reasonCode) }))
		.filter((one) => one.listedAs.length !== 1);
}

const bad = (field: string, values: unknown[]): IDataObject[] =>
	values.map((value) => ({ phone: '+12065551000', points: 1, [field]: value as string }));

const PHONES = [
	'555-1234',
	'206555123456789',
	'+999123',
	'+1206555',
	'2065550123 x12',
	'2065550123, 2065550124',
	'none of your business',
	'2.065E+09',
	'',
	{ number: '1' },
	['1'],
	'9'.repeat(200),
];
const EMAILS = ['ann', 'a@b@c', 'a@b,com', 'Ann <a@example.com>', 'a b@example.com', '.a@example.com', 'a@b'];
const NUMBERS = ['many', '1.234', '1.2E+18', '99999999999999999999'];
const DATES = ['3/4/2026', 'soon', 1, '0001-01-01', '2026-03-04T09:30:00+19:00', '2099-01-01', '2020-01-01'];
const IDS = ['null', '1.9148E+10', 'x'.repeat(101), 'x'.repeat(501), { a: 1 }];

test.each<[string, INodeParameters, IDataObject[]]>([
	['phones', SEND_EVENT, bad('phone', PHONES)],
	['phones without a country', { ...SEND_EVENT, defaultCountry: '' }, bad('phone', PHONES)],
	[
		'countries',
		{ ...SEND_EVENT, defaultCountry: '={{ $json.country }}' },
		bad('country', ['Narnia']).map((row) => ({ ...row, phone: '2065550123' })),
	],
	['emails', { ...SEND_EVENT, phone: '', email: '={{ $json.email }}' }, bad('email', EMAILS)],
	['numbers', SEND_EVENT, bad('points', NUMBERS)],
	['dates', { ...SEND_EVENT, additionalFields: { occurredAt: '={{ $json.at }}' } }, bad('at', DATES)],
	[
		'IDs',
		{ ...SEND_EVENT, phone: '', otherIdentifiers: { clientUserId: '={{ $json.id }}' } },
		bad('id', IDS),
	],
	['a field that no item has', { ...SEND_EVENT, phone: '={{ $json.phoen }}' }, bad('points', [1, 2])],
	['an expression that fails', { ...SEND_EVENT, phone: '={{ $("Nope").item.json.x }}' }, rows(1)],
	[
		'names of attributes',
		{ ...SET_ATTRIBUTES, attributes: eachField([{ column: 'x'.repeat(201), type: 'text' }]) },
		[{ phone: '+12065551000', ['x'.repeat(201)]: 'a' }],
	],
	['attributes without a value', SET_ATTRIBUTES, bad('points', ['', null])],
	['an event type', { ...SEND_EVENT, type: 'Points (awarded)' }, rows(1)],
	[
		'a subscription without consent',
		{
			resource: 'subscriber',
			operation: 'subscribe',
			phone: '={{ $json.phone }}',
			defaultCountry: 'US',
			signUpBy: 'signUpSource',
			signUpSourceId: SIGN_UP_UNIT.id,
			subscriptionType: 'MARKETING',
			consent: 'perItem',
			textConsent: '={{ $json.agreed }}',
		},
		[
			{ phone: '+12065551000', agreed: 'no' },
			{ phone: '+12065551001', agreed: 'yes' },
			{ phone: '+12065551001', agreed: 'yes' },
			{ phone: 'x', agreed: 'yes' },
		],
	],
	[
		'lists of products',
		{
			resource: 'ecommerceEvent',
			operation: 'addToCart',
			phone: '={{ $json.phone }}',
			listField: 'lines',
			currency: 'USD',
		},
		[
			{ phone: '+12065551000', lines: [] },
			{ phone: '+12065551000', lines: 'x' },
			{ phone: '+12065551000', lines: [{ product_id: 1, quantity: 0, price: 2 }] },
			{ phone: '+12065551000', lines: [{ product_id: 1, quantity: 1 }] },
			{ phone: '+12065551000' },
		],
	],
	[
		'a catalog',
		{
			resource: 'productCatalog',
			operation: 'upload',
			currency: 'USD',
		},
		[
			{
				product_id: 'A',
				title: 'x'.repeat(300),
				link: 'no link',
				price: 'free',
				available: 'perhaps',
				inventory_quantity: 1.5,
			},
			{
				product_id: 'B',
				title: 'B',
				link: 'https://example.com',
				price: '1.50',
				available: 'yes',
				inventory_quantity: '',
			},
		],
	],
	['a segment', { resource: 'segment', operation: 'create', name: 'x'.repeat(241), description: 'x' }, [{}]],
	['limits', { ...SEND_EVENT, options: { stopAboveItems: 1 } }, rows(2)],
	['options', { ...SEND_EVENT, options: { stopAboveInvalidPercent: 101 } }, rows(2)],
	[
		'values already sent',
		sendOnce(),
		[
			{ phone: '+12065551000', event: 'e' },
			{ phone: '+12065551001', event: 'e' },
			{ phone: '+12065551001', event: '' },
		],
	],
	['Validate Only', { ...SEND_EVENT, mode: 'validateOnly' }, [...rows(2), { phone: 'x' }]],
])('what is wrong with %s is listed', async (_what, parameters, input) => {
	const all = await said(parameters, input);
	expect(all.length).toBeGreaterThan(0);
	expect(notListed(all)).toEqual([]);
});

const FAULTS: Fault[] = [
	...(['400', '401', '403', '404', '405', '409', '413', '500before', '503', 'reset', 'garbage'] as const).map(
		(kind) => ({ kind }),
	),
	{ kind: 'redirect', location: 'https://example.com/' },
];

test.each(FAULTS)('what $kind means is listed, for what is sent and for what is read', async (fault) => {
	for (const endpoint of [EVENTS, GET_ATTRIBUTES])
		await bench.sandbox.control.addFault({ endpoint, count: 1_000, ...fault });
	const options = { retryMinutes: 0 };
	const phone = '={{ $json.phone }}';
	const all = [
		...(await said({ ...SEND_EVENT, options }, rows(2))),
		...(await said(
			{ resource: 'customAttribute', operation: 'get', lookUpBy: 'phone', phone, options },
			rows(1),
		)),
	];
	expect(all.length).toBeGreaterThan(2);
	expect(notListed(all)).toEqual([]);
});
