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
