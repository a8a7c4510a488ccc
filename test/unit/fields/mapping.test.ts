import { DateTime } from 'luxon';
import { fieldTypes, mapping } from '../../../nodes/fields/mapping';
import type { MappingWording } from '../../../nodes/fields/mappedTypes';
import { RunError } from '../../../nodes/errors/runError';
import { ValueError } from '../../../nodes/values/valueError';
import { problemOf } from '../values/problem';
import { source, sources } from '../rows';

const ATTRIBUTES: MappingWording = {
	one: 'Attribute',
	many: 'Attributes',
	structured: false,
	required: true,
	example: '{}',
};
const attributes = mapping(ATTRIBUTES);
const properties = mapping({
	...ATTRIBUTES,
	one: 'Property',
	many: 'Properties',
	structured: true,
	required: false,
});

type Row = Record<string, unknown>;
interface Assignment {
	name: string;
	value: unknown;
	/** n8n's. */
	type?: string;
}
interface FieldType {
	field: string;
	type: string;
	format?: string;
}

const typed = (types: FieldType[]) => ({ additionalFields: { fieldTypes: { types } } });
const each = (assignments: Assignment[], types: FieldType[] = []) => ({
	mapping: 'eachField',
	m: { assignments: assignments.map((row) => ({ type: 'string', ...row })) },
	...typed(types),
});
const byField = (row: Row, assignments: Assignment[], types: FieldType[] = [], field = attributes) =>
	field.parse(source(row, each(assignments, types)), 'm');
const automatically = (row: Row, parameters: Row = {}, field = attributes) =>
	field.parse(source(row, { mapping: 'automatically', ...parameters }), 'm');
const json = (value: unknown, field = attributes) =>
	field.parse(source({}, { mapping: 'json', mJson: value }), 'm');

/** A row as n8n makes it when a field is dragged in. */
const dragged = (name: string, path: string, type = ''): Assignment => ({
	name,
	value: `={{ ${path} }}`,
	type,
});

