import { excerpt } from '../../../values/valueError';
import { ageWarnings } from '../../../fields/warnings';
import type { Warning } from '../../../values/warning';

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
	const warnings = ageWarnings(occurredAt, now);
	const entries = Object.entries(properties);
	if (entries.length > MOST_PROPERTIES) {
		warnings.push({
			code: 'manyProperties',
			message: `has ${entries.length} properties, but Attentive uses only ${MOST_PROPERTIES}`,
		});
	}
	for (const [written, value] of entries) {
		const name = excerpt(written);
		if (typeof value === 'string' && value.length > LONGEST_LINK && isLink(value)) {
			warnings.push({
				code: `longLink ${name}`,
				message: `'${name}' is a link of more than ${LONGEST_LINK} characters, which Attentive does not shorten`,
			});
		}
		if (typeof value === 'object' && value !== null) {
			warnings.push({
				code: `nested ${name}`,
				message: `'${name}' is a list or an object, which only emails can show`,
			});
		}
	}
	return warnings;
}

function isLink(text: string): boolean {
	return /^https?:\/\//i.test(text.slice(0, LONGEST_LINK));
}
