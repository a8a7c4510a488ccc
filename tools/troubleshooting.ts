import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GAP, textsInSource, type SourceText } from './messages';
import { panelTexts } from './texts';

const PAGE = resolve(__dirname, '../docs/troubleshooting.md');

/** A message as docs/troubleshooting.md lists it: what is code in the first cell of a row. */
export interface Entry {
	text: string;
	/** The values of `reasonCode` in the last cell. */
	codes: string[];
}

/** A page, as a person reads it and as a list of messages. */
export interface Page {
	entries: Entry[];
	lines: string[];
}

export function readPage(text = readFileSync(PAGE, 'utf8')): Page {
	const lines = text.split('\n');
	const rows = lines.filter((line) => /^\| `/.test(line)).map(cellsOf);
	const entries = rows.map(([message = '', _whatToDo, codes = '']): Entry => {
		const [, said = ''] = /^`(.*)`$/.exec(message) ?? [];
		return { text: said, codes: [...codes.matchAll(/`(\w+)`/g)].map(([, code = '']) => code) };
	});
	return { entries, lines: lines.map(asRead) };
}

function cellsOf(row: string): string[] {
	return row
		.replace(/^\| | \|$/g, '')
		.split(/ (?<!\\)\| /)
		.map((cell) => cell.replaceAll('\\|', '|'));
}

function asRead(line: string): string {
	return line
		.replaceAll('\\|', '|')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[`*]/g, '');
}

/** Texts in the source that are no messages, with the reason. */
export interface Unlisted {
	why: string;
	isOne(text: SourceText, form: string): boolean;
}

const PANEL = panelTexts().flatMap(({ texts }) => texts);
/** Labels, descriptions and placeholders one by one. */
const PANEL_PARTS = new Set(
	PANEL.flatMap((text) => text.split(' · ')).map((part) => part.replace(/^\(\w+\) /, '')),
);
/** What an error, warning or hint says is given to one of these. */
const SAID = new Set(['reason', 'wayOut', 'message']);
/** Properties whose texts n8n shows in the panel or in its list of nodes. */
const PANEL_PROPERTIES = new Set([
	'displayName',
	'description',
	'name',
	'placeholder',
	'hint',
	'action',
	'activationMessage',
]);

/** Whole, or given to a property as a part of one, such as what is put behind "Header of the column with the". */
function isInPanel({ property }: SourceText, form: string): boolean {
	if (property !== undefined && SAID.has(property)) return false;
	if (PANEL_PARTS.has(form)) return true;
	if (property === undefined) return ownWords(form) >= 4 && PANEL.some((text) => text.includes(form));
	if (!form.includes(GAP)) return PANEL.some((text) => text.includes(form));
	return PANEL_PROPERTIES.has(property) && PANEL.some((text) => pattern(form, 'in').test(text));
}

/** Labels that n8n knows, but no operation has. */
const OTHER_LABELS = new Set(['Operation']);

/** A label, or several such as "Phone, Email" and "Other Prices: Currency", or the name of a field within a list. */
function isLabel({ property }: SourceText, form: string): boolean {
	if (property !== undefined && property !== 'field') return false;
	if (form.includes(GAP) && /^[\w.[\]…]*$/.test(form)) return true;
	return form.split(/, |: /).every((part) => part === GAP || PANEL_PARTS.has(part) || OTHER_LABELS.has(part));
}

const inFiles =
	(files: RegExp) =>
	({ place }: SourceText) =>
		files.test(place.replace(/^nodes\/|:\d+$/g, ''));
const isData = ({ property, variable }: SourceText) => variable !== undefined && !SAID.has(property ?? '');
const anyOf =
	(...forms: string[]) =>
	(_text: SourceText, form: string) =>
		forms.includes(form);

