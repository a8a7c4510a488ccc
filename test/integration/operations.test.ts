import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fieldsOf } from './requestFields';
import {
	ATTRIBUTES,
	CONTINUE,
	eachField,
	errors,
	EVENTS,
	GET_ATTRIBUTES,
	results,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	useBench,
} from './setup';

const bench = useBench();

/** What Attentive accepted for one row, or the row's error. */
async function sentFor(parameters: INodeParameters, row: IDataObject): Promise<unknown> {
	await bench.sandbox.control.reset();
	const run = await bench.run(parameters, [row], CONTINUE);
	return errors(run)[0] ?? (await bench.bodies())[0] ?? results(run)[0];
}

describe('account.get', () => {
	test('tells whose key it is', async () => {
		const run = await bench.run({ resource: 'account', operation: 'get' });
		expect(run.json('Attentive')).toEqual([
			{
				applicationName: expect.any(String),
				attentiveDomainName: expect.any(String),
				companyName: expect.any(String),
				contactEmail: expect.any(String),
				companyId: expect.any(String),
			},
		]);
	});

	test('is asked again after a server error', async () => {
		await bench.sandbox.control.addFault({ endpoint: 'GET /v1/me', kind: '503' });
		const run = await bench.run({ resource: 'account', operation: 'get' });
		expect(run.json('Attentive')[0]?.companyName).toEqual(expect.any(String));
	});

	test('a web page in place of the answer is not taken for one', async () => {
		await bench.sandbox.control.addFault({ kind: 'garbage', count: 100 });
		const run = await bench.run({
			resource: 'account',
			operation: 'get',
			options: { retryMinutes: 0.01 },
		});
		expect(run.error?.message).toContain("the response did not come from Attentive's API");
	});
});

describe('customAttribute.get', () => {
	const byPhone = {
		resource: 'customAttribute',
		operation: 'get',
		lookUpBy: 'phone',
		phone: '={{ $json.phone }}',
		defaultCountry: 'US',
	};

	test('gives each person’s attributes as one item, linked to its row', async () => {
		await bench.sandbox.control.seedUsers([
			{ phone: '+12065551000', attributes: { Tier: 'Gold', 'Points Balance': 7 } },
			{ email: 'ann@example.com', attributes: { Tier: 'Silver' } },
		]);
		const run = await bench.run(byPhone, [{ phone: '206 555 1000' }, { phone: '+12065551999' }]);
		expect(run.items('Attentive')).toEqual([
			{
				json: { phone: '+12065551000', attributes: { Tier: 'Gold', 'Points Balance': '7' } },
				pairedItem: { item: 0 },
			},
			{ json: { phone: '+12065551999', attributes: {} }, pairedItem: { item: 1 } },
		]);
		const byEmail = await bench.run(
			{ resource: 'customAttribute', operation: 'get', lookUpBy: 'email', email: 'ann@example.com' },
			[{}],
		);
		expect(byEmail.json('Attentive')).toEqual([{ email: 'ann@example.com', attributes: { Tier: 'Silver' } }]);
	});

	test('a row without a phone is that row’s error', async () => {
		const run = await bench.run(byPhone, [{ phone: '' }, { phone: '+12065551000' }], {
			onError: 'continueErrorOutput',
		});
		expect(errors(run.json('Attentive', 1))[0]).toEqual(
			expect.objectContaining({ reasonCode: 'noIdentifier', field: 'Phone' }),
		);
		expect(run.json('Attentive', 0)).toHaveLength(1);
	});

	test('reading is tried again after a server error', async () => {
		await bench.sandbox.control.addFault({ endpoint: GET_ATTRIBUTES, kind: '503' });
		const run = await bench.run(byPhone, [{ phone: '+12065551000' }]);
		expect(run.status).toBe('success');
	});
});

