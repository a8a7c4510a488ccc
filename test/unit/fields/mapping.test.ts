import { DateTime } from 'luxon';
import { mapping } from '../../../nodes/fields/mapping';
import { RunError } from '../../../nodes/errors/runError';
import { problemOf } from '../values/problem';
import { source, sources } from '../rows';

const attributes = mapping({
	one: 'Attribute',
	many: 'Attributes',
	structured: false,
	required: true,
	example: '{}',
});
const properties = mapping({
	one: 'Property',
	many: 'Properties',
	structured: true,
	required: false,
	example: '{}',
});

type Column = { column: string; type?: string; format?: string; sendAs?: string };
const chosen = (row: Record<string, unknown>, columns: Column[], field = attributes) =>
	field.parse(source(row, { mFrom: 'columns', mColumns: { columns } }), 'm');
const all = (row: Record<string, unknown>, parameters: Record<string, unknown> = {}, field = attributes) =>
	field.parse(source(row, { mFrom: 'allColumns', ...parameters }), 'm');
const byHand = (assignments: unknown[], field = attributes) =>
	field.parse(source({}, { mFrom: 'assignments', m: { assignments } }), 'm');
const json = (value: unknown, field = attributes) =>
	field.parse(source({}, { mFrom: 'json', mJson: value }), 'm');

describe('chosen columns', () => {
	test('are sent under their headers or other names, with the types that were chosen', () => {
		const row = {
			points_balance: '1,250',
			'VIP Tier ': ' Gold ',
			birthday: 33_000,
			seen: '3/4/2026',
			sms: 'x',
			zip: 2139,
			note: 'not chosen',
		};
		expect(
			chosen(row, [
				{ column: 'Points_Balance', type: 'number', sendAs: 'Points Balance' },
				{ column: 'vip tier', type: 'asItIs' },
				{ column: 'birthday', type: 'date' },
				{ column: 'seen', type: 'date', format: 'M/d/yyyy' },
				{ column: 'sms', type: 'boolean' },
				{ column: 'zip', type: 'text' },
			]),
		).toEqual({
			'Points Balance': 1250,
			'vip tier': 'Gold',
			birthday: '1990-05-07',
			seen: '2026-03-04',
			sms: true,
			zip: '2139',
		});
	});

	test('text that looks like a number stays text', () => {
		expect(chosen({ id: '00123', points: '24' }, [{ column: 'id' }, { column: 'points' }])).toEqual({
			id: '00123',
			points: '24',
		});
	});

	test.each([[null], [''], ['  '], [undefined], ['\u00a0'], [Number.NaN]])(
		'an empty cell (%j) is left out',
		(cell) => {
			for (const type of ['asItIs', 'text', 'number', 'boolean', 'date', 'dateTime']) {
				const rows = sources([{ a: cell, b: 1 }], {
					mFrom: 'columns',
					mColumns: { columns: [{ column: 'a', type }, { column: 'b' }] },
				});
				expect(rows.map((row) => attributes.parse(row, 'm'))).toEqual([{ b: 1 }]);
			}
		},
	);

	test('0 and no are values', () => {
		expect(
			chosen({ a: 0, b: false, c: '0', d: 'no' }, [
				{ column: 'a' },
				{ column: 'b' },
				{ column: 'c', type: 'number' },
				{ column: 'd', type: 'boolean' },
			]),
		).toEqual({ a: 0, b: false, c: 0, d: false });
	});

	test('a value that does not fit is told with its column and value', () => {
		expect(problemOf(() => chosen({ Points: '12O0' }, [{ column: 'points', type: 'number' }]))).toMatchObject(
			{
				field: expect.stringMatching(/^points$/i),
				value: '12O0',
				reasonCode: 'notANumber',
			},
		);
		expect(problemOf(() => chosen({ d: '3/4/2026' }, [{ column: 'd', type: 'date' }]))?.reasonCode).toBe(
			'dateAmbiguous',
		);
	});

	test('a column that does not exist, none at all, and one name twice stop the run', () => {
		for (const columns of [
			[{ column: 'x' }],
			[],
			[{ column: ' ' }],
			[{ column: 'a' }, { column: 'b', sendAs: 'a' }],
		]) {
			expect(() => chosen({ a: 1, b: 2 }, columns)).toThrow(RunError);
		}
		expect(chosen({ a: 1 }, [], properties)).toEqual({});
	});

	test('a date and time is sent with an offset', () => {
		expect(chosen({ at: '2026-03-04 09:30' }, [{ column: 'at', type: 'dateTime' }])).toEqual({
			at: '2026-03-04T09:30:00.000-05:00',
		});
	});
});

