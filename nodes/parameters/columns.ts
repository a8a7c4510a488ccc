import type { INodeExecutionData } from 'n8n-workflow';
import { isOwn } from './ownKeys';
import { RunError } from '../errors/runError';

/** The columns of all items of a run, found by header without regard to case and outer spaces. */
export class Columns {
	private readonly spellings = new Map<string, Set<string>>();

	constructor(private readonly items: INodeExecutionData[]) {
		const seen = new Set<string>();
		for (const item of items) {
			for (const header of Object.keys(item.json)) {
				if (seen.has(header)) continue;
				seen.add(header);
				const folded = fold(header);
				const others = this.spellings.get(folded);
				if (others) others.add(header);
				else this.spellings.set(folded, new Set([header]));
			}
		}
	}

	has(column: string): boolean {
		return this.spellings.has(fold(column));
	}

	cell(item: number, column: string): unknown {
		const spellings = this.spellings.get(fold(column));
		if (!spellings) {
			throw new RunError({
				reasonCode: 'noSuchColumn',
				field: column.trim(),
				reason: 'is a column that no item has',
				wayOut: `The columns are: ${[...this.spellings.values()].map(([first]) => first?.trim()).join(', ')}`,
			});
		}
		const [header] = this.only(spellings);
		const row = this.items[item]?.json ?? {};
		// A header may be called constructor: what every object has is not a cell.
		return header !== undefined && Object.hasOwn(row, header) ? row[header] : undefined;
	}

	cells(item: number): Map<string, unknown> {
		const cells = new Map<string, unknown>();
		for (const [header, value] of Object.entries(this.items[item]?.json ?? {})) {
			// A column without a header has no name to be sent under.
			if (isOwn(header, value) || header.trim() === '') continue;
			this.only(this.spellings.get(fold(header)) ?? new Set());
			cells.set(header.trim(), value);
		}
		return cells;
	}

	private only(spellings: Set<string>): Set<string> {
		if (spellings.size <= 1) return spellings;
		throw new RunError({
			reasonCode: 'columnsAlike',
			field: [...spellings].map((spelling) => `"${spelling}"`).join(' and '),
			reason: 'are columns that differ only by case or spaces',
			wayOut: 'Rename or remove all but one',
		});
	}
}

/** Headers that fold to the same text are taken for the same column. */
export function fold(header: string): string {
	return header.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
