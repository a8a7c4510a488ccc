import { LARGEST_LINE, MOST_VARIANTS } from '../../../schemas/catalogProducts';
import { listed, ValueError } from '../../../values/valueError';
import { fold } from '../../../parameters/columns';
import { partLabel, type CatalogColumns } from './catalogColumns';
import { CsvReader, type CsvRecord } from './csv';
import { checkedProduct, checkSize, lineOfRows } from './product';
import { NO_STOCK, productIdOf, productRow, type CellOf, type ProductRow } from './productRow';
import { SeenIds } from './seenIds';

export type Chunks = AsyncIterable<Uint8Array>;

/** A product that a file holds, as it is to be uploaded; or what is wrong there. */
export type FileLine =
	| {
			kind: 'product';
			line: number;
			bytes: Uint8Array;
			productId: string;
			variantIds: string[];
			remarks: string[];
	  }
	| { kind: 'problem'; line: number; problem: ValueError }
	/** A product that is left as it is in Attentive, and why. */
	| { kind: 'leftOut'; line: number; problem: ValueError };

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const BRACE = 0x7b;
const BRACKET = 0x5b;

/** Whether a file holds a JSON object on each line, by its first character. Throws a ValueError for a JSON list. */
export async function isNdjson(chunks: Chunks): Promise<boolean> {
	for await (const chunk of chunks) {
		// A byte order mark may come in pieces.
		const first = chunk.find((byte) => byte > 0x20 && !BYTE_ORDER_MARK.includes(byte));
		if (first === BRACKET) {
			throw new ValueError({
				reasonCode: 'jsonList',
				field: 'The file',
				reason: 'is a JSON list',
				wayOut: 'Write one product per line, without brackets around them or commas between them (NDJSON)',
			});
		}
		if (first !== undefined) return first === BRACE;
	}
	return false;
}

/** The lines of an NDJSON file as they are, without the empty ones and a byte order mark. */
export async function* rawLines(
	chunks: Chunks,
): AsyncGenerator<{ line: number; bytes: Uint8Array; size: number }> {
	let pieces: Uint8Array[] = [];
	let size = 0;
	let line = 1;
	const add = (piece: Uint8Array) => {
		size += piece.length;
		// What is too large is not kept.
		if (size > LARGEST_LINE + BYTE_ORDER_MARK.length) pieces = [];
		else pieces.push(piece);
	};
	const whole = () => {
		const bytes = Buffer.concat(pieces);
		const found = { line, bytes: line === 1 ? withoutMark(bytes) : bytes, size };
		pieces = [];
		size = 0;
		line++;
		return found;
	};
	for await (const chunk of chunks) {
		let from = 0;
		for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
			add(chunk.subarray(from, to));
			const found = whole();
			if (!isBlank(found)) yield found;
			from = to + 1;
		}
		if (from < chunk.length) add(chunk.subarray(from));
	}
	const last = whole();
	if (!isBlank(last)) yield last;
}

/** The lines of an NDJSON file, each checked. */
export async function* checkedLines(chunks: Chunks): AsyncGenerator<FileLine> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	for await (const { line, bytes, size } of rawLines(chunks)) {
		try {
			checkSize(size);
			const product = parsedLine(bytes, decoder);
			yield { kind: 'product', line, bytes, ...checkedProduct(product), remarks: [] };
		} catch (error) {
			yield problemAt(line, error);
		}
	}
}

function parsedLine(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): unknown {
	const text = decoded('The line', decoder, bytes);
	try {
		const product: unknown = JSON.parse(text);
		return product;
	} catch {
		return unreadable('The line', 'is not JSON', 'Write each product as one JSON object on its own line');
	}
}

function unreadable(field: string, reason: string, wayOut: string): never {
	throw new ValueError({ reasonCode: 'unreadable', field, reason, wayOut });
}

/**
 * The products of a CSV file, from the rows that stand together with one product ID. Lines are counted as the file has them.
 * @param now ISO time, for what does not say when it was updated: the same for each reading of a file
 */