describe('all columns', () => {
	test('but those that say who the user is and those that are left out', () => {
		const row = {
			Phone: '1',
			' E-Mail': 'a',
			country: 'US',
			member: '7',
			loyalty: '8',
			notes: 'x',
			Tier: 'Gold',
			Points: '5',
		};
		expect(
			all(row, {
				phone: '={{ $json.phone }}',
				email: '={{ $json["e-mail"] }}',
				countryColumn: 'COUNTRY',
				otherIdentifiers: {
					clientUserId: '={{ $json.member }}',
					customIdentifiers: { identifiers: [{ name: 'loyaltyId', value: '={{ $json.Loyalty }}' }] },
				},
				mExcept: ' Notes ,, ',
				mColumns: { columns: [{ column: 'points', type: 'number', sendAs: 'Points Balance' }] },
			}),
		).toEqual({ Tier: 'Gold', 'Points Balance': 5 });
	});

	test('never what this node said about the row before', () => {
		expect(all({ a: 1, attentive: { status: 'accepted' } })).toEqual({ a: 1 });
	});

	test('a list or an object in a column is told, as it cannot be an attribute', () => {
		expect(problemOf(() => all({ tags: ['a'] }))).toMatchObject({
			field: 'tags',
			reasonCode: 'listOrObject',
		});
		expect(all({ tags: ['a'] }, {}, properties)).toEqual({ tags: ['a'] });
	});
});

describe('by hand', () => {
	test('with the types that were chosen', () => {
		expect(
			byHand([
				{ name: 'Tier', type: 'string', value: ' Gold ' },
				{ name: 'Points', type: 'number', value: '1,250' },
				{ name: 'Member', type: 'boolean', value: 'true' },
				{ name: 'Empty', type: 'string', value: '' },
				{ name: '', type: 'string', value: 'no name' },
			]),
		).toEqual({ Tier: 'Gold', Points: 1250, Member: true });
	});

	test('lists and objects only where they are taken', () => {
		const rows = [
			{ name: 'items', type: 'array', value: '[{"id": 1}]' },
			{ name: 'cart', type: 'object', value: { id: 2 } },
		];
		expect(byHand(rows, properties)).toEqual({ items: [{ id: 1 }], cart: { id: 2 } });
		expect(problemOf(() => byHand(rows))?.reasonCode).toBe('listOrObject');
		expect(
			problemOf(() => byHand([{ name: 'items', type: 'array', value: '[1' }], properties)),
		).toMatchObject({
			field: 'items',
			reasonCode: 'notJson',
		});
	});
});

describe('as JSON', () => {
	test.each([
		['{"a": 1, "b": "x", "c": null, "d": "", "e": false}'],
		[{ a: 1, b: 'x', c: null, d: '', e: false }],
	])('%j gives what has a value', (value) => {
		expect(json(value)).toEqual({ a: 1, b: 'x', e: false });
	});

	test.each([['{a: 1}'], ['[1]'], ['"text"'], ['5'], [[1]]])('%j is told', (value) => {
		const problem = problemOf(() => json(value));
		expect(['notJson', 'notAnObject']).toContain(problem?.reasonCode);
		expect(problem?.field).toBe('Attributes');
	});

	test('a date object, as $now gives it, is sent as text', () => {
		const moment = DateTime.utc(2026, 3, 4, 9, 30);
		for (const field of [attributes, properties]) {
			expect(json({ at: moment }, field)).toEqual({ at: '2026-03-04T09:30:00.000Z' });
			expect(json({ at: new Date(moment.toMillis()) }, field)).toEqual({ at: '2026-03-04T09:30:00.000Z' });
			expect(byHand([{ name: 'at', type: 'string', value: moment }], field)).toEqual({
				at: '2026-03-04T09:30:00.000Z',
			});
		}
	});
});

test('a header such as constructor is a name like others; __proto__ cannot be one, and is not dropped silently', () => {
	expect(Object.entries(all(JSON.parse('{"constructor": "y"}')))).toEqual([['constructor', 'y']]);
	expect(() => all(JSON.parse('{"__proto__": "x"}'))).toThrow('cannot be a name');
});

test('as a tool there are no columns', () => {
	const tool = source({ a: 1 }, { mFrom: 'json', mJson: '{"b": 2}' }, { isTool: true });
	expect(attributes.parse(tool, 'm')).toEqual({ b: 2 });
});
