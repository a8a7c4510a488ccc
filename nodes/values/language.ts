import { withoutAccents } from './characters';
import { parseCountry } from './country';
import { parseShortText, type ShortKind } from './text';
import { attempted, ValueError } from './valueError';

/** ISO 639-1. */
const CODES =
	'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'.split(
		' ',
	);
const known = new Set(CODES);

/** Languages of certain regions have names of their own, such as Brazilian Portuguese. */
const OF_REGIONS =
	'de-AT de-CH de-DE en-AU en-CA en-GB en-IE en-IN en-NZ en-US es-419 es-ES es-MX es-US fr-BE fr-CA fr-CH fr-FR nl-BE nl-NL pt-BR pt-PT ro-MD zh-Hans zh-Hant'.split(
		' ',
	);

/** What people say in place of the usual English names. */
const OTHER_NAMES: Record<string, string> = {
	el: 'Modern Greek',
	es: 'Castilian',
	fa: 'Farsi',
	he: 'Ivrit',
	ht: 'Haitian',
	id: 'Bahasa Indonesia',
	ky: 'Kirghiz',
	ms: 'Bahasa Melayu, Bahasa Malaysia',
	my: 'Myanmar',
	or: 'Oriya',
	pa: 'Panjabi',
	ps: 'Pushto',
	'pt-BR': 'Brazilian',
	tl: 'Tagalog, Filipino, Fil',
	ug: 'Uighur',
	zh: 'Mandarin, Mandarin Chinese',
};

/** A language by its two letters, and the country that was written with it. */
export interface Language {
	language: string;
	region?: string;
}

let byName: Map<string, string> | undefined;

/** Tags by their English names and by what their speakers call them. Made at the first name that is read. */
function tags(): Map<string, string> {
	if (byName) return byName;
	const english = new Intl.DisplayNames(['en'], { type: 'language' });
	byName = new Map();
	for (const tag of [...OF_REGIONS, ...CODES]) {
		const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
		for (const name of [english.of(tag), own, ...(OTHER_NAMES[tag]?.split(', ') ?? [])])
			if (name !== undefined) byName.set(folded(name), tag);
	}
	return byName;
}

function folded(name: string): string {
	return withoutAccents(name)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** en, en-US, en_US.UTF-8, zh-Hans-CN, de_DE_formal. */
const TAG =
	/^([a-z]{2,3})(?:[-_][a-z]{4}(?![a-z]))?(?:[-_]([a-z]{2}|\d{3})(?![a-z\d]))?(?:[-_][a-z\d]+)*(?:[.@][\w.@-]*)?$/i;

function ofTag(written: string): Language | undefined {
	const [, first = '', region] = TAG.exec(written) ?? [];
	const language = codeOf(first.toLowerCase());
	return language === undefined
		? undefined
		: { language, ...(region === undefined ? {} : { region: region.toUpperCase() }) };
}

/** Codes of three letters and codes that ISO has given up, such as iw, have one of today's. */
function codeOf(code: string): string | undefined {
	if (known.has(code)) return code;
	const current = code === '' ? undefined : Intl.getCanonicalLocales(code)[0];
	return current !== undefined && known.has(current) ? current : undefined;
}

function ofName(name: string): Language | undefined {
	const tag = tags().get(folded(name));
	return tag === undefined ? undefined : ofTag(tag);
}

/** "English (US)", "English/American", "Chinese, Simplified" and a browser's "fr-CA,fr;q=0.9". */
const BETWEEN_PARTS = /[,;/(]|\s-\s/;

function ofParts(written: string): Language | undefined {
	const between = BETWEEN_PARTS.exec(written);
	if (!between) return undefined;
	const first = written.slice(0, between.index).trim();
	const rest = written
		.slice(between.index + between[0].length)
		.replace(/\)$/, '')
		.trim();
	if (first === '') return undefined;
	const turned = ofName(`${rest} ${first}`);
	if (turned) return turned;
	const found = ofTag(first) ?? ofName(first);
	if (!found || found.region !== undefined || rest === '') return found;
	const country = attempted(() => parseCountry(rest));
	return { ...found, region: ('value' in country ? country.value : undefined) ?? rest };
}

const LANGUAGE: ShortKind = {
	name: 'the name of a language',
	longest: 200,
	reasonCode: 'languageTooLong',
	wayOut: 'Enter its two-letter code or its English name, such as en or English',
};

/**
 * A language by a code (en, en-US, en_US, eng) or a name (English, Français); undefined where the cell is empty.
 * Throws a ValueError for what is neither.
 */
export function parseLanguageAndRegion(value: unknown): Language | undefined {
	const written = parseShortText(value, LANGUAGE);
	if (written === undefined) return undefined;
	const found = ofName(written) ?? ofTag(written) ?? ofParts(written);
	if (found) return found;
	throw new ValueError({
		reasonCode: 'unknownLanguage',
		value,
		reason: 'is not a language',
		wayOut: LANGUAGE.wayOut,
	});
}

/** As above, as the two letters of ISO 639-1. */
export function parseLanguage(value: unknown): string | undefined {
	return parseLanguageAndRegion(value)?.language;
}
