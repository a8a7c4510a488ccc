import type { CountryCode } from '../values/phoneLibrary';
import type { INodeProperties } from 'n8n-workflow';
import { parseForRun, RunError } from '../errors/runError';
import type { Parameters } from '../parameters/parameters';
import { parseCountry } from '../values/country';
import { parseEmail } from '../values/email';
import { parsePhone } from '../values/phone';

/** Whom a run in the mode Test Recipients Only may reach. */
export const testRecipients: INodeProperties = {
	displayName: 'Test Recipients',
	name: 'testRecipients',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. +12063996576, name@example.com',
	description: 'Phones and emails, separated by commas or line breaks',
	displayOptions: { show: { mode: ['testRecipients'] } },
};

/** E.164 phones and lower-case emails. Throws a RunError for an empty list, and for what is neither. */
export function readTestRecipients(parameters: Parameters): Set<string> {
	const written = String(parameters.runWide('testRecipients') ?? '')
		.split(/[,;\n]/)
		.filter((entry) => entry.trim() !== '');
	const recipients = new Set<string>();
	for (const entry of written) {
		const recipient = parseForRun('Test Recipients', entry, (text) =>
			text.includes('@') ? parseEmail(text)?.toLowerCase() : parsePhone(text, () => listCountry(parameters)),
		);
		if (recipient !== undefined) recipients.add(recipient);
	}
	if (recipients.size > 0) return recipients;
	throw new RunError({
		reasonCode: 'noTestRecipients',
		field: 'Test Recipients',
		reason: 'is empty',
		wayOut: 'List the phones and emails that you want to send to',
	});
}

function listCountry(parameters: Parameters): CountryCode | undefined {
	return parseCountry(parameters.source(0).parameter('defaultCountry'));
}
