import { hash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { toldId } from '../schemas/answers';
import { member } from '../values/member';
import { readResultLine, type RecordOutcome } from '../schemas/resultLine';

const takenInSchema = z.object({ batchJobId: toldId });

/** The ID of the job that Attentive has made of a request, where the answer has one. Throws for an answer of another form. */
export function jobIdOf(body: unknown): string | undefined {
	return takenInSchema.parse(body).batchJobId;
}

/**
 * Names a record of a job: its place in the request, and a hash of what it is about. A result file is matched by the hash first, since
 * nobody says that its lines keep the order; the hash holds no personal data.
 * @param about whom or what the record is about, as the request says it
 * @param whole all of the record, where that can tell it from others about the same
 */
export function recordIdOf(position: number, about: unknown, whole?: unknown): string {
	const parts = whole === undefined ? [fingerprint(about)] : [fingerprint(about), fingerprint(whole)];
	return [position, ...parts].join('-');
}

/** The same for equal objects, whatever the order of their keys and the case of emails, and whether empty ones are left out (requests do). */
export function fingerprint(about: unknown): string {
	return hash('sha256', textOf(about), 'hex').slice(0, 16);
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	let text = '';
	for (const name of Object.keys(value).sort()) {
		const found = member(value, name);
		if (found === undefined || found === null || found === '') continue;
		text += `${JSON.stringify(name)}:${isEmail(name, found) ? JSON.stringify(found.toLowerCase()) : textOf(found)},`;
	}
	return `{${text}}`;
}

function isEmail(name: string, found: unknown): found is string {
	return name === 'email' && typeof found === 'string';
}

/** Most refused records that are named, and the longest that is, in characters. */
const MOST_REFUSED = 100;
const LONGEST_NAMED = 1_000;

/** What one or several lines say that are about the same. */
interface Told {
	first: RecordOutcome;
	differ: boolean;
}

/**
 * The outcomes of a job's records: by whom they are about, and by their place where the lines do not say whom.
 * Of the lines, of which there may be millions, it keeps only what is asked about.
 */
export class RecordOutcomes {
	/** undefined until a line tells it. By hash, by place and hash (two records of a job may be about the same), and by place alone. */
	private readonly told = new Map<string, Told | undefined>();
	private lines = 0;
	/** So far no line has said whom it is about, and each could be read. */
	private isInPlace = true;
	readonly counts = { accepted: 0, refused: 0, unknown: 0 };
	/** Whom Attentive refused, and why: the first of them. */
	readonly refused: IDataObject[] = [];

	/**
	 * @param totalRecords as the job says: a file with more or fewer lines tells nothing by place
	 * @param recordIds what will be asked about, as `recordIdOf` gave it
	 */
	constructor(
		private readonly totalRecords: number | undefined,
		recordIds: string[],
	) {
		for (const recordId of recordIds)
			for (const key of Object.values(keysOf(recordId))) this.told.set(key, undefined);
	}

	add(text: string): void {
		const place = this.lines++;
		const line = readResultLine(text);
		if (!line) {
			this.isInPlace = false;
			return;
		}
		const { about, whole, ...outcome } = line;
		this.counts[outcome.status]++;
		if (outcome.status === 'refused' && this.refused.length < MOST_REFUSED)
			this.refused.push({
				...(JSON.stringify(about ?? {}).length > LONGEST_NAMED ? {} : about),
				reason: outcome.reason,
			});
		if (about === undefined) return this.tell(`${place}`, outcome);
		this.isInPlace = false;
		// Nobody asks about a record.
		if (this.told.size === 0) return;
		const hashes = [fingerprint(about), ...(whole ? [fingerprint(whole)] : [])];
		const { all, allHere, same, sameHere } = keysOf([place, ...hashes].join('-'));
		for (const key of new Set([all, allHere, same, sameHere])) this.tell(key, outcome);
	}

	private tell(key: string, outcome: RecordOutcome): void {
		if (!this.told.has(key)) return;
		const told = this.told.get(key);
		if (!told) this.told.set(key, { first: outcome, differ: false });
		else if (told.first.status !== outcome.status) told.differ = true;
	}

	/** @param recordId as `recordIdOf` gave it, and one of those that the outcomes are for */
	of(recordId: string): RecordOutcome {
		const { place, all, allHere, same, sameHere } = keysOf(recordId);
		// Lines about the very record count, where there are any. Where they differ, that of its own place does.
		const whole = this.told.get(same);
		const told = whole ?? this.told.get(all);
		const own = told?.differ ? this.told.get(whole ? sameHere : allHere) : told;
		const placed = this.isInPlace && this.lines === this.totalRecords ? this.told.get(place) : undefined;
		return (own ?? placed)?.first ?? { status: 'unknown' };
	}
}

/** Under which a record is told of: its place, whom it is about, all of it, and each of the two with its place. */
function keysOf(recordId: string) {
	const [place = '', about = '', whole = ''] = recordId.split('-');
	return {
		place,
		all: `${about}-`,
		allHere: `${place}-${about}-`,
		same: `${about}-${whole}`,
		sameHere: `${place}-${about}-${whole}`,
	};
}
