import { parseNumber } from './number';
import { attempted, ValueError } from './valueError';

/** About 0.01 mm: finer than any place is known. */
const MOST_DECIMALS = 10;

/** Degrees north of the equator, as Attentive takes them; undefined where the cell is empty. Throws a ValueError for anything else. */
export function latitude(value: unknown): string | undefined {
	return coordinate(value, { name: 'latitude', most: 90, example: '40.730610' });
}

/** Degrees east of Greenwich, as Attentive takes them; undefined where the cell is empty. Throws a ValueError for anything else. */
export function longitude(value: unknown): string | undefined {
	return coordinate(value, { name: 'longitude', most: 180, example: '-73.935242' });
}

function coordinate(
	value: unknown,
	{ name, most, example }: { name: string; most: number; example: string },
): string | undefined {
	const written = typeof value === 'string' ? value.replace('\u2212', '-') : value;
	// Degrees have no thousands, so that what parts digits is what parts decimals.
	const decimals = typeof written === 'string' && written.includes(',') ? 'comma' : 'point';
	const read = attempted(() => parseNumber(written, { decimals }));
	if ('error' in read && read.error.problem.reasonCode === 'shortenedNumber') throw read.error;
	const degrees = 'value' in read ? read.value : Number.NaN;
	if (degrees === undefined) return undefined;
	if (Math.abs(degrees) <= most) return plain(degrees);
	throw new ValueError({
		reasonCode: 'notACoordinate',
		value,
		reason: `is not a ${name} from -${most} to ${most}`,
		wayOut: `Write it in decimal degrees, such as ${example}`,
	});
}

/** Without an exponent, a sign before 0 and zeros at the end. */
function plain(degrees: number): string {
	const rounded = Number(degrees.toFixed(MOST_DECIMALS));
	return rounded.toFixed(MOST_DECIMALS).replace(/\.?0+$/, '');
}
