import { DateTime } from 'luxon';
import type { Warning } from '../warnings';

/** Attentive starts no journey for an event older than this. */
const OLDEST_HOURS = 12;
/** Attentive makes use of so many property names a type. */
const MOST_PROPERTIES = 200;
/** Attentive shortens links up to so many characters. */
const LONGEST_LINK = 1_024;

/** What may keep an event that Attentive accepts from becoming the text that its sender expects. */
export function eventWarnings(
	properties: Record<string, unknown>,
	occurredAt: string | undefined,
	now: string,
): Warning[] {
	const warnings: Warning[] = [];
	const age =
		occurredAt === undefined ? 0 : DateTime.fromISO(now).diff(DateTime.fromISO(occurredAt), 'hours').hours;
	if (age > OLDEST_HOURS) {
		warnings.push({
			code: 'oldEvent',
			message: `happened more than ${OLDEST_HOURS} hours ago: it starts no journey`,
		});
	}
	if (age < -1) {
		warnings.push({ code: 'futureEvent', message: 'lies in the future: check the date and its time zone' });
	}
	const entries = Object.entries(properties);
	if (entries.length > MOST_PROPERTIES) {
		warnings.push({
			code: 'manyProperties',
			message: `has ${entries.length} properties: Attentive makes use of ${MOST_PROPERTIES} of a type`,
		});
	}
	for (const [name, value] of entries) {
		if (typeof value === 'string' && /^https?:\/\//i.test(value) && value.length > LONGEST_LINK) {
			warnings.push({
				code: `longLink ${name}`,
				message: `"${name}" is a link too long to be shortened (over ${LONGEST_LINK} characters)`,
			});
		}
		if (typeof value === 'object' && value !== null) {
			warnings.push({
				code: `nested ${name}`,
				message: `"${name}" is a list or object: only emails can show it, texts cannot`,
			});
		}
	}
	return warnings;
}