describe('the user', () => {
	const byPaths = {
		...SEND_EVENT,
		properties: {},
		email: '={{ $json["Email "] }}',
		defaultCountry: '={{ $json.country || "US" }}',
		otherIdentifiers: {
			clientUserId: '={{ $json.member }}',
			customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.card }}' }] },
		},
	};
	const row = { phone: '', 'Email ': '', country: '', member: '', card: '' };

	test.each<[string, IDataObject, unknown]>([
		['a phone of the default country', { phone: '(206) 399-6576' }, { phone: '+12063996576' }],
		[
			'a phone of the row’s country',
			{ phone: '07911 123456', country: 'United Kingdom' },
			{ phone: '+447911123456' },
		],
		['a number from Excel, its zero lost', { phone: 7911123456, country: 'gb' }, { phone: '+447911123456' }],
		['a number from Excel, its plus lost', { phone: 12063996576 }, { phone: '+12063996576' }],
		['an email', { 'Email ': ' Ann@Example.com ' }, { email: 'Ann@Example.com' }],
		['an ID that is a number', { member: 1234 }, { externalIdentifiers: { clientUserId: '1234' } }],
		[
			'several together',
			{ phone: '+12063996576', 'Email ': 'ann@example.com', member: 'M1', card: 'C1' },
			{
				phone: '+12063996576',
				email: 'ann@example.com',
				externalIdentifiers: { clientUserId: 'M1', customIdentifiers: [{ name: 'card', value: 'C1' }] },
			},
		],
	])('%s', async (_what, cells, user) => {
		expect(await sentFor(byPaths, { ...row, ...cells })).toEqual(expect.objectContaining({ user }));
	});

	test.each<[string, IDataObject, string, string]>([
		['an ID of 0', { member: 0 }, 'placeholderIdentifier', 'Client User ID'],
		['an ID of "0"', { member: '0' }, 'placeholderIdentifier', 'Client User ID'],
		['an ID of more than 100 characters', { member: 'M'.repeat(101) }, 'identifierTooLong', 'Client User ID'],
		['a number that the spreadsheet destroyed', { phone: '1.9148E+10' }, 'shortenedNumber', 'Phone'],
		[
			'a country that is none',
			{ phone: '399 6576', country: 'Atlantis' },
			'unknownCountry',
			'Default Country',
		],
		['two addresses', { 'Email ': 'a@example.com; b@example.com' }, 'severalEmails', 'Email'],
		['an address without @', { 'Email ': 'ann.example.com' }, 'emailWithoutAt', 'Email'],
		['nobody', {}, 'noIdentifier', 'Phone, Email, Other Identifiers'],
	])('%s is an error of its row', async (_what, cells, reasonCode, field) => {
		expect(await sentFor(byPaths, { ...row, ...cells })).toEqual(
			expect.objectContaining({ status: 'rejected', reasonCode, field }),
		);
	});
});

describe('a field that no item has', () => {
	const misspelt = { ...SEND_EVENT, phone: '={{ $json.phoen }}', email: '={{ $json.mail }}' };
	const SAYS =
		"'Phone' reads the field 'phoen', which no item has. Did you mean 'phone'? Fields: phone, mail, points";

	test('is told by a row that cannot do without it, and in red', async () => {
		const input = [
			{ phone: '+12065551000', mail: '', points: 1 },
			{ phone: '+12065551001', mail: 'ann@example.com', points: 2 },
		];
		const run = await bench.run(misspelt, input, CONTINUE);
		expect(errors(run)[0]).toEqual(
			expect.objectContaining({
				reasonCode: 'noSuchField',
				field: 'Phone',
				message: `${SAYS}. Drag in a field that the items have. [item 0]`,
			}),
		);
		expect(await bench.bodies()).toEqual([expect.objectContaining({ user: { email: 'ann@example.com' } })]);
		const hints = run.hints('Attentive');
		// The sum counts one item: that the other goes without a phone would not be seen.
		expect(hints.filter(({ message }) => message.includes('phoen'))).toEqual([
			expect.objectContaining({ message: `${SAYS}.`, type: 'warning' }),
			hints.at(-1),
		]);
		expect(hints.at(-1)?.type).toBe('danger');
	});

	test('is absent otherwise, and one hint says so', async () => {
		const run = await bench.run(misspelt, [{ phone: '', mail: 'ann@example.com', points: 1 }]);
		expect(run.status).toBe('success');
		expect(run.hints('Attentive')[0]).toEqual(
			expect.objectContaining({ message: `${SAYS}.`, type: 'warning' }),
		);
		expect(await bench.bodies()).toEqual([expect.objectContaining({ user: { email: 'ann@example.com' } })]);
	});

	test('is merely empty where n8n left an empty column out', async () => {
		const sent = await sentFor({ ...SEND_EVENT, email: '={{ $json.mail }}' }, { phone: '+12065551000' });
		expect(sent).toEqual(
			expect.objectContaining({ user: { phone: '+12065551000' }, type: 'Points Awarded' }),
		);
		expect(sent).not.toHaveProperty('properties');
	});

	test('a field that is empty everywhere is no mistake', async () => {
		const run = await bench.run(misspelt, [{ phoen: null, mail: 'ann@example.com', points: 1 }]);
		expect(JSON.stringify(run.hints('Attentive'))).not.toContain('no item has');
	});

	test('everything that is wrong with a row is told at once', async () => {
		const row = { phone: '12', mail: 'ann', points: 'many' };
		const error = await sentFor({ ...SEND_EVENT, email: '={{ $json.mail }}' }, row);
		expect(error).toEqual(
			expect.objectContaining({
				problems: ['Phone', 'Email', 'points'].map((field) => expect.objectContaining({ field })),
			}),
		);
	});
});

