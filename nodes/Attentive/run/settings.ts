import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { CountryCode } from 'libphonenumber-js/min';
import { parseCountry } from '../../values/country';
import { parseEmail } from '../../values/email';
import { parsePhone } from '../../values/phone';
import type { RetryClass } from '../../engine/types';
import { waitingTime } from '../fields/waiting';
import type { Operation } from '../operation';
import type { Parameters } from '../parameters/parameters';
import { parseForRun, RunError } from '../parameters/runError';

export type Mode = 'live' | 'testRecipients' | 'validateOnly';

/** What holds for a whole run of the node. Times in ms. */
export interface Settings {
	mode: Mode;
	/** E.164 phones and lower-case emails. */
	testRecipients: ReadonlySet<string>;
	resultOnly: boolean;
	stopAboveItems?: number;
	stopAfterFailures?: number;
	requestTimeout: number;
	patience: number;
	/** How long to wait for results that come later; 0 where nobody wants to. */
	waiting: number;
	/** How far a request of this run may be repeated. */
	retryClass: RetryClass;
	/** All options as they stand in the panel, for those of the operation alone. */
	options: Record<string, unknown>;
}

const MINUTE = 60_000;
const SECOND = 1_000;

/** Name of the switch without which an AI agent cannot do what would text, unsubscribe or delete somebody. */
export const GUARD = 'allowAgent';

export function guardLabel(deed: string): string {
	return `Allow the AI Agent to ${deed}`;
}

/** The switch, in the panel of the tool only. The model cannot reach it: it takes no expression. */
export function guardProperties({ guarded }: Operation): INodeProperties[] {
	if (guarded === undefined) return [];
	return [
		{
			displayName: guardLabel(guarded),
			name: GUARD,
			type: 'boolean',
			default: false,
			noDataExpression: true,
			description: 'Whether the agent may do this on its own. An expression counts as off.',
			displayOptions: { show: { '@tool': [true] } },
		},
	];
}

/** Mode and test recipients: for operations that write. */
export function modeProperties(operation: Operation): INodeProperties[] {
	if (operation.kind === 'read') return [];
	const choices = [
		{ name: 'Live', value: 'live', description: 'Sends every item' },
		...(operation.hasPerson
			? [
					{
						name: 'Test Recipients Only',
						value: 'testRecipients',
						description: 'Sends only items whose phone and email are all on your list, and skips the others',
					},
				]
			: []),
		{
			name: 'Validate Only',
			value: 'validateOnly',
			description:
				'Sends nothing: shows for each item the request that it would make, or what is wrong with it',
		},
	];
	const mode: INodeProperties = {
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: choices,
		default: 'live',
	};
	if (!operation.hasPerson) return [mode];
	return [
		mode,
		{
			displayName: 'Test Recipients',
			name: 'testRecipients',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: '+12063996576, name@example.com',
			description: 'Phones and emails, separated by commas or line breaks',
			displayOptions: { show: { mode: ['testRecipients'] } },
		},
	];
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Input Fields Plus Result',
			value: 'inputAndResult',
			description: 'The item as it came, with the result under "attentive"',
		},
		{ name: 'Result Only', value: 'resultOnly' },
	],
	default: 'inputAndResult',
	displayOptions: { hide: { '@tool': [true] } },
};

/** The Options collection of an operation. */
export function optionsProperty(operation: Operation): INodeProperties {
	const writes: INodeProperties[] = [
		...(operation.resultOnly ? [] : [output]),
		{
			displayName: 'Stop Above N Items',
			name: 'stopAboveItems',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Sends nothing if more items than this would be sent in one run of the node, counted before Send Once Per and questions to Attentive leave some out. 0 means no limit.',
		},
		{
			displayName: 'Stop After N Failures',
			name: 'stopAfterFailures',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Sends no more once so many items were refused or have an unknown outcome, if On Error is set to continue. 0 means no limit.',
		},
	];
	const options: INodeProperties[] = [
		...operation.ownOptions,
		{
			displayName: 'Keep Trying for (Minutes)',
			name: 'keepTryingMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How long to go on without one success while Attentive cannot be reached or is too busy. It is half a minute if it never answered in this run.',
		},
		{
			displayName: 'Request Timeout (Seconds)',
			name: 'requestTimeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description: 'How long to wait for an answer to one request. A catalog file gets more, by its size.',
		},
		...(operation.kind === 'write' ? writes : []),
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

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
	'is not a whole number from 0 up',
);
const between = (least: number, most: number) =>
	numberSchema.refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);

const OPTION_SCHEMAS = {
	output: z.enum(['inputAndResult', 'resultOnly'], {
		errorMap: () => ({ message: 'is not one of the choices' }),
	}),
	stopAboveItems: limit,
	stopAfterFailures: limit,
	keepTryingMinutes: between(0, 24 * 60),
	requestTimeoutSeconds: between(1, 600),
};
const DEFAULTS = {
	output: 'inputAndResult',
	stopAboveItems: 0,
	stopAfterFailures: 0,
	keepTryingMinutes: 10,
	requestTimeoutSeconds: 60,
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
	const option = <Name extends keyof typeof OPTION_SCHEMAS>(
		name: Name,
	): z.output<(typeof OPTION_SCHEMAS)[Name]> =>
		valid(OPTION_SCHEMAS[name], name in options ? options[name] : DEFAULTS[name], labelOf(operation, name));
	const mode = operation.kind === 'read' ? 'live' : valid(modeSchema, parameters.runWide('mode'), 'Mode');
	if (mode === 'testRecipients' && !operation.hasPerson) {
		throw new RunError({
			reasonCode: 'unknownChoice',
			field: 'Mode',
			value: mode,
			reason: 'is not offered here',
			wayOut: 'Choose Live or Validate Only',
		});
	}
	return {
		mode,
		testRecipients: mode === 'testRecipients' ? readTestRecipients(parameters) : new Set(),
		resultOnly: isTool || operation.resultOnly || option('output') === 'resultOnly',
		stopAboveItems: option('stopAboveItems') || undefined,
		stopAfterFailures: option('stopAfterFailures') || undefined,
		requestTimeout: option('requestTimeoutSeconds') * SECOND,
		patience: option('keepTryingMinutes') * MINUTE,
		waiting: waitingTime(options),
		retryClass: operation.retryClass(options, (name) => parameters.runWide(name)),
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
	throw new RunError({
		reasonCode: 'unknownChoice',
		field,
		value: value === undefined || value === '' ? 'nothing' : value,
		reason: read.error.issues[0]?.message ?? 'cannot be used',
		wayOut: 'Give it a value from the panel; an expression must always give one',
	});
}

function readTestRecipients(parameters: Parameters): Set<string> {
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
		wayOut: 'List the phones and emails that may be sent to',
	});
}

function listCountry(parameters: Parameters): CountryCode | undefined {
	return parseCountry(parameters.source(0).parameter('defaultCountry'));
}
