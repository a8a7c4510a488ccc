import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Outcome } from './loyaltyFlow';
import type { MemberRow } from './makeMembers';

export interface Counts {
	rows: number;
	attributes: number;
	events: number;
	rejected: number;
	lost: number;
	texted: number;
	webhooks: number;
}

/** Counted from what the flows put out and wrote, and from what the sandbox wrote down. */
export function countsOf(outcome: Outcome): Counts {
	const rows = outcome.rows.length;
	const events = outcome.events.length;
	const rejected = outcome.rejectedLines.length;
	return {
		rows,
		attributes: outcome.attributes.length,
		events,
		rejected,
		lost: rows - events - rejected,
		texted: outcome.texts.length,
		// Not from what the sandbox says of its deliveries: delivered is not yet arrived.
		webhooks: outcome.textLines.length,
	};
}

const eventBody = z.object({ externalEventId: z.string(), user: z.unknown(), properties: z.unknown() });

/** What is wrong with a run, a sentence each; empty if every row is where it belongs. */
export function whatDoesNotAddUp(outcome: Outcome): string[] {
	const { rows, attributes, events, rejected, lost, texted } = countsOf(outcome);
	const sentences: string[] = [];
	const complain = (sentence: string, rowsMeant: number[]) => {
		if (rowsMeant.length > 0) sentences.push(`${sentence}: ${list(rowsMeant)}.`);
	};
	if (outcome.failure !== undefined) sentences.push(`The flow failed: ${outcome.failure}.`);
	const expectedRows = outcome.members.rows;
	if (rows !== expectedRows.length) {
		sentences.push(`The flow read ${rows} rows, but the spreadsheet has ${expectedRows.length}.`);
	}
	if (lost !== 0) {
		sentences.push(`${rows} rows are not ${events} events plus ${rejected} rejected: lost=${lost}.`);
	}

	const sent = new Map(outcome.sent.map(({ row, externalEventId }) => [externalEventId, row]));
	const stored = outcome.events.map(({ body }) => eventBody.parse(body));
	const eventsOfRow = counted(stored.flatMap(({ externalEventId }) => sent.get(externalEventId) ?? []));
	const linesOfRow = counted(outcome.rejectedLines.map(({ Row }) => Number(Row)));
	const places = ({ row }: MemberRow) => (eventsOfRow.get(row) ?? 0) + (linesOfRow.get(row) ?? 0);
	const rowsWith = (condition: (member: MemberRow) => boolean) =>
		expectedRows.filter(condition).map(({ row }) => row);
	complain(
		'These rows are neither an event nor in the rejected file',
		rowsWith((row) => places(row) === 0),
	);
	complain(
		'These rows are there more than once',
		rowsWith((row) => places(row) > 1),
	);
	const unreported = stored.filter(({ externalEventId }) => !sent.has(externalEventId)).length;
	if (unreported > 0)
		sentences.push(`The flow does not tell of ${unreported} of the events that Attentive has.`);
	const ids = counted(stored.map(({ externalEventId }) => externalEventId));
	const repeated = [...ids].filter(([, count]) => count > 1).map(([id]) => id);
	if (repeated.length > 0) sentences.push(`These events were sent twice: ${repeated.join(', ')}.`);

	const byRow = new Map(expectedRows.map((member) => [member.row, member]));
	const wrong = stored.flatMap(({ externalEventId, user, properties }) => {
		const row = sent.get(externalEventId);
		const expected = row === undefined ? undefined : byRow.get(row)?.expected;
		if (row === undefined || expected?.kind !== 'event') return [];
		const fits = isDeepStrictEqual([user, properties], [expected.user, expected.properties]);
		return fits ? [] : [row];
	});
	complain('The events of these rows name another user or other points than the row', wrong);
	const wronglySet = difference(
		outcome.attributes.map(({ body }) => body),
		expectedRows.flatMap(({ expected }) => expected.set ?? []),
	);
	if (wronglySet > 0) {
		sentences.push(`${wronglySet} of ${attributes} attribute requests do not say what the rows say.`);
	}

	const rejections = new Map(outcome.rejections.map((rejection) => [rejection.row, rejection]));
	const misjudged = expectedRows.flatMap(({ row, expected }) => {
		const rejection = rejections.get(row);
		const should = expected.kind === 'rejected' ? expected.reasonCode : 'accepted';
		const is = rejection?.reasonCode ?? 'accepted';
		return should === is ? [] : [`row ${row} should be ${should} but is ${is}`];
	});
	if (misjudged.length > 0) sentences.push(`Rows were judged wrongly: ${misjudged.slice(0, 10).join('; ')}.`);

	const reached = new Map(
		outcome.texts.flatMap(({ externalEventId = '', phone }) => {
			const row = sent.get(externalEventId);
			return row === undefined ? [] : [[row, phone] as const];
		}),
	);
	complain(
		'The phone that was texted for these rows is not the one that can be reached',
		rowsWith(({ row, expected }) => {
			const phone = expected.kind === 'event' && eventsOfRow.has(row) ? expected.textedPhone : undefined;
			return reached.get(row) !== phone;
		}),
	);
	if (texted !== reached.size) sentences.push(`${texted} texts went out for ${reached.size} rows.`);
	if (texted === 0 || texted >= events) {
		sentences.push(`Some of those ${events} can be reached and some cannot, but ${texted} were texted.`);
	}
	sentences.push(...wrongInTextsFile(outcome));
	return sentences;
}

/** Every text must stand in the file of the sent texts, once. */
function wrongInTextsFile({ texts, textLines, textFailures }: Outcome): string[] {
	const sentences: string[] = [];
	const [failure] = textFailures;
	if (failure !== undefined)
		sentences.push(`${textFailures.length} runs of the flow for sent texts failed, the first: ${failure}.`);
	if (textLines.length !== texts.length)
		sentences.push(`${texts.length} texts went out, but the file of texts has ${textLines.length} rows.`);
	const inFile = counted(textLines.map(({ Phone }) => Phone));
	const sent = counted(texts.map(({ phone }) => phone));
	const fewer = [...sent].filter(([phone, count]) => (inFile.get(phone) ?? 0) < count);
	const more = [...inFile].filter(([phone = '', count]) => (sent.get(phone) ?? 0) < count);
	if (fewer.length > 0)
		sentences.push(`Texts to these phones are missing in the file: ${list(fewer.map(([phone]) => phone))}.`);
	if (more.length > 0)
		sentences.push(
			`The file has more texts to these phones than went out: ${list(more.map(([phone]) => phone))}.`,
		);
	return sentences;
}

function counted<Key>(keys: Key[]): Map<Key, number> {
	const counts = new Map<Key, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

/** How many of the things are not among the expected ones, each taken once, or the other way round. */
function difference(things: unknown[], expected: unknown[]): number {
	const open = counted(expected.map(stable));
	let extra = 0;
	for (const thing of things.map(stable)) {
		const left = open.get(thing) ?? 0;
		if (left === 0) extra++;
		else open.set(thing, left - 1);
	}
	const missing = [...open.values()].reduce((sum, count) => sum + count, 0);
	return Math.max(extra, missing);
}

/** JSON that does not depend on the order of keys. */
function stable(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}

function list(things: unknown[]): string {
	const shown = things.slice(0, 10).join(', ');
	return things.length > 10 ? `${shown} and ${things.length - 10} more` : shown;
}
