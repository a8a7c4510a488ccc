import { moment } from '../../../nodes/fields/simple';
import { problemOf } from '../values/problem';
import { source } from '../rows';

const field = moment({ displayName: 'Occurred At', description: 'When it happened' });
const read = (at: unknown) => {
	const item = source({ at }, { occurredAt: '={{ $json.at }}' });
	return { at: field.parse(item, 'occurredAt')?.toUTC().toISO(), told: item.takeWarnings() };
};

// pyexcel/pyexcel-xls#27, MarkPflug/Sylvan.Data.Excel#41, roo-rb/roo#269, exceljs/exceljs#3074.
test.each<[unknown, string]>([
	['#N/A', '#N/A'],
	['#N/D', '#N/D'],
	['#VALUE!', '#VALUE!'],
	['#WERT!', '#WERT!'],
	[{ error: '#REF!' }, '#REF!'],
])('%j is no moment, and a warning of the item', (at, error) => {
	expect(read(at)).toEqual({
		at: undefined,
		told: [
			{
				code: 'formulaError Occurred At',
				message: `was sent without 'Occurred At': ${error} is the error of a spreadsheet formula`,
			},
		],
	});
});

test('any other text that is no date is refused', () => {
	expect(problemOf(() => read('soon'))).toMatchObject({ reasonCode: 'notADate', field: 'Occurred At' });
	expect(read('2026-03-04T09:30:00Z')).toEqual({ at: '2026-03-04T09:30:00.000Z', told: [] });
});
