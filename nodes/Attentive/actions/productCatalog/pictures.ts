import { member } from '../../../values/member';
import { isFormulaError } from '../../../values/formulaError';
import { parseNumber } from '../../../values/number';
import { isAbsent, parseText } from '../../../values/text';
import { attempted } from '../../../values/valueError';

/** A picture of a product, as Attentive takes it. */
export interface Picture extends PictureFacts {
	src: string;
}

export interface PictureFacts {
	alt?: string;
	/** In pixels. */
	width?: number;
	height?: number;
}

/** Most characters of an alt text. */
const LONGEST_ALT = 512;

/** A comma may be a part of a link. */
const BETWEEN_LINKS = /[\s|]+|[,;]\s*(?=https?:)/i;

/** What shops call the parts of a picture: Shopify (REST and GraphQL), WooCommerce, BigCommerce, Contentful. */
const NAMES = {
	src: ['src', 'url', 'url_standard'],
	alt: ['alt', 'altText', 'alt_text'],
	width: ['width'],
	height: ['height'],
} as const;

/**
 * Links in a text, or a list of links or of a shop's pictures, each with what it says of itself.
 * @param isValue whether a link is one, and not the error of a formula
 */
export function parsePictures(value: unknown, isValue: (link: unknown) => boolean = () => true): Picture[] {
	if (isAbsent(value)) return [];
	const isPlain = typeof value !== 'object' || value === null;
	const entries: unknown[] = isPlain
		? (parseText(value) ?? '').split(BETWEEN_LINKS)
		: Array.isArray(value)
			? value
			: [value];
	const pictures = new Map<string, Picture>();
	for (const entry of entries) {
		const isObject = typeof entry === 'object' && entry !== null;
		const link = isObject ? part(entry, 'src') : entry;
		const src = isValue(link) ? parseText(link) : undefined;
		if (src === undefined || pictures.has(src)) continue;
		pictures.set(src, { src, ...(isObject ? ownFacts(entry) : {}) });
	}
	return [...pictures.values()];
}

function part(entry: object, name: keyof typeof NAMES): unknown {
	return NAMES[name].map((each) => member(entry, each)).find((found) => !isAbsent(found));
}

/** Nobody has chosen these: what cannot be used is not missed. */
function ownFacts(entry: object): PictureFacts {
	const alt = attempted(() => parseAlt(part(entry, 'alt')));
	return {
		...('value' in alt && alt.value !== undefined ? { alt: alt.value } : {}),
		...sizes(parsePixels(part(entry, 'width')), parsePixels(part(entry, 'height'))),
	};
}

function sizes(width: number | undefined, height: number | undefined): PictureFacts {
	return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

/** The beginning of a text, as much as Attentive takes. */
function parseAlt(value: unknown): string | undefined {
	const text = isFormulaError(value) ? undefined : parseText(value);
	return text === undefined ? undefined : [...text].slice(0, LONGEST_ALT).join('').trim() || undefined;
}

/** Undefined for what is no number of pixels. */
function parsePixels(value: unknown): number | undefined {
	const number = attempted(() => parseNumber(withoutUnit(value), { decimals: 'point' }));
	const pixels = 'value' in number ? number.value : undefined;
	return pixels !== undefined && Number.isInteger(pixels) && pixels > 0 ? pixels : undefined;
}

/** Without a pattern: cells may be of any length. */
function withoutUnit(value: unknown): unknown {
	const written = typeof value === 'string' ? value.trim() : value;
	return typeof written === 'string' && written.slice(-2).toLowerCase() === 'px'
		? written.slice(0, -2)
		: written;
}

/** A cell that says something of the pictures of its row, and the column that it stands in. */
export interface FactsCell {
	column: string;
	value: unknown;
}

/**
 * The pictures of a row with what its columns say of them: one entry for each picture, in their order. It comes before what
 * a picture says of itself.
 * @param remark keeps what was left out, as the end of "a product whose ..."
 */
export function withFacts(
	pictures: Picture[],
	cells: { alt?: FactsCell; width?: FactsCell; height?: FactsCell },
	remark: (text: string) => void,
): Picture[] {
	const entries = (cell: FactsCell | undefined, separator: RegExp): unknown[] => {
		if (!cell || isAbsent(cell.value)) return [];
		const all = entriesOf(cell.value, pictures.length > 1 ? separator : undefined);
		if (all.length <= pictures.length) return all;
		remark(`"${cell.column}" has more entries than there are images: it is left out`);
		return [];
	};
	const alts = entries(cells.alt, /[|\n]/);
	const pixels = (cell: FactsCell | undefined): Array<number | undefined> => {
		const read = entries(cell, /[|\n,;]/).map((entry) => [entry, parsePixels(entry)] as const);
		if (read.some(([entry, number]) => number === undefined && !isAbsent(entry)))
			remark(`"${cell?.column}" is not a number of pixels: it is left out`);
		return read.map(([, number]) => number);
	};
	const widths = pixels(cells.width);
	const heights = pixels(cells.height);
	return pictures.map((picture, index) => {
		const text = attempted(() => parseText(alts[index]));
		const written = 'value' in text ? text.value : undefined;
		const alt = parseAlt(written);
		if (alt !== undefined && [...(written ?? '')].length > LONGEST_ALT)
			remark(`"${cells.alt?.column}" is longer than ${LONGEST_ALT} characters: the rest is left out`);
		return { ...picture, ...(alt === undefined ? {} : { alt }), ...sizes(widths[index], heights[index]) };
	});
}

/** @param separator of a text; without it, a text is one entry */
function entriesOf(value: unknown, separator: RegExp | undefined): unknown[] {
	if (Array.isArray(value)) return value;
	return typeof value === 'string' && separator ? value.split(separator) : [value];
}
