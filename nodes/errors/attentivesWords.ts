import { member } from '../values/member';

/** What Attentive says of an error, and the ID that leads to its logs. */
export interface Words {
	message?: string;
	id?: string;
}

/** Most characters of Attentive's own words that an error repeats. */
const LONGEST_QUOTE = 300;
/** Most characters of an ID. */
const LONGEST_ID = 100;
/** Most characters of an answer in which those words are looked for: a proxy's page may be long. */
const LONGEST_LOOKED_AT = 10_000;
/** Most entries of a list of errors that are repeated, and most levels of an answer that are looked into. */
const MOST_ERRORS = 5;
const DEEPEST = 4;

/** Where the words are, the best place first. */
const SENTENCES = ['message', 'errorMessage', 'detail', 'error_description', 'description', 'reason'];
/** What an error of a list is about. */
const PLACES = ['field', 'path', 'property', 'parameter', 'pointer', 'source'];

/**
 * What Attentive says about an error, as far as it says anything. Only `{error: {id, message}}` and `{error}` are documented; what other
 * services say in their place, such as `{errors: [...]}` and `{title, detail}` (RFC 9457), is repeated as well.
 */
export function attentivesWords(body: unknown): Words {
	const said = saidIn(body, 0).join('; ');
	const id: unknown = member(member(body, 'error'), 'id') ?? member(firstOf(member(body, 'errors')), 'id');
	return {
		message: quoted(said),
		id: typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, LONGEST_ID) : undefined,
	};
}

function saidIn(value: unknown, depth: number): string[] {
	if (typeof value === 'string') return value.trim() === '' ? [] : [value.slice(0, LONGEST_LOOKED_AT)];
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
	if (Array.isArray(value)) return value.slice(0, MOST_ERRORS).flatMap((one) => saidIn(one, depth + 1));
	const own = sentenceOf(value, depth);
	const parts = [
		...saidIn(member(value, 'error'), depth + 1),
		...errorsOf(member(value, 'errors'), depth + 1),
	];
	if (own === undefined) return parts.length > 0 ? parts : textsOf(value, ['code', 'errorCode']);
	return [[own, parts.join('; ')].filter((part) => part !== '').join(': ')];
}

/** What an object says in a sentence of its own, with its title and the field that it is about. */
function sentenceOf(value: object, depth: number): string | undefined {
	const [sentence] = SENTENCES.flatMap((name) => saidIn(member(value, name), depth + 1).join('; ') || []);
	const [title] = textsOf(value, ['title']);
	if (sentence === undefined && title === undefined) return undefined;
	const [place] = textsOf({ ...value, ...sourceOf(value) }, PLACES);
	const all = [place, title, sentence].filter((part) => part !== undefined);
	return [...new Set(all)].join(': ');
}

/** JSON:API names a field by `source: {pointer}`. */
function sourceOf(value: object): object {
	const source = member(value, 'source');
	return typeof source === 'object' && source !== null ? source : {};
}

/** A list of errors, or lists of them by the fields that they are about: `{email: ['is invalid']}`. */
function errorsOf(errors: unknown, depth: number): string[] {
	const said = saidIn(errors, depth);
	if (said.length > 0 || typeof errors !== 'object' || errors === null || Array.isArray(errors)) return said;
	return Object.entries(errors)
		.slice(0, MOST_ERRORS)
		.flatMap(([field, inner]) => saidIn(inner, depth + 1).map((words) => `${field}: ${words}`));
}

function textsOf(value: object, names: string[]): string[] {
	return names.flatMap((name) => {
		const text = member(value, name);
		return typeof text === 'string' && text.trim() !== '' ? [text] : [];
	});
}

function firstOf(list: unknown): unknown {
	return Array.isArray(list) ? list[0] : undefined;
}

function quoted(text: string): string | undefined {
	const line = text
		.slice(0, LONGEST_LOOKED_AT)
		.replace(/<[^<>]*>/g, ' ')
		.replace(/Bearer\s+\S+/gi, 'Bearer …')
		.replace(/\s+/g, ' ')
		.trim();
	return line === '' ? undefined : line.slice(0, LONGEST_QUOTE);
}