describe('attributes and properties from fields', () => {
	const typed = (type: string, format = '') => ({
		...SET_ATTRIBUTES,
		attributes: eachField([{ column: 'value', sendAs: 'Value' }]),
		additionalFields: { fieldTypes: { types: [{ field: 'Value', type, format }] } },
	});
	const phone = '+12065551000';

	test.each<[string, IDataObject[string], string, string, unknown]>([
		['a number', '1,250', 'number', '', 1250],
		['a date', '3/4/2026', 'date', 'M/d/yyyy', '2026-03-04'],
		['a German date', '04.03.2026', 'date', 'd.M.yyyy', '2026-03-04'],
		['a serial number', 46085, 'date', 'M/d/yyyy', '2026-03-04'],
		['a date and time', '2026-03-04 09:30', 'dateTime', '', '2026-03-04T09:30:00.000-05:00'],
		['yes', 'x', 'boolean', '', true],
		['no', 'No', 'boolean', '', false],
		['text of a number', 139, 'text', '', '139'],
		['text as it is', ' Gold ', 'asItIs', '', 'Gold'],
		['a number as it is', 12.5, 'asItIs', '', 12.5],
	])('%s', async (_what, value, type, format, sent) => {
		const found = await sentFor(typed(type, format), { phone, value });
		expect(found).toEqual(expect.objectContaining({ properties: { Value: sent } }));
	});

	test.each<[string, IDataObject[string], string, string, string]>([
		['text for a number', '12O0', 'number', '', 'notANumber'],
		['a date that may be two', '3/4/2026', 'date', '', 'dateAmbiguous'],
		['a day that does not exist', '31/31/2026', 'date', 'M/d/yyyy', 'notADate'],
		['maybe', 'maybe', 'boolean', '', 'notYesOrNo'],
		['a list for an attribute', ['a'], 'asItIs', '', 'listOrObject'],
	])('%s is an error of its row', async (_what, value, type, format, reasonCode) => {
		const found = await sentFor(typed(type, format), { phone, value });
		expect(found).toEqual(expect.objectContaining({ status: 'rejected', reasonCode, field: 'Value' }));
	});

	const automatically = { ...SET_ATTRIBUTES, mapping: 'automatically', attributes: {} };

	test('automatically: not what other parameters use, not the result of a node before, not empty fields', async () => {
		const parameters = {
			...automatically,
			fieldsToLeaveOut: ' Notes ',
			defaultCountry: '={{ $json.country || "US" }}',
		};
		const row = {
			phone,
			country: 'US',
			' Tier ': 'Gold',
			notes: 'x',
			points: 5,
			empty: '',
			none: null,
			row_number: 2,
			attentive: { status: 'accepted' },
		};
		expect(await sentFor(parameters, row)).toEqual({
			user: { phone },
			properties: { Tier: 'Gold', points: 5 },
		});
		const run = await bench.run({ ...parameters, mode: 'validateOnly' }, [row]);
		expect(run.hints('Attentive').at(-1)?.message).toContain(
			'Left out by Map Automatically: phone, country, row_number',
		);
	});

	test('automatically: the fields of an object, as of the body of a webhook', async () => {
		const parameters = {
			...automatically,
			phone: '={{ $json.body.phone }}',
			fieldsOf: 'body',
			fieldsToLeaveOut: 'body.notes',
		};
		expect(
			await sentFor(parameters, { headers: { host: 'x' }, body: { phone, notes: 'x', points: 5 } }),
		).toEqual({
			user: { phone },
			properties: { points: 5 },
		});
	});

	test.each<[string, INodeParameters, string]>([
		['to leave out', { fieldsToLeaveOut: 'nots' }, "Fields to Leave Out 'nots' is not a field of any item"],
		[
			'with a type',
			{ additionalFields: { fieldTypes: { types: [{ field: 'nots', type: 'text' }] } } },
			"Field Types 'nots' is not a mapped field",
		],
	])(
		'automatically: a misspelt field %s stops the run before anything is sent',
		async (_what, extra, words) => {
			const run = await bench.run({ ...automatically, ...extra }, [{ phone, points: 1, notes: 'private' }]);
			expect(run.error?.message).toContain(`${words}. Use one of phone, points, notes`);
			expect(await bench.bodies()).toEqual([]);
		},
	);

	test('automatically: named fields that n8n left out as empty are told in a hint', async () => {
		const types = { fieldTypes: { types: [{ field: 'birthday', type: 'date' }] } };
		const parameters = { ...automatically, fieldsToLeaveOut: 'notes', additionalFields: types };
		const run = await bench.run(parameters, [{ phone, points: 1 }]);
		expect(run.error).toBeUndefined();
		expect(await bench.bodies()).toEqual([{ user: { phone }, properties: { points: 1 } }]);
		expect(run.hints('Attentive')[0]?.message).toBe(
			"'Fields to Leave Out' names the field 'notes', which no item has.<br>'Field Types' names the field 'birthday', which no item has.",
		);
	});

	test('two fields of one name stop the run before anything is sent; a mapped one is what it is', async () => {
		const row = { phone, points: 1, 'points ': 2, Points: 3 };
		const run = await bench.run(automatically, [row]);
		expect(run.error?.message).toContain("'points' is the name of two attributes: 'points' and 'points '");
		expect(await bench.bodies()).toEqual([]);
		expect(await sentFor(SET_ATTRIBUTES, row)).toEqual({ user: { phone }, properties: { points: 1 } });
	});

	test('fields dragged from the body of a webhook are sent under their own names', async () => {
		const dragged = (...paths: string[]): INodeParameters => ({
			...SEND_EVENT,
			phone: '={{ $json.body.customer.phone }}',
			properties: {
				assignments: paths.map((path) => ({
					id: path,
					name: path,
					value: `={{ $json.${path} }}`,
					type: 'string',
				})),
			},
		});
		const row = { points: 1, body: { points: 5, customer: { phone, tier: 'Gold' } } };
		expect(await sentFor(dragged('body.points', 'body.customer.tier'), row)).toEqual(
			expect.objectContaining({ user: { phone }, properties: { points: '5', tier: 'Gold' } }),
		);
		const twice = await bench.run(dragged('points', 'body.points'), [row]);
		expect(twice.error?.message).toContain(
			"'points' is the name of two properties: 'points' and 'body.points'",
		);
		const cut: INodeParameters = {
			...SEND_EVENT,
			properties: { assignments: [{ name: "'Billing Address'].phon", value: 'x' }] },
		};
		const broken = await bench.run(cut, [row]);
		expect(broken.error?.message).toContain('is a name that n8n cut off while a field was dragged');
		expect(await bench.bodies()).toHaveLength(1);
	});

	test('a name that Attentive does not take is an error before sending', async () => {
		const long = 'n'.repeat(201);
		const named = { ...SET_ATTRIBUTES, attributes: eachField([{ column: 'points', sendAs: long }]) };
		expect(await sentFor(named, { phone, points: 1 })).toEqual(
			expect.objectContaining({ status: 'rejected', reason: expect.stringContaining('200') }),
		);
		const event = { ...SEND_EVENT, properties: eachField([{ column: 'points', sendAs: 'a{b' }]) };
		expect(await sentFor(event, { phone, points: 1 })).toEqual(
			expect.objectContaining({ status: 'rejected', field: 'a{b' }),
		);
		expect(await sentFor({ ...SEND_EVENT, type: 'Order (shipped)' }, { phone, points: 1 })).toEqual(
			expect.objectContaining({ status: 'rejected', field: 'Event Type', value: 'Order (shipped)' }),
		);
	});

	test('JSON that is not an object is that row’s error', async () => {
		const parameters = { ...SEND_EVENT, mapping: 'json', propertiesJson: '={{ $json.raw }}' };
		expect(await sentFor(parameters, { phone, raw: '{ "a": ' })).toEqual(
			expect.objectContaining({ reasonCode: 'notJson' }),
		);
		expect(await sentFor(parameters, { phone, raw: '[1]' })).toEqual(
			expect.objectContaining({ reasonCode: 'notAnObject' }),
		);
		expect(await sentFor(parameters, { phone, raw: '{ "list": [1], "inner": { "b": 2 } }' })).toEqual(
			expect.objectContaining({ properties: { list: [1], inner: { b: 2 } } }),
		);
	});
});

