import { isPossiblePhoneNumber } from 'libphonenumber-js';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Refusal } from '../attentive/refusal';

/** Where a rule comes from: Attentive's OpenAPI file, other public pages of Attentive and its integrators, or nowhere. */
export type Source = 'OpenAPI' | 'notes' | 'assumed';

/** What a value must be like, said so that a refusal can name it. */
export interface Rule<Value> {
	expected: string;
	source: Source;
	holds(value: Value): boolean;
}

export const notEmpty: Rule<string> = {
	expected: 'text that is not empty (leave the field out instead)',
	source: 'notes',
	holds: (text) => text.trim() !== '',
};

export function atMost(characters: number, source: Source): Rule<string> {
	return {
		expected: `at most ${characters} characters`,
		source,
		holds: (text) => text.length <= characters || [...text].length <= characters,
	};
}

export function without(forbidden: string, source: Source): Rule<string> {
	return {
		expected: `none of the characters ${[...forbidden].join(' ')}`,
		source,
		holds: (text) => ![...text].some((character) => forbidden.includes(character)),
	};
}

export const e164: Rule<string> = {
	expected: 'a phone number in E.164, as in +12063996576',
	source: 'OpenAPI',
	holds: (text) => /^\+[1-9]\d{1,14}$/.test(text),
};

/** The published example +13115552368 is of a right length though nobody can have it: so length is all that counts. */
export const phoneLength: Rule<string> = {
	expected: 'a phone number as long as its country has them',
	source: 'assumed',
	holds: (text) => isPossiblePhoneNumber(text),
};

export const emailAddress: Rule<string> = {
	expected: 'an email address, as in name@example.com',
	source: 'OpenAPI',
	holds: (text) => /^[^\s@,;:<>()"[\]\\]+@[^\s@,;:<>()"[\]\\.]+(\.[^\s@,;:<>()"[\]\\.]+)+$/.test(text),
};

export const instant: Rule<string> = {
	expected:
		'a time in RFC 3339 with its offset from UTC, as in 2026-03-30T14:38:29Z or 2026-03-30T14:38:29+02:00',
	source: 'OpenAPI',
	holds: (text) =>
		/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
		DateTime.fromISO(text).isValid,
};

/** A text that follows all rules; only the first that is broken is reported. */
export function text(...rules: Rule<string>[]) {
	return z.string().superRefine(follow(...rules));
}

/** One of these texts and no other. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values, source: Source) {
	const allowed: readonly string[] = values;
	const rule = { expected: `one of ${values.join(', ')}, in just this spelling`, source };
	return text({ ...rule, holds: (received) => allowed.includes(received) }).pipe(z.enum(values));
}

/** For `superRefine`. */
export function follow<Value>(...rules: Rule<Value>[]) {
	return (value: Value, context: z.RefinementCtx): void => {
		const broken = rules.find((rule) => !rule.holds(value));
		if (broken !== undefined) report(context, [], broken, value);
	};
}

export function report<Value>(
	context: z.RefinementCtx,
	path: (string | number)[],
	{ expected, source }: Rule<Value>,
	received: unknown,
): void {
	context.addIssue({
		code: 'custom',
		path,
		message: `expected ${expected}, received ${shown(received)} [${source}]`,
	});
}

/** An object with these fields and no other. `source` says where it stands that there are no others. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape, source: Source) {
	const names = Object.keys(shape);
	const allowed = names.length === 0 ? 'no fields' : `only the fields ${names.join(', ')}`;
	return z.object(shape).strict(`expected ${allowed} [${source}]`);
}

/** Checked by its schema, but handed on as it came: what is large exists once, in the ledger and wherever else it is kept. */
export function asReceived<Output>(schema: z.ZodType<Output, z.ZodTypeDef, unknown>) {
	return z
		.custom<Output>(() => true)
		.superRefine((received: unknown, context) => {
			const outcome = schema.safeParse(received, { errorMap: typeMessage });
			for (const issue of outcome.error?.issues ?? []) context.addIssue(issue);
		});
}

/** The value as its schema has it, or a 400 that names everything wrong with it at once. */
export function check<Output>(
	schema: z.ZodType<Output, z.ZodTypeDef, unknown>,
	value: unknown,
	place: 'body' | 'query' | 'path',
): Output {
	const outcome = schema.safeParse(value, { errorMap: typeMessage });
	if (outcome.success) return outcome.data;
	const complaints = outcome.error.issues.map((issue) => {
		const unknown =
			issue.code === 'unrecognized_keys' ? `received the unknown ${issue.keys.map(shown).join(', ')}, ` : '';
		return `${[place, ...issue.path].join('.')}: ${unknown}${issue.message}`;
	});
	throw new Refusal(400, complaints.join('; '));
}

const typeMessage: z.ZodErrorMap = (issue, { defaultError }) => {
	if (issue.code !== 'invalid_type') return { message: defaultError };
	const received = issue.received === 'undefined' ? 'nothing' : issue.received;
	return { message: `expected ${article(issue.expected)}, received ${received} [OpenAPI]` };
};

function article(type: string): string {
	return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function shown(value: unknown): string {
	const json = JSON.stringify(value) ?? 'nothing';
	return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