/** What is on no page of messages. A text that fits none of these must be on the page. */
export const UNLISTED: Unlisted[] = [
	{ why: 'a text of the panel', isOne: isInPanel },
	{ why: 'the label of a field, before what is wrong with it', isOne: isLabel },
	{
		why: "a credential's, a node's or a resource's name and description",
		isOne: (text) =>
			PANEL_PROPERTIES.has(text.property ?? '') &&
			inFiles(
				/^credentials|node\.ts$|^Attentive\/operations\.ts$|^AttentiveTrigger\/(description|setUp)\.ts$/,
			)(text),
	},
	{ why: "what the trigger's panel is made of", isOne: inFiles(/^AttentiveTrigger\/(setUp|triggerOn)\.ts$/) },
	{ why: 'what the subtitle of the node is made of', isOne: inFiles(/^Attentive\/panel\.ts$/) },
	{
		why: "the name of a permission, as Attentive's screen has it",
		isOne: ({ property, place }) => property === 'name' && place.includes('/actions/'),
	},
	{
		why: 'the code of a warning, by which warnings are counted',
		isOne: ({ property }) => property === 'code',
	},
	{
		why: 'what is said of the prices in attentive.prices',
		isOne: (text, form) => inFiles(/^fields\/listFormats\//)(text) && /\btax|after discounts/.test(form),
	},
	{ why: 'what identifies a person, to plan the order of requests', isOne: inFiles(/^fields\/person\.ts$/) },
	{
		why: 'the fields that n8n adds to an item with a date',
		isOne: (text) => isData(text) && inFiles(/^fields\/automaticMapping\.ts$/)(text),
	},
	{
		why: 'data: countries, languages, currencies, errors of spreadsheets and placeholders, as people write them',
		isOne: (text) =>
			isData(text) &&
			inFiles(
				/^values\/(country|countryCodes|countryNames|language|iso4217|price|formulaError|identifier)\.ts$/,
			)(text),
	},
	{
		why: 'joins what is listed by itself',
		isOne: anyOf(
			'… and … more',
			'… in …',
			'… for …',
			'… …',
			'… parts',
			'… Field',
			'… Column',
			'Product ……',
			'Product ……: …',
			'line …: …',
			'items …',
			'… items',
			'the …',
			'Line …',
			'1 item',
			'Refused: …',
			GAP,
		),
	},
	{ why: 'joins the label of a field and what is wrong with it', isOne: anyOf('… [item …]') },
	{ why: "a key of the engine's plan", isOne: anyOf('changes …') },
	{ why: 'keeps a token out of what is repeated', isOne: anyOf('Bearer …') },
	{ why: "a line of n8n's log after each run: so many accepted", isOne: anyOf('Attentive, …: …') },
	{ why: 'a mistake in our own code', isOne: anyOf('A parcel that is settled has no payload any more') },
];

const patterns = new Map<string, RegExp>();

/** A regular expression for what a text can be: a gap is anything. */
export function pattern(text: string, where: 'whole' | 'in' = 'whole'): RegExp {
	const key = `${where} ${text}`;
	const known = patterns.get(key);
	if (known) return known;
	const inner = text
		.split(GAP)
		.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
		.join('(.*?)');
	// In a sentence, a text may begin in upper case.
	const made = where === 'whole' ? new RegExp(`^${inner}$`, 'is') : new RegExp(inner, 's');
	patterns.set(key, made);
	return made;
}

/** What stands before a message: 'Phone', Phone '…', The file, Line …. */
const BEFORE =
	/^(?:[A-Z][\w :-]* '…' |'[^']+'(?:, '[^']+')* |The (?:file|line|row|product|first line|Base URL of the credential|OAuth2 credential) |Line … |Refused: )(?=.)/;

/** A message of the page, also without the field at its beginning. */
export function formsOfEntry(text: string): string[] {
	const rest = text.replace(BEFORE, '');
	return rest === text ? [text] : [text, rest];
}

/** A text with fewer words of its own would be found in any sentence. */
const FEWEST_WORDS = 2;

function ownWords(text: string): number {
	return text.match(/\p{L}+/gu)?.length ?? 0;
}

