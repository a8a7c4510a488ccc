import { LARGEST_FILE, MOST_PRODUCTS } from '../../../schemas/catalogProducts';
import type { UploadFile } from '../../../transport/storage';
import { excerpt, ValueError } from '../../../values/valueError';
import type { ItemFile } from '../../../parameters/itemSource';
import type { CatalogColumns } from './catalogColumns';
import { checkedLines, csvProducts, isNdjson, rawLines, type Chunks, type FileLine } from './fileLines';
import { idTwice } from './product';
import { SeenIds } from './seenIds';

/** A file that was read once and found good. */
export interface CheckedFile {
	file: UploadFile;
	products: number;
	variants: number;
	/** The beginning of the first line, for people. */
	firstLine: string;
	/** Where the products stand in the file: of what is uploaded, line n is at [n - 1]. */
	lineNumbers: Uint32Array;
	/** Products without a stock, which stay as they are in Attentive. */
	leftOut: LeftOutProducts;
	/** What was decided for the user, with how many products it concerns. */
	remarks: Map<string, number>;
}

export interface LeftOutProducts {
	count: number;
	/** The first lines. */
	lines: number[];
	/** The column that is empty. */
	column?: string;
}

/** Most bad lines that an error names. */
const MOST_NAMED = 10;
/** Bytes of the first line that a result shows. */
const SHOWN_OF_FIRST_LINE = 1_000;
/** Bytes that are handed on at once. */
const PIECE = 65_536;

/**
 * Reads a whole file as a stream and checks each line, of which only numbers are kept. What it gives can be read again for each upload.
 * Throws a ValueError that names the first bad lines and counts the rest.
 * @param now ISO time, for products that do not say when they were updated
 */
export async function checkedFile(
	file: ItemFile,
	columns: CatalogColumns,
	now: string,
): Promise<CheckedFile> {
	const ndjson = await isNdjson(file.chunks());
	const check = new FileCheck();
	for await (const line of ndjson ? checkedLines(file.chunks()) : csvProducts(file.chunks(), columns, now)) {
		check.take(line);
	}
	check.throwIfBad(file.name ?? 'The file');
	const lines = (chunks: Chunks) =>
		ndjson ? rawLines(chunks) : goodProducts(csvProducts(chunks, columns, now));
	return {
		...check.facts,
		file: { bytes: check.bytes, open: async () => await file.through((chunks) => asPieces(lines(chunks))) },
	};
}

/** What is known of a file after some of its lines. */
class FileCheck {
	bytes = 0;
	private readonly lineNumbers: number[] = [];
	private readonly remarks = new Map<string, number>();
	private readonly productIds = new SeenIds();
	private readonly variantIds = new SeenIds();
	private readonly problems: Array<{ line: number; problem: ValueError }> = [];
	private readonly leftOut: LeftOutProducts = { count: 0, lines: [] };
	private problemCount = 0;
	private variants = 0;
	private onlyLeftOut?: { line: number; problem: ValueError };
	private firstLine = '';

	get facts() {
		const { variants, firstLine, remarks, leftOut } = this;
		const lineNumbers = Uint32Array.from(this.lineNumbers);
		return { products: lineNumbers.length, variants, firstLine, remarks, leftOut, lineNumbers };
	}

	take(line: FileLine): void {
		if (line.kind === 'problem') return this.note(line.line, line.problem);
		if (line.kind === 'leftOut') return this.leaveOut(line.line, line.problem);
		const { productId, variantIds, bytes, remarks } = line;
		this.checkIds(line.line, productId, variantIds);
		this.bytes += bytes.length + 1;
		this.variants += variantIds.length;
		if (this.lineNumbers.length === 0) this.firstLine = beginning(bytes);
		this.lineNumbers.push(line.line);
		for (const remark of remarks) this.remarks.set(remark, (this.remarks.get(remark) ?? 0) + 1);
		if (this.lineNumbers.length > MOST_PRODUCTS) throw tooLarge(`more than ${MOST_PRODUCTS} products`);
		if (this.bytes > LARGEST_FILE) throw tooLarge(`more than ${LARGEST_FILE} bytes`);
	}

	throwIfBad(name: string): void {
		if (this.problemCount > 0) throw this.badLines(name);
		if (this.lineNumbers.length > 0) return;
		if (this.onlyLeftOut) {
			this.note(this.onlyLeftOut.line, this.onlyLeftOut.problem);
			throw this.badLines(name);
		}
		throw new ValueError({
			reasonCode: 'noProducts',
			field: name,
			reason: 'contains no products',
			wayOut: 'Use a file with at least one',
		});
	}

	private leaveOut(line: number, { problem }: ValueError): void {
		this.leftOut.count++;
		this.leftOut.column = problem.field;
		if (this.leftOut.lines.length < MOST_NAMED) this.leftOut.lines.push(line);
		// Where nothing is left, it is what is wrong.
		this.onlyLeftOut ??= { line, problem: new ValueError(problem) };
	}

	private checkIds(line: number, productId: string, variantIds: string[]): void {
		if (!this.productIds.add(productId)) this.note(line, idTwice('id', productId));
		const twice = variantIds.filter((id) => !this.variantIds.add(id));
		if (twice[0] !== undefined) this.note(line, idTwice('The variant ID', twice[0]));
	}

	private note(line: number, problem: ValueError): void {
		this.problemCount++;
		if (this.problems.length < MOST_NAMED) this.problems.push({ line, problem });
	}

	private badLines(name: string): ValueError {
		const named = this.problems.map(({ line, problem }) => `line ${line}: ${words(problem)}`);
		const rest = this.problemCount - named.length;
		const all = rest > 0 ? [...named, `and ${rest} more`] : named;
		return new ValueError({
			reasonCode: 'badLines',
			field: name,
			reason: `has ${this.problemCount === 1 ? 'an error' : `${this.problemCount} errors`}: ${all.join('; ')}`,
			wayOut: 'Correct the file. Nothing was sent',
		});
	}
}

function words({ problem: { field, value, reason, wayOut } }: ValueError): string {
	const what = field === undefined ? '' : `${field}${value === undefined ? '' : ` "${excerpt(value)}"`} `;
	return `${what}${reason}${wayOut === undefined ? '' : ` (${wayOut})`}`;
}

function tooLarge(what: string): ValueError {
	return new ValueError({
		reasonCode: 'fileTooLarge',
		field: 'The file',
		reason: `has ${what}, Attentive's limit`,
		wayOut: 'Split it into several files',
	});
}

function beginning(bytes: Uint8Array): string {
	const text = new TextDecoder().decode(bytes.subarray(0, SHOWN_OF_FIRST_LINE));
	return bytes.length > SHOWN_OF_FIRST_LINE ? `${text}…` : text;
}

async function* goodProducts(lines: AsyncIterable<FileLine>): AsyncGenerator<{ bytes: Uint8Array }> {
	for await (const line of lines) if (line.kind === 'product') yield line;
}

/** Lines with their ends, gathered into pieces: a line is little for a network. */
async function* asPieces(lines: AsyncIterable<{ bytes: Uint8Array }>): AsyncGenerator<Uint8Array> {
	let gathered: Uint8Array[] = [];
	let size = 0;
	for await (const { bytes } of lines) {
		gathered.push(bytes, NEWLINE);
		size += bytes.length + NEWLINE.length;
		if (size < PIECE) continue;
		yield Buffer.concat(gathered);
		gathered = [];
		size = 0;
	}
	if (size > 0) yield Buffer.concat(gathered);
}

const NEWLINE = Buffer.from('\n');
