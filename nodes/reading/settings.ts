import { z } from 'zod';
import { RunError } from '../errors/runError';
import { readTestRecipients } from '../fields/testRecipients';
import { waitingTime } from '../fields/waiting';
import type { Operation } from '../operation/operation';
import { optionsProperty } from '../operation/operationPanel';
import type { Settings } from '../operation/settings';
import type { Parameters } from '../parameters/parameters';

const MINUTE = 60_000;
const SECOND = 1_000;

/** A number, or text of digits as an expression may give it; never something that only turns into 0. */
const numberSchema = z
	.union(
		[
			z.number(),
			z
				.string()
				.regex(/^\s*\d+(\.\d+)?\s*$/)
				.transform(Number),
		],
		{
			errorMap: () => ({ message: 'is not a number' }),
		},
	)
	.refine(Number.isFinite, 'is not a number');
const limit = numberSchema.refine(
	(value) => Number.isInteger(value) && value >= 0,
	'is not a whole number of 0 or more',
);
const between = (least: number, most: number) =>
	numberSchema.refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);

const OPTION_SCHEMAS = {
	output: z.enum(['inputAndResult', 'resultOnly'], {
		errorMap: () => ({ message: 'is not one of the choices' }),
	}),
	skippedItems: z.enum(['passOn', 'leaveOut'], {
		errorMap: () => ({ message: 'is not one of the choices' }),
	}),
	stopAboveItems: limit,
	stopAboveInvalidPercent: between(0, 100),
	stopAfterFailures: limit,
	retryMinutes: between(0, 24 * 60),
	requestTimeoutSeconds: between(1, 600),
};
const modeSchema = z.enum(['live', 'testRecipients', 'validateOnly'], {
	errorMap: () => ({ message: 'is not one of the choices' }),
});

/** Reads what holds for the whole run. Throws a RunError where two items differ or a value cannot be used. */
export function readSettings(parameters: Parameters, operation: Operation, isTool: boolean): Settings {
	const options = z
		.record(z.string(), z.unknown())
		.catch({})
		.parse(parameters.runWide('options') ?? {});
	// An option that nobody has added is undefined; one that an expression has emptied is an error.
	const option = <Name extends keyof typeof OPTION_SCHEMAS>(
		name: Name,
	): z.output<(typeof OPTION_SCHEMAS)[Name]> | undefined =>
		name in options ? valid(OPTION_SCHEMAS[name], options[name], labelOf(operation, name)) : undefined;
	const stopAboveItems = option('stopAboveItems');
	const mode = operation.kind === 'read' ? 'live' : valid(modeSchema, parameters.runWide('mode'), 'Mode');
	if (mode === 'testRecipients' && !operation.hasPerson) {
		throw new RunError({
			reasonCode: 'unknownChoice',
			field: 'Mode',
			value: mode,
			reason: 'is not available in this operation',
			wayOut: 'Choose Live or Validate Only',
		});
	}
	return {
		mode,
		testRecipients: mode === 'testRecipients' ? readTestRecipients(parameters) : new Set(),
		resultOnly: isTool || operation.resultOnly || option('output') === 'resultOnly',
		passesSkippedOn: isTool || mode === 'validateOnly' || option('skippedItems') !== 'leaveOut',
		stopAboveItems: stopAboveItems === 0 ? Number.POSITIVE_INFINITY : stopAboveItems,
		stopAboveInvalidPercent: option('stopAboveInvalidPercent'),
		stopAfterFailures: option('stopAfterFailures') || undefined,
		requestTimeout: (option('requestTimeoutSeconds') ?? 60) * SECOND,
		patience: (option('retryMinutes') ?? 10) * MINUTE,
		waiting: waitingTime(options),
		textsPeople: operation.textsPeople((name) => parameters.runWide(name)),
		isIdempotent: operation.isIdempotent(options, (name) => parameters.runWide(name)),
		options,
	};
}

/** How the panel calls an option. */
function labelOf(operation: Operation, name: string): string {
	const option = optionsProperty(operation).options?.find((one) => one.name === name);
	return option && 'displayName' in option ? option.displayName : name;
}

function valid<Schema extends z.ZodTypeAny>(schema: Schema, value: unknown, field: string): z.output<Schema> {
	const read = schema.safeParse(value);
	if (read.success) return read.data;
	const isEmpty = value === undefined || value === null || value === '';
	throw new RunError({
		reasonCode: 'unknownChoice',
		field,
		...(isEmpty ? {} : { value }),
		reason: isEmpty ? 'is empty' : (read.error.issues[0]?.message ?? 'cannot be used'),
		wayOut: 'Choose a value in the panel. An expression must return a value for every item',
	});
}
