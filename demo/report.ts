import type { Counts } from './addUp';
import type { Outcome, Rejection } from './loyaltyFlow';

/** Most characters of a reason that the table shows; the file has them all. */
const widestReason = 56;
const widestExample = 30;

const noTextWords: Record<Outcome['noTexts'][number]['reason'], string> = {
	noSubscription: 'has not subscribed to order texts with this phone',
	noPhone: 'has no phone that Attentive knows',
	attributeMissing: 'has no points balance, which the text shows',
	noJourney: 'has an event that no journey waits for',
	quietHours: 'has quiet hours',
	tooOld: 'has an event that is too old',
	dropped: 'had this very event before',
	inJourney: 'has a cart that waits already',
	purchased: 'has bought what was in the cart',
	erased: 'was deleted while the cart waited',
};

/** The rejected rows by column and reason, most frequent first. */
export function rejectionTable(rejections: Rejection[]): string {
	const groups = new Map<string, Rejection[]>();
	for (const rejection of rejections) {
		const key = `${rejection.reasonCode} ${rejection.field ?? ''}`;
		groups.set(key, [...(groups.get(key) ?? []), rejection]);
	}
	const rows = [...groups.values()]
		.sort((a, b) => b.length - a.length)
		.map((group) => [String(group.length), ...group.slice(0, 1).flatMap(describe)]);
	return table(['Rows', 'Field', 'What is wrong', 'For example'], rows);
}

function describe({ field, reason, row, value }: Rejection): string[] {
	return [
		field ?? '(refused by Attentive)',
		cut(reason, widestReason),
		value === undefined ? `row ${row}` : cut(`row ${row}: ${value}`, widestExample),
	];
}

/** Why accepted events started no text. */
export function noTextTable(noTexts: Outcome['noTexts']): string {
	const counts = new Map<string, number>();
	for (const { reason } of noTexts)
		counts.set(noTextWords[reason], (counts.get(noTextWords[reason]) ?? 0) + 1);
	const rows = [...counts].sort(([, a], [, b]) => b - a).map(([words, count]) => [String(count), words]);
	return table(['Events', 'Why'], rows);
}

/** How the texts were reported to the other flow. */
export function deliveryReport({ deliveries }: Outcome): string {
	const again = deliveries.filter(({ attempts }) => attempts.length > 1).length;
	const tries =
		again === 0 ? '' : `, ${again} of them more than once, because the first attempt was not answered`;
	return `${deliveries.length} webhooks were delivered${tries}.`;
}

export function lastLine(counts: Counts): string {
	const { rows, attributes, events, rejected, lost, texted, webhooks } = counts;
	return `demo: rows=${rows} attributes=${attributes} events=${events} rejected=${rejected} lost=${lost} texted=${texted} webhooks=${webhooks}`;
}

function table(headers: string[], rows: string[][]): string {
	const widths = headers.map((header, column) =>
		Math.max(header.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	// The first column holds counts.
	const line = (cells: string[]) =>
		cells
			.map((cell, column) =>
				column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
			)
			.join('  ')
			.trimEnd();
	return [line(headers), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
		.map((text) => `  ${text}`)
		.join('\n');
}

function cut(text: string, length: number): string {
	const oneLine = text.replace(/\s+/g, ' ');
	return oneLine.length > length ? `${oneLine.slice(0, length - 1)}…` : oneLine;
}