describe('each field', () => {
	test('is sent under its name, with the type of its row or its field type', () => {
		const row = {
			points: '1,250',
			'VIP Tier ': ' Gold ',
			birthday: 33_000,
			seen: '3/4/2026',
			sms: 'x',
			zip: 2139,
			note: 'not mapped',
		};
		expect(
			byField(
				row,
				[
					dragged('Points Balance', '$json.points', 'number'),
					dragged('vip tier', '$json["VIP Tier "]'),
					dragged('birthday', '$json.birthday', 'number'),
					dragged('seen', '$json.seen', 'string'),
					dragged('sms', '$json.sms', 'boolean'),
					dragged('zip', '$json.zip', 'string'),
					{ name: 'Source', value: 'till' },
				],
				[
					{ field: 'birthday', type: 'date' },
					{ field: 'seen', type: 'date', format: 'M/d/yyyy' },
				],
			),
		).toEqual({
			'Points Balance': 1250,
			'vip tier': 'Gold',
			birthday: '1990-05-07',
			seen: '2026-03-04',
			sms: true,
			zip: '2139',
			Source: 'till',
		});
	});

	test('a name that is an expression is that of each item, also where an item has the expression as its text', () => {
		const name = '={{ $json.name }}';
		const rows = sources(
			[
				{ name, a: 1 },
				{ name: 'Points', a: 2 },
			],
			each([{ name, value: '={{ $json.a }}', type: 'number' }]),
		);
		expect(rows.map((row) => attributes.parse(row, 'm'))).toEqual([{ [name]: 1 }, { Points: 2 }]);
	});

	test('text that looks like a number stays text', () => {
		expect(
			byField({ id: '00123', points: '24' }, [dragged('id', '$json.id'), dragged('points', '$json.points')]),
		).toEqual({ id: '00123', points: '24' });
	});

	test.each([[null], [''], ['  '], [undefined], ['\u00a0'], [Number.NaN]])(
		'an empty cell (%j) is left out',
		(cell) => {
			for (const type of ['asItIs', 'text', 'number', 'boolean', 'date', 'dateTime', 'json']) {
				const rows = sources(
					[{ a: cell, b: 1 }],
					each([dragged('a', '$json.a'), dragged('b', '$json.b')], [{ field: 'a', type }]),
				);
				expect(rows.map((row) => attributes.parse(row, 'm'))).toEqual([{ b: 1 }]);
			}
			for (const type of ['string', 'number', 'boolean', 'array', 'object'])
				expect(byField({ a: cell, b: 1 }, [dragged('a', '$json.a', type), dragged('b', '$json.b')])).toEqual({
					b: 1,
				});
		},
	);

	test('0 and no are values', () => {
		expect(
			byField({ a: 0, b: false, c: '0', d: 'no' }, [
				dragged('a', '$json.a'),
				dragged('b', '$json.b'),
				dragged('c', '$json.c', 'number'),
				dragged('d', '$json.d', 'boolean'),
			]),
		).toEqual({ a: 0, b: false, c: 0, d: false });
	});

	test('rows with the types of n8n', () => {
		expect(
			byField({}, [
				{ name: 'Tier', type: 'string', value: ' Gold ' },
				{ name: 'Points', type: 'number', value: '1,250' },
				{ name: 'Member', type: 'boolean', value: 'true' },
				{ name: 'Empty', type: 'string', value: '' },
				{ name: '', type: 'string', value: '' },
			]),
		).toEqual({ Tier: 'Gold', Points: 1250, Member: true });
	});

	test('a value without a name is not dropped silently', () => {
		for (const name of ['', '={{ $json.name }}']) {
			const parse = () => byField({ points: 0 }, [{ ...dragged('', '$json.points'), name }]);
			expect(problemOf(parse)).toMatchObject({ field: 'Attributes', reason: 'has a row without a name' });
			// A name that is fixed is missing for all items.
			const inRun = expect(parse);
			if (name === '') inRun.toThrow(RunError);
			else inRun.not.toThrow(RunError);
		}
	});

	test('lists and objects only where Attentive accepts them', () => {
		const rows = [
			{ name: 'items', type: 'array', value: '[{"id": 1}]' },
			{ name: 'cart', type: 'object', value: { id: 2 } },
		];
		expect(byField({}, rows, [], properties)).toEqual({ items: [{ id: 1 }], cart: { id: 2 } });
		expect(problemOf(() => byField({}, rows))?.reasonCode).toBe('listOrObject');
		const cut = [{ name: 'items', type: 'array', value: '[1' }];
		expect(problemOf(() => byField({}, cut, [], properties))).toMatchObject({
			field: 'items',
			reasonCode: 'notJson',
		});
	});

	test('a value that does not fit says which field and value', () => {
		expect(
			problemOf(() => byField({ Points: '12O0' }, [dragged('points', '$json.Points', 'number')])),
		).toMatchObject({
			field: 'points',
			value: '12O0',
			reasonCode: 'notANumber',
		});
		expect(
			problemOf(() => byField({ d: '3/4/2026' }, [dragged('d', '$json.d')], [{ field: 'd', type: 'date' }]))
				?.reasonCode,
		).toBe('dateAmbiguous');
	});

	test('all values that do not fit are in the error', () => {
		const rows = [
			dragged('a', '$json.a', 'number'),
			dragged('b', '$json.b', 'boolean'),
			dragged('c', '$json.c'),
		];
		expect(problemsOf(() => byField({ a: 'x', b: 'maybe', c: 'z' }, rows))).toEqual([
			'a notANumber',
			'b notYesOrNo',
		]);
	});

	test('a field that no item has is absent', () => {
		expect(byField({ a: 1 }, [dragged('a', '$json.a'), dragged('x', '$json.x')])).toEqual({ a: 1 });
	});

	test('no row at all stops the run where an attribute is needed', () => {
		expect(() => byField({ a: 1 }, [])).toThrow(RunError);
		expect(byField({ a: 1 }, [], [], properties)).toEqual({});
	});

	test('a date and time is sent with an offset', () => {
		expect(
			byField({ at: '2026-03-04 09:30' }, [dragged('at', '$json.at')], [{ field: 'at', type: 'dateTime' }]),
		).toEqual({ at: '2026-03-04T09:30:00.000-05:00' });
	});
});