describe('customEvent.send', () => {
	const phone = '+12065551000';
	test.each<[string, IDataObject, string]>([
		[
			'without an offset, in the workflow’s time zone',
			{ when: '2026-03-04T09:30:00' },
			'2026-03-04T09:30:00.000-05:00',
		],
		['with an offset', { when: '2026-03-04T09:30:00Z' }, '2026-03-04T09:30:00.000Z'],
		['in Unix seconds', { when: 1772634600 }, '2026-03-04T09:30:00.000-05:00'],
		['in Unix milliseconds', { when: 1772634600000 }, '2026-03-04T09:30:00.000-05:00'],
	])('occurredAt %s', async (_what, cells, occurredAt) => {
		const parameters = {
			...SEND_EVENT,
			properties: {},
			additionalFields: { occurredAt: '={{ $json.when }}' },
		};
		expect(await sentFor(parameters, { phone, ...cells })).toEqual(expect.objectContaining({ occurredAt }));
	});

	test('occurredAt is now if it is not given, with an offset', async () => {
		const sent = await sentFor({ ...SEND_EVENT, properties: {} }, { phone });
		expect(sent).toEqual(
			expect.objectContaining({ occurredAt: expect.stringMatching(/^2\d{3}-.*(Z|[+-]\d\d:\d\d)$/) }),
		);
	});

	test('the picture of an MMS stands in mediaUrl, beside the other properties', async () => {
		const parameters = { ...SEND_EVENT, additionalFields: { mediaUrl: 'https://cdn.example.com/1.jpg' } };
		expect(await sentFor(parameters, { phone, points: 1 })).toEqual(
			expect.objectContaining({ properties: { points: 1, mediaUrl: 'https://cdn.example.com/1.jpg' } }),
		);
	});
});

