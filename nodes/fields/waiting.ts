import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { RunError } from '../errors/runError';

const WAIT = 'waitForResults';
const MINUTES = 'waitMinutes';
const MOST_MINUTES = 24 * 60;

/** Options of operations whose work Attentive does later. */
export const waitingOptions: INodeProperties[] = [
	{
		displayName: 'Wait for Results',
		name: WAIT,
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until Attentive has processed the items, which can take hours. Items that are not done in time have the status pending.',
	},
	{
		displayName: 'Wait at Most (Minutes)',
		name: MINUTES,
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_MINUTES },
		default: 10,
		description:
			'How long to wait if Wait for Results is on. Items that are not done by then have the status pending.',
	},
];

/** How long to wait for results, in ms; 0 where nobody wants to. Throws a RunError for a time that cannot be used. */
export function waitingTime(options: Record<string, unknown>): number {
	if (String(options[WAIT] ?? false) !== 'true') return 0;
	const minutes = z.coerce
		.number()
		.min(1)
		.max(MOST_MINUTES)
		.safeParse(options[MINUTES] ?? 10);
	if (minutes.success) return minutes.data * 60_000;
	throw new RunError({
		reasonCode: 'unknownChoice',
		field: 'Wait at Most (Minutes)',
		value: options[MINUTES],
		reason: `is not between 1 and ${MOST_MINUTES}`,
		wayOut: 'Correct it, or remove the option',
	});
}
