import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { isAbsent, parseText } from '../values/text';
import { ValueError, type Problem } from '../values/valueError';
import type { Field, ShowRules } from './field';

interface Wording<Value extends string> {
	displayName: string;
	description: string;
	options: Array<INodePropertyOptions & { value: Value | '' }>;
	shownFor?: ShowRules;
	/** For what show-rules depend on: one that is an expression would show everything. */
	noDataExpression?: true;
	/** Marks it, so that n8n itself asks for it. */
	required?: true;
	/** Other ways to write one of the choices; undefined for what is none of them. */
	otherwise?(written: string): Value | undefined;
}

/** One of a list, for each item; undefined where the empty choice of the list is taken, or the parameter is not shown. */
export function choice<Value extends string>(
	wording: Wording<Value> & { default: Value | '' },
): Field<Value | undefined> {
	const { displayName, options } = wording;
	return {
		properties: (name) => [{ ...property(wording, name), type: 'options', default: wording.default }],
		parse(source, name) {
			const written = parseText(source.parameter(name));
			if (written === undefined) return undefined;
			const chosen =
				options.map(({ value }) => value).find((value) => value === written) ?? wording.otherwise?.(written);
			if (chosen !== undefined && chosen !== '') return chosen;
			throw new ValueError(notAChoice(displayName, written, valuesOf(options)));
		},
	};
}

/** One of a list, for each item. Throws where an expression gives nothing: a default would be a guess then. */
export function requiredChoice<Value extends string>(
	wording: Wording<Value> & { default: Value | '' },
): Field<Value> {
	const optional = choice(wording);
	return {
		properties: (name) => optional.properties(name),
		parse(source, name) {
			const chosen = optional.parse(source, name);
			if (chosen !== undefined) return chosen;
			throw new ValueError(notAChoice(wording.displayName, undefined, valuesOf(wording.options)));
		},
	};
}

/** Any of a list, for each item. An expression may give a list or text with commas. */
export function choices(wording: Wording<string>): Field<string[]> {
	const { displayName, options } = wording;
	return {
		properties: (name) => [{ ...property(wording, name), type: 'multiOptions', default: [] }],
		parse(source, name) {
			const written = source.parameter(name);
			const list: unknown[] = Array.isArray(written) ? written : (parseText(written) ?? '').split(',');
			return list.flatMap((entry) => {
				const text = parseText(entry);
				if (text === undefined) return [];
				if (options.some(({ value }) => value === text)) return [text];
				throw new ValueError(notAChoice(displayName, text, valuesOf(options)));
			});
		},
	};
}

/** A switch for each item, off unless turned on. */
export function toggle(wording: {
	displayName: string;
	description: string;
	noDataExpression?: true;
}): Field<boolean> {
	return {
		properties: (name) => [{ ...wording, name, type: 'boolean', default: false }],
		parse: (source, name) => isOn(wording.displayName, source.parameter(name)),
	};
}

/** As above, for a field of a collection: undefined where it was not added, or its expression gives nothing. */
export function toggleIfAdded(wording: {
	displayName: string;
	description: string;
}): Field<boolean | undefined> {
	return {
		...toggle(wording),
		parse(source, name) {
			const value = source.parameter(name);
			return isAbsent(value) ? undefined : isOn(wording.displayName, value);
		},
	};
}

/** The value of a switch. Throws a ValueError for what is neither on nor off. */
export function isOn(displayName: string, value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === false || value === 'false')
		return false;
	if (value === true || value === 'true') return true;
	throw new ValueError({
		reasonCode: 'notYesOrNo',
		field: displayName,
		value,
		reason: 'is neither true nor false',
		wayOut: 'Use true or false',
	});
}

function property<Value extends string>(
	{ displayName, description, options, shownFor, noDataExpression, required }: Wording<Value>,
	name: string,
): Omit<INodeProperties, 'type' | 'default'> {
	return {
		displayName,
		name,
		options,
		description,
		...(noDataExpression ? { noDataExpression } : {}),
		...(required ? { required } : {}),
		...(shownFor ? { displayOptions: { show: shownFor } } : {}),
	};
}

/** What is wrong with a value that is none of these choices. */
export function notAChoice(field: string, value: unknown, choices: string[]): Problem {
	const wayOut = `Use one of ${choices.join(', ')}`;
	if (isAbsent(value)) return { reasonCode: 'missing', field, reason: 'is empty', wayOut };
	return { reasonCode: 'unknownChoice', field, value, reason: 'is not one of the choices', wayOut };
}

function valuesOf(options: INodePropertyOptions[]): string[] {
	return options.flatMap(({ value }) => (value === '' ? [] : [String(value)]));
}
