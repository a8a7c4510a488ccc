import { createHash } from 'node:crypto';
import { z } from 'zod';
import { toldId } from '../schemas/answers';

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
	const hashes = whole === undefined ? [about] : [about, whole];
	return [position, ...hashes.map(fingerprint)].join('-');
}

/** The same for equal objects, whatever the order of their keys and the case of emails, and whether empty ones are left out (requests do). */
export function fingerprint(about: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify(sorted(about)))
		.digest('hex')
		.slice(0, 16);
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.filter(([, member]) => member !== null && member !== '')
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, member]) => [name, isEmail(name, member) ? member.toLowerCase() : sorted(member)]);
}

function isEmail(name: string, member: unknown): member is string {
	return name === 'email' && typeof member === 'string';
}