describe('each request field of the API', () => {
	/** As the OpenAPI lists them. Offered, or deliberately not and why. */
	const EVENT_USER = [
		'user.phone',
		'user.email',
		'user.externalIdentifiers.clientUserId',
		'user.externalIdentifiers.customIdentifiers.name',
		'user.externalIdentifiers.customIdentifiers.value',
	];
	const FIELDS: Record<string, { offered: string[]; deliberatelyNot: Record<string, string> }> = {
		[EVENTS]: {
			offered: [
				'type',
				'properties.*',
				'properties.mediaUrl',
				'externalEventId',
				'occurredAt',
				...EVENT_USER,
			],
			deliberatelyNot: {},
		},
		[ATTRIBUTES]: { offered: ['properties.*', ...EVENT_USER], deliberatelyNot: {} },
		[GET_ATTRIBUTES]: { offered: ['phone', 'email'], deliberatelyNot: {} },
	};

	const everyone: INodeParameters = {
		phone: '+12065551000',
		email: 'ann@example.com',
		otherIdentifiers: {
			clientUserId: 'A1',
			customIdentifiers: { identifiers: [{ name: 'card', value: 'C1' }] },
		},
	};

	test('is offered or deliberately not', async () => {
		await bench.run(
			{
				...SEND_EVENT,
				...everyone,
				mapping: 'json',
				propertiesJson: '{"a": 1}',
				additionalFields: { mediaUrl: 'https://example.com/a.jpg' },
			},
			[{}],
		);
		await bench.run({ ...SET_ATTRIBUTES, ...everyone, mapping: 'json', attributesJson: '{"a": 1}' }, [{}]);
		for (const endpoint of [EVENTS, ATTRIBUTES]) {
			const [body] = await bench.bodies(endpoint);
			const { offered = [], deliberatelyNot = {} } = FIELDS[endpoint] ?? {};
			expect({ endpoint, fields: fieldsOf(body).sort() }).toEqual({ endpoint, fields: [...offered].sort() });
			expect(Object.values(deliberatelyNot).every((reason) => reason !== '')).toBe(true);
		}
		const reads = await Promise.all(
			['phone', 'email'].map(async (lookUpBy) => {
				const run = await bench.run(
					{
						resource: 'customAttribute',
						operation: 'get',
						lookUpBy,
						phone: '+12065551000',
						email: 'ann@example.com',
					},
					[{}],
				);
				return Object.keys(run.json('Attentive')[0] ?? {});
			}),
		);
		expect(reads.flat().filter((name) => name !== 'attributes')).toEqual(FIELDS[GET_ATTRIBUTES]?.offered);
	});
});

test('rows of 0: nothing is sent and nothing comes out', async () => {
	const run = await bench.run(SEND_EVENT, rows(0));
	expect(run.json('Attentive')).toEqual([]);
	expect(await bench.bodies()).toEqual([]);
});
