import type { Dice } from './dice';

type Country = 'US' | 'CA' | 'GB' | 'DE' | 'FR' | 'AU';

export interface Phone {
	country: Country;
	e164: string;
	/** The ways in which people write it. */
	forms: string[];
}

const usAreas = (
	'206 425 253 503 971 303 720 512 737 312 773 617 857 212 646 ' +
	'917 310 323 415 628 619 702 602 214 469 404 305 786 215 713'
).split(' ');
const canadianAreas = '416 647 604 778 514 403'.split(' ');

const ways: Record<Country, string[]> = {
	US: ['', '', 'US', 'US', 'USA', 'United States', 'us', 'U.S.'],
	CA: ['CA', 'Canada', 'canada'],
	GB: ['GB', 'UK', 'United Kingdom', 'England'],
	DE: ['DE', 'Germany'],
	FR: ['FR', 'France'],
	AU: ['AU', 'Australia', 'Aus'],
};

/** The phone of the person with this index: no two people have the same. */
export function phoneFor(dice: Dice, index: number): Phone {
	const country = dice.pick<Country>([
		...Array.from({ length: 15 }, () => 'US' as const),
		'CA',
		'CA',
		'GB',
		'GB',
		'DE',
		'FR',
		'AU',
	]);
	const place = index % 1_000;
	const three = String(place).padStart(3, '0');
	switch (country) {
		// 555-0100 to 555-0199 belong to nobody.
		case 'US':
			return northAmerican(
				country,
				usAreas[index % usAreas.length] ?? '206',
				Math.floor(index / usAreas.length),
			);
		case 'CA':
			return northAmerican(
				country,
				canadianAreas[index % canadianAreas.length] ?? '416',
				Math.floor(index / canadianAreas.length),
			);
		case 'GB':
			return {
				country,
				e164: `+447400123${three}`,
				forms: [
					`07400 123${three}`,
					`07400-123-${three}`,
					`+44 7400 123${three}`,
					`0044 7400 123${three}`,
					`7400123${three}`,
					`+44 (0)7400 123${three}`,
					`447400123${three}`,
				],
			};
		case 'DE':
			return {
				country,
				e164: `+4917139${three}20`,
				forms: [
					`0171 39${three}20`,
					`0171/39${three}20`,
					`+49 171 39${three}20`,
					`0049 171 39${three}20`,
					`17139${three}20`,
					`+49 (0)171 39${three}20`,
				],
			};
		case 'FR':
			return {
				country,
				e164: `+33612345${three}`,
				forms: [
					`06 12 34 5${three.slice(0, 1)} ${three.slice(1)}`,
					`06.12.34.5${three.slice(0, 1)}.${three.slice(1)}`,
					`+33 6 12 34 5${three.slice(0, 1)} ${three.slice(1)}`,
					`612345${three}`,
				],
			};
		case 'AU':
			return {
				country,
				e164: `+61491570${three}`,
				forms: [`0491 570 ${three}`, `+61 491 570 ${three}`, `491570${three}`, `61491570${three}`],
			};
	}
}

function northAmerican(country: 'US' | 'CA', area: string, line: number): Phone {
	const last = String(100 + line).padStart(4, '0');
	return {
		country,
		e164: `+1${area}555${last}`,
		forms: [
			`(${area}) 555-${last}`,
			`(${area}) 555-${last}`,
			`${area}-555-${last}`,
			`${area}-555-${last}`,
			`${area}.555.${last}`,
			`${area}555${last}`,
			`${area} 555 ${last} `,
			`${area}/555-${last}`,
			`+1 ${area} 555 ${last}`,
			`+1 (${area}) 555-${last}`,
			`+1${area}555${last}`,
			`1-${area}-555-${last}`,
			`1${area}555${last}`,
			// So that a spreadsheet leaves it alone.
			`'${area}555${last}`,
			`'+1${area}555${last}`,
			`tel:+1-${area}-555-${last}`,
		],
	};
}

/** The country by name or code. Where the phone has its country code itself, the cell may be empty. */
export function countryAsWritten(dice: Dice, { country }: Phone, written: string): string {
	if (/^'?\+/.test(written) && dice.oneIn(3)) return '';
	return dice.pick(ways[country]);
}
