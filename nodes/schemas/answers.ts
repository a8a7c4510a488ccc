import { z } from 'zod';
import { member } from '../values/member';

/*
 * What Attentive answers. The OpenAPI files require no field of any answer, so each of them may be missing, null or of another type; then it
 * counts as missing. Entries of a list that are no objects are left out.
 */

/** A number, such as an ID, counts as its digits. */
export const toldText = z.unknown().transform((value) => {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : undefined;
});

/** As text; an empty one names nothing. */
export const toldId = toldText.transform((id) => (id?.trim() === '' ? undefined : id));

export const toldNumber = z.unknown().transform((value) => {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
});

export const toldFlag = z.unknown().transform((value) => {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string' || !/^(true|false)$/i.test(value)) return undefined;
	return value.toLowerCase() === 'true';
});

/** A list without the entries that cannot be read: one of them must not cost the others. */
export function entriesOf<Entry extends z.ZodTypeAny>(entry: Entry) {
	return z.array(z.unknown()).transform((all) =>
		all.flatMap((one) => {
			const read = entry.safeParse(one);
			const entries: Array<z.output<Entry>> = read.success ? [read.data] : [];
			return entries;
		}),
	);
}

/** As `entriesOf`, for a list that may be missing: then it is undefined. */
export function toldEntries<Entry extends z.ZodTypeAny>(entry: Entry) {
	return entriesOf(entry).optional().catch(undefined);
}

/** `{success: false}` (v2), which is a refusal whatever the status. */
export function saysNo(body: unknown): boolean {
	return /^false$/i.test(String(member(body, 'success')));
}

/** An object of which Attentive documents at least one field, or an empty one: all others are the answer of something else. */
export function recognized<Shape extends z.ZodRawShape>(answer: z.ZodObject<Shape>) {
	return z
		.record(z.string(), z.unknown())
		.refine((raw) => {
			const names = Object.keys(raw);
			return names.length === 0 || names.some((name) => Object.hasOwn(answer.shape, name));
		})
		.pipe(answer);
}
