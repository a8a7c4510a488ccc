import type { INodeExecutionData } from 'n8n-workflow';
import { RunError } from '../errors/runError';
import { dataPathSteps, valueAt } from '../values/dataPath';
import { excerpt, listed, nameExcerpt } from '../values/valueError';
import { withoutByteOrderMark, withoutInvisible } from '../values/characters';
import { didYouMean } from './didYouMean';
import { pathText } from './path';

/** Items in which a path is looked for. */
const ITEMS_LOOKED_INTO = 1_000;

/** The fields of all items of a run, found by name without regard to case and outer spaces. */
export class Columns {
	private readonly spellings = new Map<string, Set<string>>();
	private readonly paths = new Map<string, boolean>();

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

	/** Whether any item has such a field. */
	has(name: string): boolean {
		return this.spellings.has(fold(name)) || this.isPath(name);
	}

	/** The value of a field: of the item itself, or of an object in it by a path such as body.sku. */
	cell(item: number, name: string): unknown {
		const row = this.items[item]?.json ?? {};
		const spellings = this.spellings.get(fold(name));
		if (spellings) {
			const [field] = this.only(spellings);
			// A field may be called constructor: what every object has is no value of it.
			return field !== undefined && Object.hasOwn(row, field) ? row[field] : undefined;
		}
		if (this.isPath(name)) return valueAt(row, name);
		const meant = didYouMean([name], this.items);
		const names = [...this.spellings.values()].flatMap(([first]) => first?.trim() ?? []);
		throw new RunError({
			reasonCode: 'noSuchField',
			field: name.trim(),
			reason: `is a field that no item has.${meant ? ` Did you mean '${excerpt(pathText(meant))}'?` : ''}`,
			wayOut: `Fields: ${listed(names)}`,
		});
	}

	/** Whether it leads to a value in any of the first items. */
	private isPath(name: string): boolean {
		const known = this.paths.get(name);
		if (known !== undefined) return known;
		const isPath =
			dataPathSteps(name) !== undefined &&
			this.items.slice(0, ITEMS_LOOKED_INTO).some(({ json }) => valueAt(json, name) !== undefined);
		this.paths.set(name, isPath);
		return isPath;
	}

	private only(spellings: Set<string>): Set<string> {
		if (spellings.size <= 1) return spellings;
		throw new RunError({
			reasonCode: 'columnsAlike',
			field: [...spellings]
				.slice(0, 2)
				.map((spelling) => `"${nameExcerpt(spelling)}"`)
				.join(' and '),
			reason: 'are fields that differ only by case or spaces',
			wayOut: 'Rename or remove all but one',
		});
	}
}

/** Headers without regard to case, blanks and invisible characters: those that fold to the same text are taken for the same column. */
export function fold(header: string): string {
	return withoutInvisible(withoutByteOrderMark(header).normalize('NFC')).replace(/\s+/g, ' ').toLowerCase();
}
