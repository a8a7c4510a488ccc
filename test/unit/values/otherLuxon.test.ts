import { DateTime } from 'luxon';
import { parseDate, parseDateTime } from '../../../nodes/values/date';
import { parseText } from '../../../nodes/values/text';

/** As n8n has it: expressions make DateTimes with the luxon of n8n-workflow, which need not be the node's copy. */
function otherLuxon(): typeof DateTime {
	let other = DateTime;
	jest.isolateModules(() => {
		({ DateTime: other } = jest.requireActual<{ DateTime: typeof DateTime }>('luxon'));
	});
	return other;
}

describe("DateTimes of another copy of luxon, such as n8n's own", () => {
	const moment = otherLuxon().fromISO('2026-03-04T05:06:07+02:00', { setZone: true });
	const options = { timeZone: 'UTC' };

	test('are of another class', () => {
		expect(moment).not.toBeInstanceOf(DateTime);
	});

	test('are read as moments, days and texts', () => {
		expect(parseDateTime(moment, options)?.toMillis()).toBe(Date.parse('2026-03-04T05:06:07+02:00'));
		expect(parseDate(moment, options)).toBe('2026-03-04');
		expect(parseText(moment)).toBe('2026-03-04T05:06:07.000+02:00');
	});
});
