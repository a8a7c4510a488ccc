import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, eachField, errors, results, SET_ATTRIBUTES, statuses, UPSERT, useBench } from './setup';

// Values as spreadsheets, databases and people write them, in the ways in which users see them read.

const bench = useBench();

const phone = '+12063996576';
const BIRTHDAY: INodeParameters = {
	resource: 'user',
	operation: 'upsert',
	phone: '={{ $json.phone }}',
	profile: { details: [{ detail: 'dateOfBirth', value: '={{ $json.born }}', format: 'M/d/yy' }] },
};

async function birthdays(rows: unknown[]): Promise<unknown[]> {
	const input = rows.map((born) => ({ json: { phone, born } as IDataObject }));
	await bench.run(BIRTHDAY, [], { ...CONTINUE, input });
	return (await bench.bodies(UPSERT)).map(
		(body) => JSON.parse(JSON.stringify(body)).attributes.demographic.dateOfBirth,
	);
}

test('a day from a database is that day, as a date object and as the text that it is on a retry', async () => {
	const date = new Date('1990-05-01T00:00:00Z');
	expect(await birthdays([date, date.toISOString(), '1990-05-01', '5/1/90'])).toEqual(
		Array.from({ length: 4 }, () => '1990-05-01'),
	);
});

test('a birthday with a year of two digits is past; one in the future is refused', async () => {
	const tomorrow = DateTime.now().plus({ days: 2 }).toISODate();
	const run = await bench.run(
		BIRTHDAY,
		[
			{ phone, born: '1/17/59' },
			{ phone, born: tomorrow },
		],
		CONTINUE,
	);
	expect(statuses(run)).toEqual(['accepted', 'rejected']);
	expect(errors(run)[1]?.message).toBe(
		`Date of Birth '${tomorrow}' is in the future. Correct the year. [item 1]`,
	);
	expect(await bench.bodies(UPSERT)).toEqual([
		expect.objectContaining({ attributes: { demographic: { dateOfBirth: '1959-01-17' } } }),
	]);
});

const typed = (type: string): INodeParameters => ({
	...SET_ATTRIBUTES,
	attributes: eachField([{ column: 'points' }]),
	additionalFields: { fieldTypes: { types: [{ field: 'points', type }] } },
});

test('a number that can be read in two ways is refused, and Field Types may say which it is', async () => {
	const row = { phone, points: '1.250' };
	const run = await bench.run(typed('number'), [row], CONTINUE);
	expect(errors(run)[0]).toEqual(
		expect.objectContaining({ reasonCode: 'numberAmbiguous', field: 'points', value: '1.250' }),
	);
	expect(errors(run)[0]?.message).toContain(
		"'1.250' can be read as 1250 or as 1.25. Write it as 1250 or as 1.2500, or choose a type with a decimal point or comma for it in 'Field Types'",
	);
	for (const [type, value] of [
		['numberWithComma', 1250],
		['numberWithPoint', 1.25],
	] as const) {
		await bench.reset();
		await bench.run(typed(type), [row]);
		expect(await bench.bodies()).toEqual([{ user: { phone }, properties: { points: value } }]);
	}
});

test('a phone of a new area code is sent with a warning', async () => {
	const parameters = { ...typed('number'), phone: '={{ $json.phone }}', defaultCountry: 'US' };
	const run = await bench.run(parameters, [
		{ phone: '(436) 217-5944', points: 1 },
		{ phone: '(206) 399-6576', points: 2 },
	]);
	const warning =
		'has a phone with the area code 436, which is not in the list of area codes. Check that it exists';
	expect(results(run).map(({ warnings }) => warnings)).toEqual([[warning], undefined]);
	expect(run.hints('Attentive').map(({ message }) => message)).toContain(`1 item: ${warning}`);
	expect(await bench.bodies()).toEqual([
		{ user: { phone: '+14362175944' }, properties: { points: 1 } },
		{ user: { phone }, properties: { points: 2 } },
	]);
});

test('invisible characters are in no phone, number and name, and stay within text', async () => {
	const text = '👨\u200d👩\u200d👧 می\u200cروم';
	const row = {
		'\ufeffpoints': '\u200e1,250\u200b',
		'fa\u200bmily': `\u200b${text}\u200e`,
		tel: `\u202a${phone}\u202c`,
	};
	await bench.run(
		{
			...SET_ATTRIBUTES,
			phone: '={{ $json.tel }}',
			mapping: 'automatically',
			additionalFields: { fieldTypes: { types: [{ field: 'points', type: 'number' }] } },
		},
		[row],
	);
	expect(await bench.bodies()).toEqual([{ user: { phone }, properties: { points: 1250, family: text } }]);
});

test('digits of other scripts are read', async () => {
	const parameters = { ...typed('number'), phone: '={{ $json.phone }}', defaultCountry: 'JP' };
	await bench.run(parameters, [{ phone: '０９０－１２３４－５６７８', points: '１２' }]);
	expect(await bench.bodies()).toEqual([{ user: { phone: '+819012345678' }, properties: { points: 12 } }]);
});