describe('the name of a dragged field', () => {
	const item = { body: { points: 5, customer: { tier: 'Gold' }, list: [{ sku: 'S' }] }, points: 7, 'a.b': 1 };
	const sentAs = (...rows: Assignment[]) => Object.keys(byField(item, rows));

	test.each([
		['body.points', '$json.body.points', 'points'],
		['body.customer.tier', '$json.body.customer.tier', 'tier'],
		['body.points', '$json["body"].points', 'points'],
		['body.list[0].sku', '$json.body.list[0].sku', 'sku'],
		['points', '$json.points', 'points'],
		// Typed by hand.
		['loyalty.points', '$json.body.points', 'loyalty.points'],
		['body.points', '$json.points', 'body.points'],
		['a.b', '$json["a.b"]', 'a.b'],
	])('%s with the value {{ %s }} is sent as %s', (name, path, sent) => {
		expect(sentAs(dragged(name, path))).toEqual([sent]);
	});

	test('a name that the value does not explain stays', () => {
		expect(sentAs({ name: 'body.points', value: '5' })).toEqual(['body.points']);
	});

	test('two rows that come to one name stop the run, with both', () => {
		const twice = () =>
			byField(item, [dragged('points', '$json.points'), dragged('body.points', '$json.body.points')]);
		expect(twice).toThrow(RunError);
		const problem = problemOf(twice);
		expect(problem).toMatchObject({ reasonCode: 'sameNameTwice', field: 'points' });
		expect(problem?.reason).toContain(`'points' and 'body.points'`);
	});

	test.each(["'Billing Address'].phon", 'a["b c"]', "x']", "list[0]['b c'"])(
		'%s, as n8n cuts it off, stops the run',
		(name) => {
			const cut = () => byField(item, [dragged(name, '$json.points')]);
			expect(cut).toThrow(RunError);
			expect(problemOf(cut)).toMatchObject({ reasonCode: 'unusableName', field: name });
		},
	);
});

describe('field types', () => {
	test.each(['points', 'body.points'])('name the field as it is sent or as it was dragged (%s)', (field) => {
		const rows = [dragged('body.points', '$json.body.points', 'string')];
		expect(byField({ body: { points: '1,250' } }, rows, [{ field, type: 'number' }])).toEqual({
			points: 1250,
		});
	});

	test('a field dragged into Field Types is found under a name with spaces', () => {
		const rows = [dragged('VIP Points', '$json["VIP Points"]', 'string')];
		const types = [{ field: "['VIP Points']", type: 'number' }];
		expect(byField({ 'VIP Points': '1,250' }, rows, types)).toEqual({ 'VIP Points': 1250 });
		expect(automatically({ 'VIP Points': '1,250' }, typed(types))).toEqual({ 'VIP Points': 1250 });
	});

	test('a name that is not mapped stops the run: its field would be sent with another type', () => {
		const types = [{ field: 'nots', type: 'number' }];
		for (const parse of [
			() => byField({ notes: 1 }, [dragged('notes', '$json.notes')], types),
			() => automatically({ notes: 1 }, typed(types)),
		]) {
			expect(parse).toThrow(RunError);
			expect(problemOf(parse)).toMatchObject({ field: 'Field Types', value: 'nots' });
			expect(problemOf(parse)?.wayOut).toContain('notes');
		}
	});

	test('are a field of the panel, and no value of their own', () => {
		const field = fieldTypes(ATTRIBUTES);
		expect(field.properties('fieldTypes')).toHaveLength(1);
		expect(field.parse(source({}, {}), 'fieldTypes')).toBeUndefined();
	});
});