/** Whether the page has a text: as a message, or within a sentence about one. */
export function isOnPage(page: Page, form: string, fewest = FEWEST_WORDS): boolean {
	const text = form.trim();
	if (page.entries.some((entry) => formsOfEntry(entry.text).some((one) => pattern(one).test(text))))
		return true;
	return ownWords(text) >= fewest && page.lines.some((line) => pattern(text, 'in').test(line));
}

/** The texts of the source that are neither on the page nor known as no message. */
export function missingOnPage(page: Page, texts = textsInSource()): string[] {
	return texts.flatMap((text) =>
		text.forms
			.filter(
				(form) =>
					!isOnPage(page, form, text.property === 'wayOut' ? 1 : FEWEST_WORDS) &&
					!UNLISTED.some((known) => known.isOne(text, form)),
			)
			.map((form) => `${text.place} ${form}`),
	);
}

/** The messages of the page that the source does not have. */
export function staleOnPage(page: Page, texts = textsInSource()): string[] {
	const forms = [...new Set(texts.flatMap((text) => text.forms.map((form) => form.trim())))].filter(
		(form) => ownWords(form) > 0,
	);
	const sources = forms.map((form) => pattern(form));
	return page.entries
		.map(({ text }) => text)
		.filter(
			(text) =>
				!formsOfEntry(text).some(
					(form) => forms.some((one) => pattern(form).test(one)) || isInSource(form, sources),
				),
		);
}

/** Whether a text is one of the source's, or is made of several: what fills a gap and is a sentence must be one, too. */
function isInSource(text: string, patterns: RegExp[]): boolean {
	return patterns.some((one) => {
		const parts = one.exec(text)?.slice(1);
		return (
			parts?.every((part) => ownWords(part) <= FEWEST_WORDS || isInSource(part, patterns)) ??
			// The reason that follows may be any.
			(/: …$/.test(text) && one.test(text.slice(0, -': …'.length)))
		);
	});
}

/**
 * The entries that a message is one of, without those that are more general: `is not one of …` beside `is not one of the choices`.
 * Those left differ only by the field before the message.
 */
export function entriesOf(page: Page, message: string): Entry[] {
	for (const said of saidIn(message)) {
		const found = page.entries.filter(({ text }) =>
			formsOfEntry(text).some((form) => pattern(form).test(said)),
		);
		if (found.length > 0) return found.filter((one) => !found.some((other) => isMoreGeneral(one, other)));
	}
	return [];
}

/** The field and its value before what is wrong, and the words before the reason why something was not sent. */
const BEFORE_REASON = [
	/^[^']{1,1000} '.*?' /s,
	/^'[^']+'(?:, '[^']+')* /,
	/^the [a-z ]+ (?=is|has)/i,
	/^Not (sent|processed): /,
];

/** A message as it is, without its beginning, and without the sentences at its end, which say what to do. */
function saidIn(message: string): string[] {
	const whole = message.replace(/ \[item \d+\]$/, '');
	const sentences = whole.split(/(?<=\.) (?=[A-Z])/);
	const cuts = sentences.map((_sentence, index) => sentences.slice(0, sentences.length - index).join(' '));
	return cuts
		.flatMap((cut) => [cut, cut.replace(/\.$/, '')])
		.flatMap((cut) => [cut, ...BEFORE_REASON.map((before) => cut.replace(before, ''))]);
}

function isMoreGeneral({ text: one }: Entry, { text: other }: Entry): boolean {
	const shorter = formsOfEntry(one).at(-1) ?? one;
	const longer = formsOfEntry(other).at(-1) ?? other;
	return shorter !== longer && pattern(shorter).test(longer) && !pattern(longer).test(shorter);
}

/** The messages of entries without the field before them, each once. */
export function messagesOf(entries: Entry[]): string[] {
	return [...new Set(entries.map(({ text }) => formsOfEntry(text).at(-1) ?? text))];
}
