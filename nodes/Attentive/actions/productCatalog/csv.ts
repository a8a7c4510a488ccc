import { ValueError } from '../../../values/valueError';

/** A record of a CSV file, with the number of the line on which it begins, from 1. */
export interface CsvRecord {
	line: number;
	cells: string[];
}

const DELIMITERS = [',', ';', '\t', '|'];
/** The line by which a file tells Excel its separator: sep=; */
const NAMES_SEPARATOR = /^(?:sep=(.)|"sep=(.)")[,;\t|]*\s*$/i;
/** Text without a character that may mean something, or one such character. */
const ORDINARY_OR_SPECIAL = /[^",;\t|\r\n]+|[",;\t|\r\n]/g;
/** A cell longer than this, in characters, has lost its closing quote: else the whole file would be read into it. */
const LONGEST_RECORD = 4_000_000;

/**
 * Reads CSV as RFC 4180 describes it, and as spreadsheets write it: any of comma, semicolon, tab and "|" between the cells, as the
 * first line has or names it, any line ends, and quotes within a cell that has none around it. Empty lines are passed over. Nothing is kept but the record at hand.
 */
export class CsvReader {
	private delimiter?: string;
	private cells: string[] = [];
	private cell = '';
	private state: 'start' | 'plain' | 'quoted' | 'quoteInQuoted' = 'start';
	private line = 1;
	private beganAt = 1;
	private size = 0;
	/** Text whose meaning depends on what comes: the first line, as long as its delimiter is not known. */
	private held = '';
	/** How much is held when the first line is looked for again: a line of many pieces would be read as many times. */
	private enough = 0;
	private afterReturn = false;

	/** The records that a piece of the file completes. Throws a ValueError for a quote that is not closed. */
	*take(piece: string): Generator<CsvRecord> {
		yield* this.takeMore(piece, false);
	}

	/** @param isLast whether nothing comes after it: then the first line is whole, whatever its quotes say */
	private *takeMore(piece: string, isLast: boolean): Generator<CsvRecord> {
		let text = this.held + piece;
		this.held = '';
		if (this.delimiter === undefined) {
			const isEnough = isLast || text.length >= this.enough;
			const firstLine = isEnough ? (firstLineOf(text) ?? (isLast ? text : undefined)) : undefined;
			if (firstLine === undefined) {
				this.held = text;
				if (isEnough) this.enough = 2 * text.length;
				return;
			}
			text = text.replace(/^\ufeff/, '');
			const named = NAMES_SEPARATOR.exec(firstLine);
			this.delimiter = named ? separatorIn(named) : likelyDelimiter(firstLine);
			if (named) {
				const end = text.indexOf(firstLine) + firstLine.length;
				this.line += text.slice(0, end).split(/\r\n|\r|\n/).length - 1;
				this.beganAt = this.line;
				text = text.slice(end);
			}
		}
		yield* this.read(text);
	}

	/** The last record, where no line end follows it. */
	*end(): Generator<CsvRecord> {
		if (this.delimiter === undefined) yield* this.takeMore('\n', true);
		if (this.state === 'quoted') throw this.unclosed();
		yield* this.endRecord();
	}

	private *read(text: string): Generator<CsvRecord> {
		for (const character of text.match(ORDINARY_OR_SPECIAL) ?? []) {
			const wasReturn = this.afterReturn;
			this.afterReturn = false;
			if (this.state === 'quoted') {
				if (character === '"') this.state = 'quoteInQuoted';
				else this.add(character);
				if (character === '\n' || character === '\r') {
					if (!(wasReturn && character === '\n')) this.line++;
					this.afterReturn = character === '\r';
				}
			} else if (character === '"' && this.state === 'quoteInQuoted') {
				this.add(character);
				this.state = 'quoted';
			} else if (character === '"' && this.state === 'start') {
				this.state = 'quoted';
			} else if (character === this.delimiter) {
				this.endCell();
			} else if (character === '\n' || character === '\r') {
				// The two of them are one line end.
				if (wasReturn && character === '\n') {
					this.beganAt = this.line;
					continue;
				}
				yield* this.endRecord();
				this.line++;
				this.beganAt = this.line;
				this.afterReturn = character === '\r';
			} else {
				this.add(character);
				this.state = 'plain';
			}
		}
	}

	private add(text: string): void {
		this.cell += text;
		this.size += text.length;
		if (this.size > LONGEST_RECORD) throw this.unclosed();
	}

	private endCell(): void {
		this.cells.push(this.cell);
		this.cell = '';
		this.state = 'start';
	}

	private *endRecord(): Generator<CsvRecord> {
		this.endCell();
		const { cells, beganAt } = this;
		this.cells = [];
		this.size = 0;
		if (cells.some((cell) => cell !== '')) yield { line: beganAt, cells };
	}

	private unclosed(): ValueError {
		return new ValueError({
			reasonCode: 'notCsv',
			field: `Line ${this.beganAt}`,
			reason: 'has a quote that is never closed',
			wayOut: 'Correct the file, or save it as CSV again',
		});
	}
}

/**
 * The first line that is not empty, if the text holds it whole: a line end within quotes is none. A quote counts only where a cell begins,
 * so that one in a header such as Size 5" is a part of it.
 */
function firstLineOf(text: string): string | undefined {
	const bare = text.replace(/^\ufeff/, '');
	const from = bare.search(/[^\r\n]/);
	let isQuoted = false;
	let beginsCell = true;
	for (let at = from; at >= 0 && at < bare.length; at++) {
		const character = bare.charAt(at);
		if (character === '"') {
			if (isQuoted || beginsCell) isQuoted = !isQuoted;
			beginsCell = false;
			// Two quotes within quotes are one.
			if (!isQuoted && bare.charAt(at + 1) === '"') isQuoted = bare.charAt(++at) === '"';
			continue;
		}
		if (!isQuoted && (character === '\n' || character === '\r')) return bare.slice(from, at);
		beginsCell = !isQuoted && DELIMITERS.includes(character);
	}
	return bare.length < LONGEST_RECORD ? undefined : bare;
}

/** Throws a ValueError for a separator that no spreadsheet writes. */
function separatorIn([, plain, quoted]: RegExpExecArray): string {
	const named = plain ?? quoted ?? '';
	if (DELIMITERS.includes(named)) return named;
	throw new ValueError({
		reasonCode: 'notCsv',
		field: 'The first line',
		value: `sep=${named}`,
		reason: 'names a separator that is not supported',
		wayOut: 'Save the file with commas, semicolons, tabs or | between the cells',
	});
}

function likelyDelimiter(line: string): string {
	const bare = line.replace(/(^|[,;\t|])"(?:[^"]|"")*"/g, '$1');
	const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
	return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