describe('automatically', () => {
	test('all fields, but not those that other parameters use and those that are left out', () => {
		const row = {
			Phone: '1',
			' E-Mail': 'a',
			country: 'US',
			member: '7',
			loyalty: '8',
			first: 'Ann',
			last: 'Lee',
			notes: 'x',
			Tier: 'Gold',
			points: '5',
		};
		const [of] = sources([row], {
			mapping: 'automatically',
			phone: '={{ $json.Phone }}',
			email: '={{ $json[" E-Mail"] }}',
			defaultCountry: '={{ $json.country || "US" }}',
			otherIdentifiers: {
				clientUserId: '={{ $json.member }}',
				customIdentifiers: { identifiers: [{ name: 'loyaltyId', value: '={{ $json.loyalty }}' }] },
			},
			profile: { details: [{ detail: 'firstName', value: '={{ $json.first + " " + $json["last"] }}' }] },
			fieldsToLeaveOut: ' Notes ,, ',
			...typed([{ field: 'points', type: 'number' }]),
		});
		expect(of && attributes.parse(of, 'm')).toEqual({ Tier: 'Gold', points: 5 });
	});

	test('fields of other spellings than the used one stay: they are other fields', () => {
		expect(automatically({ phone: '1', Phone: '2' }, { phone: '={{ $json.phone }}' })).toEqual({
			Phone: '2',
		});
	});

	test('the fields of an object', () => {
		const row = {
			headers: { a: 1 },
			body: { phone: '1', points: 5, notes: 'x', 'VIP Tier': 'Gold', zip: 2139 },
		};
		const parameters = {
			fieldsOf: 'body',
			phone: '={{ $json.body.phone }}',
			email: '={{ $json.headers.points }}',
		};
		for (const [fieldsToLeaveOut, zip] of [
			['notes', 'zip'],
			["body.notes, body['VIP Tier']", 'body.zip'],
		] as const) {
			const types = typed([{ field: zip, type: 'text' }]);
			const tier = fieldsToLeaveOut === 'notes' ? { 'VIP Tier': 'Gold' } : {};
			expect(automatically(row, { ...parameters, fieldsToLeaveOut, ...types })).toEqual({
				points: 5,
				zip: '2139',
				...tier,
			});
		}
	});

	test('a field to leave out that is misspelt stops the run: it would be sent after all', () => {
		for (const parameters of [{ fieldsToLeaveOut: 'nots' }, { fieldsToLeaveOut: 'nots', fieldsOf: 'body' }]) {
			const parse = () => automatically({ headers: 1, notes: 'x', body: { notes: 'x' } }, parameters);
			expect(parse).toThrow(RunError);
			expect(problemOf(parse)).toMatchObject({ reasonCode: 'noSuchField', field: 'Fields to Leave Out' });
			expect(problemOf(parse)?.wayOut).toContain('notes');
		}
	});

	test('a column that n8n left out because it is empty in all items is no error', () => {
		const parameters = {
			fieldsToLeaveOut: 'notes, address2',
			...typed([{ field: 'birthday', type: 'date' }]),
		};
		expect(automatically({ points: 5, address1: 'x' }, parameters)).toEqual({ points: 5, address1: 'x' });
	});

	test('a field to leave out may come first in a late item', () => {
		const rows = Array.from({ length: 1_500 }, (_row, index) => (index < 1_400 ? { nots: 1 } : { notes: 2 }));
		const each = sources(rows, { mapping: 'automatically', fieldsToLeaveOut: 'notes' });
		expect([0, 1_450].map((index) => each[index] && attributes.parse(each[index], 'm'))).toEqual([
			{ nots: 1 },
			{},
		]);
	});

	test.each([['bdoy'], ['points'], ['list']])('Fields Of must name an object, not %s', (fieldsOf) => {
		const parse = () => automatically({ body: {}, points: 5, list: [{}] }, { fieldsOf });
		expect(problemOf(parse)).toMatchObject({ field: 'Fields Of', value: fieldsOf });
		expect(parse).not.toThrow(RunError);
	});

	test('never what this node said about the row before, the row number of a sheet, or a field without a name', () => {
		const row = {
			a: 1,
			attentive: { status: 'accepted' },
			error: { reasonCode: 'x' },
			row_number: 2,
			' ': 3,
		};
		expect(automatically(row)).toEqual({ a: 1 });
		expect(automatically({ attentive: 'a word', error: 'another' })).toEqual({
			attentive: 'a word',
			error: 'another',
		});
	});

	/** Members of the kind: n8n's own nodes; n8n-io/n8n#10201 and #13158 for row_number. */
	test.each<[string, Row, Row]>([
		['Google Sheets Trigger', { row_number: 2, change_type: 'added', a: 1 }, { a: 1 }],
		['SheetJS', { __rowNum__: 2, __EMPTY: 'x', __EMPTY_1: 'y', a: 1 }, { a: 1 }],
		['Form Trigger', { a: 1, submittedAt: '2026-03-04T09:30:00Z', formMode: 'test' }, { a: 1 }],
		['AI Agent', { a: 1, toolCallId: 'call_1' }, { a: 1 }],
		[
			'Chat Trigger',
			{ a: 1, sessionId: 's', action: 'sendMessage', chatInput: 'Hi' },
			{ a: 1, chatInput: 'Hi' },
		],
		['Evaluation Trigger', { a: 1, row_number: 2, _rowsLeft: 7 }, { a: 1 }],
		['HTTP Request', { a: 1, statusCode: 200, statusMessage: 'OK', headers: { server: 'x' } }, { a: 1 }],
		[
			'Schedule Trigger',
			{
				a: 1,
				timestamp: 't',
				'Readable date': 'd',
				'Day of week': 'Monday',
				Year: '2026',
				Month: 'March',
				Hour: '9',
			},
			{ a: 1 },
		],
		[
			'Webhook',
			{
				headers: { authorization: 'Bearer x' },
				params: {},
				query: {},
				body: { a: 1 },
				webhookUrl: 'u',
				executionMode: 'production',
			},
			{ body: { a: 1 } },
		],
	])('nor what n8n itself adds: %s', (_node, row, expected) => {
		expect(automatically(row, {}, properties)).toEqual(expected);
	});

	test('what people call the same is theirs', () => {
		const own = {
			headers: 3,
			query: 'shoes',
			action: 'buy',
			timestamp: 't',
			submittedAt: 'd',
			change_type: 'x',
			Year: 1999,
		};
		expect(automatically(own)).toEqual(own);
	});

	test('two fields of one name are the error of their item alone', () => {
		const parse = () => automatically({ points: 1, 'points ': 2 });
		expect(parse).toThrow(ValueError);
		expect(parse).not.toThrow(RunError);
		expect(problemOf(parse)?.reason).toContain(`'points' and 'points '`);
	});

	test('a list or an object cannot be an attribute', () => {
		expect(problemOf(() => automatically({ tags: ['a'] }))).toMatchObject({
			field: 'tags',
			reasonCode: 'listOrObject',
		});
		expect(automatically({ tags: ['a'] }, {}, properties)).toEqual({ tags: ['a'] });
	});

	test('is refused to an AI agent, and so is what is no way of mapping', () => {
		for (const [way, isTool, words] of [
			['automatically', true, 'is not available to an AI agent'],
			['columns', true, 'is not one of the choices'],
			['columns', false, 'is not one of the choices'],
			['', false, 'is not one of the choices'],
		] as const) {
			const parse = () => attributes.parse(source({ a: 1 }, { mapping: way }, { isTool }), 'm');
			expect(parse).toThrow(RunError);
			expect(problemOf(parse)).toMatchObject({ field: 'Mapping', reason: words });
		}
	});
});