export async function* csvProducts(
	chunks: Chunks,
	columns: CatalogColumns,
	now: string,
): AsyncGenerator<FileLine> {
	let header: CsvHeader | undefined;
	let open: OpenProduct | undefined;
	const productIds = new SeenIds();
	for await (const record of csvRecords(chunks)) {
		if (!header) {
			header = new CsvHeader(record.cells, columns);
			continue;
		}
		try {
			const cellOf = header.cellsOf(record);
			const productId = productIdOf(columns, cellOf);
			if (open && open.productId !== productId) {
				yield* finished(open, columns);
				open = undefined;
			}
			if (!open) {
				open = { productId, line: record.line, rows: [], isBad: false, isLeftOut: false };
				if (productId !== undefined && !productIds.add(productId)) throw apart(columns, productId);
			}
			if (open.rows.length <= MOST_VARIANTS) open.rows.push(productRow(columns, cellOf, now));
		} catch (error) {
			const problem = asProblem(error);
			const isTold = open?.isLeftOut === true;
			const isLeftOut = problem.problem.reasonCode === NO_STOCK;
			if (open) {
				open.isBad = true;
				open.isLeftOut ||= isLeftOut;
			}
			if (!isLeftOut) yield { kind: 'problem', line: record.line, problem };
			else if (!isTold) yield { kind: 'leftOut', line: record.line, problem };
		}
	}
	if (open) yield* finished(open, columns);
}

/** A product whose rows may go on. */
interface OpenProduct {
	productId: string | undefined;
	/** Of its first row. */
	line: number;
	rows: ProductRow[];
	isBad: boolean;
	/** Whether it was told that it is left out. */
	isLeftOut: boolean;
}

/** Nothing of a product of which a row is bad, which has been told. */
function* finished({ rows, line, isBad }: OpenProduct, columns: CatalogColumns): Generator<FileLine> {
	if (isBad) return;
	try {
		const { line: text, ...product } = lineOfRows(rows, columns);
		yield { kind: 'product', line, bytes: Buffer.from(text), ...product };
	} catch (error) {
		yield problemAt(line, error);
	}
}

function apart(columns: CatalogColumns, productId: string): ValueError {
	return new ValueError({
		reasonCode: 'rowsApart',
		field: partLabel(columns, 'productId'),
		value: productId,
		reason: 'comes again after a different product',
		wayOut: 'Sort the file so that all rows of a product are next to each other',
	});
}

/** Throws a ValueError where the file cannot be read any further. */
async function* csvRecords(chunks: Chunks): AsyncGenerator<CsvRecord> {
	const reader = new CsvReader();
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	for await (const chunk of chunks) yield* reader.take(decoded('The file', decoder, chunk, { stream: true }));
	yield* reader.take(decoded('The file', decoder));
	yield* reader.end();
}

/** Throws a ValueError for what is not UTF-8. */
function decoded(
	field: string,
	decoder: InstanceType<typeof TextDecoder>,
	bytes?: Uint8Array,
	more = {},
): string {
	try {
		return decoder.decode(bytes, more);
	} catch {
		return unreadable(field, 'is not UTF-8', 'Save the file in UTF-8, as Excel does with "CSV UTF-8"');
	}
}

/** The first record of a CSV file: which cell is whose. */
class CsvHeader {
	private readonly places = new Map<string, number>();

	constructor(
		private readonly headers: string[],
		columns: CatalogColumns,
	) {
		for (const [place, header] of headers.entries()) {
			if (header.trim() === '') continue;
			if (this.places.has(fold(header)))
				throw this.wrong(header, 'is the header of two columns', 'Rename one of them');
			this.places.set(fold(header), place);
		}
		const wanted = Object.values(columns.parts).flatMap(({ column, optional }) => (optional ? [] : [column]));
		const others = columns.otherPrices.flatMap(({ column, compareAtColumn = [] }) =>
			[column].concat(compareAtColumn),
		);
		for (const column of [...wanted, ...others, ...Object.values(columns.lists).flat()]) {
			if (this.places.has(fold(column))) continue;
			throw this.wrong(
				column,
				'is a column that the file does not have',
				`The columns are: ${listed(headers)}`,
			);
		}
	}

	/** Throws a ValueError for a record that has more cells than there are headers. */
	cellsOf({ cells }: CsvRecord): CellOf {
		if (cells.slice(this.headers.length).some((cell) => cell.trim() !== ''))
			throw this.wrong(
				'The row',
				'has more cells than there are headers',
				'Put cells that contain a comma in quotes',
			);
		return (column) => {
			const place = this.places.get(fold(column));
			return place === undefined ? undefined : cells[place];
		};
	}

	private wrong(field: string, reason: string, wayOut: string): ValueError {
		return new ValueError({ reasonCode: 'notCsv', field, reason, wayOut });
	}
}

function problemAt(line: number, error: unknown): FileLine {
	return { kind: 'problem', line, problem: asProblem(error) };
}

function asProblem(error: unknown): ValueError {
	if (error instanceof ValueError) return error;
	throw error;
}

function isBlank({ bytes, size }: { bytes: Uint8Array; size: number }): boolean {
	return size <= LARGEST_LINE && bytes.every((byte) => byte <= 0x20);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
	return BYTE_ORDER_MARK.equals(bytes.subarray(0, 3)) ? bytes.subarray(3) : bytes;
}
