import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { CatalogErrorType } from './lineRules';
import { product, type Product } from './product';

export interface CatalogLimits {
	fileBytes: number;
	lineBytes: number;
	lines: number;
}

/** OpenAPI's CatalogUploadErrorResponse. */
export interface CatalogError {
	errorType: CatalogErrorType;
	errorMessage: string;
	lineNum: number;
}

/** OpenAPI: "up to 10 errors for every validation type". */
const shownOfEachType = 10;
const newline = 0x0a;

/**
 * Reads a catalog file as it comes, line by line. Nothing of it is kept but counts, errors and the IDs that must not
 * come twice; whoever wants more takes it from `accept`.
 */
export class CatalogFileCheck {
	bytes = 0;
	lines = 0;
	/** Lines without an error. */
	good = 0;
	/** All of them, also those that are not shown. */
	errorCount = 0;
	readonly errors: CatalogError[] = [];
	private readonly shown = new Map<CatalogErrorType, number>();
	private readonly productIds = new Set<string>();
	private readonly variantIds = new Set<string>();
	private readonly hash = createHash('sha256');
	// A byte order mark is no JSON.
	private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	/** The beginning of a line whose end has not come yet. */
	private begun: Buffer[] = [];
	private begunBytes = 0;

	constructor(
		private readonly limits: CatalogLimits,
		private readonly accept: (product: Product, line: number) => void,
	) {}

	/** Neither the file nor its number of lines may be too large: then none of it counts (assumed). */
	get tooLarge(): boolean {
		return this.bytes > this.limits.fileBytes || this.lines > this.limits.lines;
	}

	take(chunk: Buffer): void {
		this.hash.update(chunk);
		const before = this.bytes;
		this.bytes += chunk.length;
		const { fileBytes } = this.limits;
		if (this.bytes > fileBytes && before <= fileBytes) {
			this.report('FILE_TOO_LARGE', `expected a file of at most ${fileBytes} bytes`, this.lines + 1);
		}
		let from = 0;
		for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
			this.gather(chunk.subarray(from, to));
			this.endLine();
			from = to + 1;
		}
		this.gather(chunk.subarray(from));
	}

	/** A last line needs no newline. */
	end(): void {
		if (this.begunBytes > 0) this.endLine();
	}

	sha256(): string {
		return this.hash.digest('hex');
	}

	/** What is beyond the limit is counted and let go. */
	private gather(piece: Buffer): void {
		this.begunBytes += piece.length;
		if (this.begunBytes > this.limits.lineBytes) this.begun = [];
		else if (piece.length > 0) this.begun.push(piece);
	}

	private endLine(): void {
		const [first, ...others] = this.begun;
		const bytes = others.length === 0 && first !== undefined ? first : Buffer.concat(this.begun);
		const { lines: mostLines, lineBytes } = this.limits;
		const isTooLong = this.begunBytes > lineBytes;
		this.begun = [];
		this.begunBytes = 0;
		this.lines += 1;
		if (this.lines > mostLines) {
			if (this.lines === mostLines + 1) {
				this.report('TOO_MANY_LINES', `expected at most ${mostLines} lines`, this.lines);
			}
			return;
		}
		if (isTooLong) return this.report('LINE_TOO_LARGE', `expected a line of at most ${lineBytes} bytes`);
		this.checkLine(bytes);
	}

	private checkLine(bytes: Buffer): void {
		let parsed: unknown;
		try {
			parsed = JSON.parse(this.decoder.decode(bytes));
		} catch (error) {
			return error instanceof SyntaxError
				? this.report('INVALID_JSON', 'expected a product as one JSON object on one line')
				: this.report('INVALID_ENCODING', 'expected UTF-8');
		}
		const outcome = product.safeParse(parsed);
		if (!outcome.success) {
			for (const issue of outcome.error.issues) this.report(errorTypeOf(issue), words(issue));
			return;
		}
		const { id, variants } = outcome.data;
		const taken = [
			...(this.productIds.has(id) ? [`id: expected an ID that no other product of the file has`] : []),
			...variants.flatMap((variant, index) =>
				this.variantIds.has(variant.id)
					? [`variants.${index}.id: expected an ID that no other variant of the file has`]
					: [],
			),
		];
		for (const complaint of taken) this.report('DUPLICATE_ID', complaint);
		if (taken.length > 0) return;
		this.productIds.add(id);
		for (const variant of variants) this.variantIds.add(variant.id);
		this.good += 1;
		this.accept(outcome.data, this.lines);
	}

	private report(errorType: CatalogErrorType, errorMessage: string, lineNum = this.lines): void {
		this.errorCount += 1;
		const shown = (this.shown.get(errorType) ?? 0) + 1;
		this.shown.set(errorType, shown);
		if (shown <= shownOfEachType) this.errors.push({ errorType, errorMessage, lineNum });
	}
}

function errorTypeOf(issue: z.ZodIssue): CatalogErrorType {
	switch (issue.code) {
		case 'invalid_type':
			return issue.received === 'undefined' ? 'MISSING_FIELD' : 'INVALID_TYPE';
		case 'unrecognized_keys':
			return 'UNKNOWN_FIELD';
		case 'too_big':
			return 'TOO_LONG';
		case 'custom':
			return issue.params?.errorType;
		default:
			throw new Error(`No rule of a catalog line says ${issue.code}.`);
	}
}

function words(issue: z.ZodIssue): string {
	const message =
		issue.code === 'invalid_type' ? `expected ${issue.expected}, received ${issue.received}` : issue.message;
	return issue.path.length === 0 ? message : `${issue.path.join('.')}: ${message}`;
}