describe('as JSON', () => {
	test.each([
		['{"a": 1, "b": "x", "c": null, "d": "", "e": false}'],
		[{ a: 1, b: 'x', c: null, d: '', e: false }],
	])('%j gives what has a value', (value) => {
		expect(json(value)).toEqual({ a: 1, b: 'x', e: false });
	});

	test.each([['{a: 1}'], ['[1]'], ['"text"'], ['5'], [[1]]])('%j is an error', (value) => {
		const problem = problemOf(() => json(value));
		expect(['notJson', 'notAnObject']).toContain(problem?.reasonCode);
		expect(problem?.field).toBe('Attributes');
	});

	test('a date object, as $now gives it, is sent as text', () => {
		const moment = DateTime.utc(2026, 3, 4, 9, 30);
		for (const field of [attributes, properties]) {
			expect(json({ at: moment }, field)).toEqual({ at: '2026-03-04T09:30:00.000Z' });
			expect(json({ at: new Date(moment.toMillis()) }, field)).toEqual({ at: '2026-03-04T09:30:00.000Z' });
			expect(byField({}, [{ name: 'at', type: 'string', value: moment }], [], field)).toEqual({
				at: '2026-03-04T09:30:00.000Z',
			});
		}
	});

	test('an AI agent can use it', () => {
		const tool = source({ a: 1 }, { mapping: 'json', mJson: '{"b": 2}' }, { isTool: true });
		expect(attributes.parse(tool, 'm')).toEqual({ b: 2 });
	});
});

