import { parseJson } from '../values/json';
import { isDeeperThan } from '../values/nested';
import { member } from '../values/member';

/** What became of one record of a job, as a line of its result file tells. */
export interface RecordOutcome {
	status: 'accepted' | 'refused' | 'unknown';
	/** Attentive's words, where it refused. */
	reason?: string;
}

export interface ResultLine extends RecordOutcome {
	/** Whom the record is about; undefined where the line does not repeat the request. */
	about?: object;
	/** All of the record, where the line repeats that. */
	whole?: object;
}

/** How deep a line is looked into. */
const DEEPEST = 5;
/** Lines that are deeper are not understood. */
const DEEPEST_LINE = 100;
const MEMBER_NAMES = new Set(['email', 'phone', 'clientUserId']);
/** Parts of a line that hold the answer, so that an email in an error is not taken for the request's. */
const ANSWERS = /^(response|answer|output|result|error)s?$/i;
/** Most characters of Attentive's words that are kept. */
const LONGEST_REASON = 300;

/**
 * Reads a line of a result file. Attentive publishes only that it holds "each request and its corresponding response", so any shape
 * that does is taken: the request is what names a user or a member, the answer what holds a status.
 */
export function readResultLine(text: string): ResultLine | undefined {
	const line = parsed(text);
	if (line === undefined) return undefined;
	return { ...outcomeIn(line), ...requestIn(line, 0) };
}

function parsed(text: string): unknown {
	try {
		const value: unknown = parseJson(text);
		// Of no record that was sent.
		if (isDeeperThan(DEEPEST_LINE, value)) return undefined;
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

/** An object, also where it stands as JSON text. */
function opened(value: unknown): unknown {
	return typeof value === 'string' && value.trimStart().startsWith('{') ? parsed(value) : value;
}

/** The record that a line repeats, and whom it is about: its `identifiers`, or the fields of a member. */
function requestIn(value: unknown, depth: number): { about: object; whole?: object } | undefined {
	const object = opened(value);
	if (typeof object !== 'object' || object === null || depth > DEEPEST) return undefined;
	const identifiers = opened(member(object, 'identifiers'));
	if (typeof identifiers === 'object' && identifiers !== null)
		return { about: identifiers, whole: { ...object, identifiers } };
	const entries = Object.entries(object);
	for (const [name, inner] of entries) {
		const found = ANSWERS.test(name) ? undefined : requestIn(inner, depth + 1);
		if (found !== undefined) return found;
	}
	const beside = entries.filter(([name, inner]) => MEMBER_NAMES.has(name) && typeof inner === 'string');
	return beside.length > 0 ? { about: Object.fromEntries(beside) } : undefined;
}

function outcomeIn(line: unknown): RecordOutcome {
	const code = found(line, (name, value) =>
		/^(status|statusCode|code|httpStatus)$/i.test(name) ? statusNumber(value) : undefined,
	);
	if (code !== undefined)
		return code < 300 ? { status: 'accepted' } : refused(line, `Attentive answered ${code}`);
	const success = found(line, (name, value) =>
		name === 'success' && typeof value === 'boolean' ? value : undefined,
	);
	if (success === true) return { status: 'accepted' };
	return success === false ? refused(line, 'Attentive refused it') : { status: 'unknown' };
}

function refused(line: unknown, words: string): RecordOutcome {
	const message = found(line, (name, value) =>
		/^(message|errorMessage|error|detail)$/i.test(name) && typeof value === 'string' && !value.startsWith('{')
			? value
			: undefined,
	);
	if (!message) return { status: 'refused', reason: words };
	// As bytes, since a part of a text keeps the whole in memory.
	const start = Buffer.from(message.slice(0, LONGEST_REASON)).toString();
	return { status: 'refused', reason: `${words}: ${start}` };
}

function statusNumber(value: unknown): number | undefined {
	const code = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	return Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined;
}

/** The first member, at any depth, of which something can be told; the request is left aside. */
function found<Value>(
	value: unknown,
	tell: (name: string, value: unknown) => Value | undefined,
	depth = 0,
): Value | undefined {
	const object = opened(value);
	if (typeof object !== 'object' || object === null || depth > DEEPEST) return undefined;
	for (const [name, inner] of Object.entries(object)) {
		const told = tell(name, inner);
		if (told !== undefined) return told;
	}
	for (const [name, inner] of Object.entries(object)) {
		if (/^(request|requestBody|input|payload|attributes|identifiers)$/i.test(name)) continue;
		const told = found(inner, tell, depth + 1);
		if (told !== undefined) return told;
	}
	return undefined;
}
