import type { IDataObject } from 'n8n-workflow';
import { isDeeperThan } from '../values/nested';
import { fingerprint } from './jobRecords';
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
		const value: unknown = JSON.parse(text);
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
	return { status: 'refused', reason: message ? `${words}: ${message.slice(0, LONGEST_REASON)}` : words };
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

/** What a line tells of somebody. */
interface Told {
	line: number;
	/** A hash of the whole record. */
	whole?: string;
	outcome: RecordOutcome;
}

/** The outcomes of a job's records: by whom they are about, and by their place where the lines do not say whom. */
export class RecordOutcomes {
	/** With the place of each line: two records of a job may be about the same. */
	private readonly byAbout = new Map<string, Told[]>();
	private lines = 0;
	private readonly byPlace: RecordOutcome[] = [];
	private isInPlace = true;
	readonly counts = { accepted: 0, refused: 0, unknown: 0 };
	/** Whom Attentive refused, and why. */
	readonly refused: IDataObject[] = [];

	/** @param totalRecords as the job says: a file with more or fewer lines tells nothing by place */
	constructor(private readonly totalRecords: number | undefined) {}

	add(text: string): void {
		const place = this.lines++;
		const line = readResultLine(text);
		if (!line) {
			this.isInPlace = false;
			return;
		}
		const { about, whole, ...outcome } = line;
		this.counts[outcome.status]++;
		if (outcome.status === 'refused') this.refused.push({ ...about, reason: outcome.reason });
		if (about === undefined) this.byPlace.push(outcome);
		else {
			this.isInPlace = false;
			const key = fingerprint(about);
			const told = { line: place, outcome, ...(whole ? { whole: fingerprint(whole) } : {}) };
			const known = this.byAbout.get(key);
			if (known) known.push(told);
			else this.byAbout.set(key, [told]);
		}
	}

	/** @param recordId as `recordIdOf` gave it */
	of(recordId: string): RecordOutcome {
		const [place = '', about = '', whole] = recordId.split('-');
		return this.ofAll(about, whole, Number(place)) ?? this.placed(Number(place)) ?? { status: 'unknown' };
	}

	/** What the lines about somebody tell: those of the very record, where there are any. Where they differ, that of its own place counts. */
	private ofAll(about: string, whole: string | undefined, place: number): RecordOutcome | undefined {
		const all = this.byAbout.get(about) ?? [];
		const same = all.filter((one) => whole !== undefined && one.whole === whole);
		const told = same.length > 0 ? same : all;
		const [first] = told;
		if (told.every(({ outcome }) => outcome.status === first?.outcome.status)) return first?.outcome;
		return told.find(({ line }) => line === place)?.outcome;
	}

	private placed(place: number): RecordOutcome | undefined {
		return this.isInPlace && this.byPlace.length === this.totalRecords ? this.byPlace[place] : undefined;
	}
}