test('a name such as constructor is a name like others; __proto__ cannot be one, and is not dropped silently', () => {
	expect(Object.entries(automatically(JSON.parse('{"constructor": "y"}')))).toEqual([['constructor', 'y']]);
	expect(() => automatically(JSON.parse('{"__proto__": "x"}'))).toThrow('cannot be a name');
});

/** Field and code of everything that is wrong. */
function problemsOf(parse: () => unknown): string[] {
	try {
		parse();
		return [];
	} catch (error) {
		if (!(error instanceof ValueError)) throw error;
		return [error.problem, ...error.others].map(({ field, reasonCode }) => `${field} ${reasonCode}`);
	}
}

describe('names with characters that are not seen', () => {
	test('are sent without them, in each way to map', () => {
		const row = { '\ufeffpoints': 5 };
		expect(automatically(row)).toEqual({ points: 5 });
		expect(byField(row, [dragged('\ufeffpoints', "$json['\ufeffpoints']")])).toEqual({ points: 5 });
		expect(byField({ p: 5 }, [dragged('po\u200bints', '$json.p')])).toEqual({ points: 5 });
		expect(json({ 'po\u00adints': 5 })).toEqual({ points: 5 });
	});

	test('are found by Field Types and Fields to Leave Out', () => {
		const row = { '\ufeffpoints': '1,250', 'no\u200btes': 'x' };
		const parameters = { fieldsToLeaveOut: 'notes', ...typed([{ field: 'points', type: 'number' }]) };
		expect(automatically(row, parameters)).toEqual({ points: 1250 });
		expect(
			byField(row, [dragged('points', "$json['\ufeffpoints']")], [{ field: 'po\u200bints', type: 'number' }]),
		).toEqual({ points: 1250 });
	});

	test('that are then one are refused', () => {
		expect(problemOf(() => automatically({ points: 1, '\ufeffpoints': 2 }))?.reasonCode).toBe(
			'sameNameTwice',
		);
	});
});

// What shops, CRMs and mail programs call it, in the languages of people.
test.each([
	'bday',
	'B-Day',
	'born',
	'date_born',
	'Geburtstag',
	'geb_datum',
	'fecha_nacimiento',
	'Cumpleaños',
	'date de naissance',
	'anniversaire',
	'data_nascita',
	'nascimento',
	'geboortedatum',
	'fødselsdato',
	'生年月日',
	'誕生日',
])('a field called %s is a birthday', (name) => {
	const types = [{ field: name, type: 'date', format: 'M/d/yy' }];
	expect(byField({}, [{ name, value: '1/17/59' }], types)).toEqual({ [name]: '1959-01-17' });
});

