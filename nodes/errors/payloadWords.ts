import type { z } from 'zod';
import { listed } from '../values/valueError';

/** Says what a schema refuses as the end of a sentence, such as "has more than 100 characters". A schema's own message goes first. */
export const payloadWords: z.ZodErrorMap = (issue) => ({ message: words(issue) });

function words(issue: z.ZodIssueOptionalMessage): string {
	switch (issue.code) {
		case 'invalid_type':
			return issue.received === 'undefined' ? 'is missing' : (KINDS[issue.expected] ?? OTHER);
		case 'too_small':
			return tooSmall(issue);
		case 'too_big':
			return issue.type === 'number' || issue.type === 'bigint'
				? `is greater than ${issue.maximum}`
				: `has more than ${issue.maximum} ${issue.type === 'string' ? 'characters' : 'entries'}`;
		case 'invalid_enum_value':
			return `is not one of ${issue.options.join(', ')}`;
		case 'unrecognized_keys':
			return `has fields that Attentive does not know: ${listed(issue.keys)}`;
		case 'invalid_string':
			return 'does not have the format that Attentive accepts';
		default:
			return OTHER;
	}
}

const OTHER = 'is not accepted by Attentive';

const KINDS: Record<string, string> = {
	string: 'is not text',
	number: 'is not a number',
	integer: 'is not a whole number',
	boolean: 'is neither yes nor no',
	array: 'is not a list',
	object: 'is not an object',
};

function tooSmall({ type, minimum, inclusive }: z.ZodTooSmallIssue): string {
	if (type === 'number' || type === 'bigint')
		return inclusive ? `is less than ${minimum}` : `is not greater than ${minimum}`;
	if (minimum === 1) return 'is empty';
	return `has fewer than ${minimum} ${type === 'string' ? 'characters' : 'entries'}`;
}