test.each(['next_bday', 'newborn_gift', 'stubborn', 'renewal'])('a field called %s is none', (name) => {
	const types = [{ field: name, type: 'date', format: 'M/d/yy' }];
	expect(byField({}, [{ name, value: '1/17/59' }], types)).toEqual({ [name]: '2059-01-17' });
});

test('a birthday among the fields is past where its year has two digits; the next one is to come', () => {
	const types = ['birthday', 'date_of_birth', 'DOB', 'nextBirthday', 'renewal'].map((field) => ({
		field,
		type: 'date',
		format: 'M/d/yy',
	}));
	const row = Object.fromEntries(types.map(({ field }) => [field, '1/17/59']));
	expect(automatically(row, typed(types))).toEqual({
		birthday: '1959-01-17',
		date_of_birth: '1959-01-17',
		DOB: '1959-01-17',
		nextBirthday: '2059-01-17',
		renewal: '2059-01-17',
	});
});

test('a date object of a year that cannot be sent is none, whatever its type', () => {
	for (const type of ['string', 'asItIs', 'date', 'dateTime']) {
		const row = { d: new Date('+012026-01-17T00:00:00Z') };
		expect(problemOf(() => byField(row, [dragged('d', '$json.d', type)]))?.reasonCode).toBe('dateYear');
	}
});

describe("the error of a spreadsheet's formula", () => {
	// SheetJS, openpyxl and Google Sheets hand the text on: handsontable/hyperformula, PHPOffice/PhpSpreadsheet.
	test.each(['#N/A', '#REF!', '#VALUE!', '#BEZUG!', '#¡DIV/0!', '#Н/Д', 'Err:502', 'Loading...'])(
		'%p is no value, and a warning of the item',
		(error) => {
			const item = source({ tier: error, points: 3 }, { mapping: 'automatically' });
			expect(attributes.parse(item, 'm')).toEqual({ points: 3 });
			expect(item.takeWarnings()).toEqual([
				{
					code: 'formulaError tier',
					message: `was sent without 'tier': ${error} is the error of a spreadsheet formula`,
				},
			]);
			expect(item.takeWarnings()).toEqual([]);
		},
	);

	test.each(['text', 'number', 'date', 'dateTime', 'boolean', 'asItIs', 'string'])(
		'also of the type %s',
		(type) => {
			const rows = each([{ name: 'tier', value: '#N/A', type: '' }], [{ field: 'tier', type }]);
			const item = source({}, rows);
			expect(attributes.parse(item, 'm')).toEqual({});
			expect(item.takeWarnings()).toHaveLength(1);
		},
	);
});

describe('the error of a formula within lists and objects', () => {
	const parsed = (value: unknown) => {
		const item = source({}, { mapping: 'json', mJson: { order: value } });
		return { sent: properties.parse(item, 'm'), told: item.takeWarnings().map(({ message }) => message) };
	};
	const without = (field: string, error: string) =>
		`was sent without '${field}': ${error} is the error of a spreadsheet formula`;

	test.each<[unknown, unknown, string[]]>([
		[{ tier: '#N/A', points: 7 }, { points: 7 }, [without('order.tier', '#N/A')]],
		[['A', '#REF!', 'B'], ['A', 'B'], [without('order[1]', '#REF!')]],
		// Lookups of Airtable are lists: domdomegg/airtable-ts#16.
		[[{ error: '#ERROR!' }, 'Gold'], ['Gold'], [without('order[0]', '#ERROR!')]],
		[{ mean: { specialValue: 'NaN' }, sum: 0 }, { sum: 0 }, [without('order.mean', 'NaN')]],
		[
			{ lines: [{ sku: 'A', name: '#VALUE!' }, { sku: '#BEZUG!' }] },
			{ lines: [{ sku: 'A' }] },
			[without('order.lines[0].name', '#VALUE!'), without('order.lines[1].sku', '#BEZUG!')],
		],
		[{ a: { b: '#NAME?' } }, undefined, [without('order.a.b', '#NAME?')]],
		[['#N/A'], undefined, [without('order[0]', '#N/A')]],
	])('%j is sent as %j', (value, expected, warnings) => {
		const { sent, told } = parsed(value);
		expect(sent).toEqual(expected === undefined ? {} : { order: expected });
		expect(told).toEqual(warnings);
	});

	test('is noticed in JSON text, in a mapped field and in a whole item as well', () => {
		const rows = each([{ name: 'order', value: '{"tier":"#N/A","points":7}', type: 'object' }]);
		expect(properties.parse(source({}, rows), 'm')).toEqual({ order: { points: 7 } });
		const item = { order: { tier: '#N/A', points: 7 } };
		expect(automatically(item, {}, properties)).toEqual({ order: { points: 7 } });
		expect(json('{"order":{"tier":"#N/A","points":7}}', properties)).toEqual({ order: { points: 7 } });
	});

	test('what has none is sent as it is, also empty lists and objects', () => {
		const order = { list: [], empty: {}, none: null, nested: [[1, 'a', { at: '2026-03-04' }]] };
		expect(parsed(order)).toEqual({ sent: { order }, told: [] });
	});

	test('a date that cannot be sent is refused there as well', () => {
		const at = new Date('+012026-01-17T00:00:00Z');
		expect(problemOf(() => json({ order: { at } }, properties))).toMatchObject({
			reasonCode: 'dateYear',
			field: 'order.at',
		});
	});
});

// SheetJS and pandas take a formula in the header row for the name of its column.
test.each(['#REF!', '#N/A', '#NAME?', '#BEZUG!'])(
	'a column with the header %s is left out, with a warning',
	(header) => {
		for (const parameters of [
			{ mapping: 'automatically' },
			{ mapping: 'json', mJson: { [header]: 7, tier: 'Gold' } },
			each([dragged(header, `$json["${header}"]`), dragged('tier', '$json.tier')]),
		]) {
			const item = source({ [header]: 7, tier: 'Gold' }, parameters);
			expect(attributes.parse(item, 'm')).toEqual({ tier: 'Gold' });
			expect(item.takeWarnings().map(({ message }) => message)).toEqual([
				`was sent without the field '${header}': its name is the error of a spreadsheet formula`,
			]);
		}
	},
);

describe('a time without an offset', () => {
	// woocommerce/woocommerce#11228, woocommerce/woocommerce-rest-api#47; also Magento's created_at and MySQL's DATETIME.
	test.each<[string, unknown, string]>([
		['dateTime', '2026-03-04T09:30:00', '2026-03-04T09:30:00.000-05:00'],
		['dateTimeUtc', '2026-03-04T09:30:00', '2026-03-04T09:30:00.000Z'],
		['dateTimeUtc', '2026-03-04 09:30:00', '2026-03-04T09:30:00.000Z'],
		['dateTimeUtc', '2026-03-04', '2026-03-04T00:00:00.000Z'],
		['dateTimeUtc', '2026-03-04T09:30:00Z', '2026-03-04T09:30:00.000Z'],
		['dateTimeUtc', '2026-03-04T09:30:00-08:00', '2026-03-04T09:30:00.000-08:00'],
	])('as %s, %p is %s', (type, written, expected) => {
		expect(byField({}, [{ name: 'at', value: written }], [{ field: 'at', type }])).toEqual({ at: expected });
	});

	test('in a stated format, in UTC', () => {
		const type = { field: 'at', type: 'dateTimeUtc', format: 'd.M.yyyy H:mm' };
		expect(byField({}, [{ name: 'at', value: '4.3.2026 9:30' }], [type])).toEqual({
			at: '2026-03-04T09:30:00.000Z',
		});
	});
});
