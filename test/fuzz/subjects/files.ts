import { catalogColumns } from '../../../nodes/Attentive/actions/productCatalog/catalogColumns';
import { checkedFile } from '../../../nodes/Attentive/actions/productCatalog/catalogFile';
import { CsvReader } from '../../../nodes/Attentive/actions/productCatalog/csv';
import { readLines } from '../../../nodes/transport/storage';
import { source } from '../../unit/rows';
import { longTexts, mutated, SAMPLES, text } from '../hostile';
import type { Random } from '../../random';
import { differs, shown, subject, type Subject } from './subject';

const NOW = '2026-03-04T09:30:00Z';

/** A file, and how many characters of it come at once. */
interface File {
	content: string;
	piece: number;
}

const csv = (random: Random): string =>
	random.chance(0.5)
		? text(random, SAMPLES.files)
		: Array.from({ length: random.below(5) }, () =>
				Array.from({ length: 1 + random.below(4) }, () => text(random)).join(random.of([',', ';', '\t'])),
			).join(random.of(['\n', '\r\n', '\r']));

const PRODUCT = {
	id: '1',
	name: 'Shirt',
	link: 'https://shop.example.com/x',
	lastUpdated: NOW,
	variants: [
		{
			id: '1-1',
			name: 'M',
			prices: [{ currencyCode: 'USD', amount: '5.00' }],
			availableForPurchase: true,
			inventoryQuantity: 0,
			link: 'https://shop.example.com/x',
			lastUpdated: NOW,
		},
	],
};
const ndjson = (random: Random): string =>
	Array.from({ length: 1 + random.below(3) }, () => shown(mutated(random, PRODUCT))).join('\n');

const large = (size: number): File[] =>
	[
		...longTexts(size),
		...longTexts(size / 2).map((long) => `id,name\n"${long}`),
		...longTexts(size / 20).map((long) => `{"id":${JSON.stringify(long)},"name":"x"}\n`.repeat(20)),
		Array.from({ length: size / 20 }, (_row, place) => `${place},Shirt,19.99,5`).join('\n'),
		`Product ID,Title,Price,Stock\n${Array.from({ length: size / 20 }, () => '1,Shirt,19.99,5').join('\n')}`,
		`${Array.from({ length: size / 10 }, (_header, place) => `header${place}`).join(',')}\n1`,
		`Product ID,Title,Price,Stock\n${Array.from({ length: size / 20 }, (_row, place) => `${place % 2},x,y,z`).join('\n')}`,
	].map((content) => ({ content, piece: 1 }));

const made = (content: (random: Random) => string) => (random: Random) => ({
	content: content(random),
	piece: 1 + random.below(20),
});

function rowsOf({ content, piece }: File): string[][] {
	const reader = new CsvReader();
	const rows: string[][] = [];
	for (let from = 0; from < content.length; from += piece)
		for (const { cells } of reader.take(content.slice(from, from + piece))) rows.push(cells);
	for (const { cells } of reader.end()) rows.push(cells);
	return rows;
}

const written = (rows: string[][]) =>
	`${rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;

/** Whatever is in quotes is read as it is, unless the first line names another separator or is but one cell, or holds nothing. */
function readsItself(rows: string[][]): string | undefined {
	const plain = rows.filter((cells) => cells.length > 1 && cells.some((one) => one.trim() !== ''));
	if (plain.length === 0 || /sep=/i.test(String(plain[0]?.[0])) || shown(plain).includes('\\ufeff'))
		return undefined;
	return differs('written and read again', rowsOf({ content: written(plain), piece: 3 }), plain);
}

async function* bytesOf({ content, piece }: File): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(content);
	for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
}

const COLUMNS = catalogColumns.parse(source({}, { currency: 'USD' }), '');

async function factsOf(file: File): Promise<unknown> {
	const checked = await checkedFile(
		{ name: 'c', chunks: () => bytesOf(file), through: async () => ({ body: new Uint8Array(0) }) },
		COLUMNS,
		NOW,
	);
	const { products, variants, firstLine } = checked;
	return { products, variants, firstLine, bytes: checked.file.bytes };
}

async function linesOf(file: File): Promise<string[]> {
	const lines: string[] = [];
	await readLines(
		{ helpers: { httpRequest: async () => ({ statusCode: 200, body: bytesOf(file) }) } } as never,
		{ baseUrl: 'https://api.example.com' } as never,
		'https://files.example.com/1',
		1_000,
		(line) => lines.push(line),
	);
	return lines;
}

export const files: Subject[] = [
	subject({
		name: 'CSV file',
		make: made(csv),
		large,
		parse: rowsOf,
		wrong(file, rows) {
			const whole = rowsOf({ ...file, piece: file.content.length + 1 });
			return differs('in one piece', rows, whole) ?? readsItself(whole);
		},
	}),
	subject({
		name: 'catalog in CSV',
		make: made((random) => `Product ID,Title,Price,Stock,Link\n${csv(random)}`),
		large,
		parse: factsOf,
	}),
	subject({
		name: 'catalog in NDJSON',
		make: made(ndjson),
		large,
		parse: factsOf,
	}),
	subject({
		name: 'result file as a stream',
		make: made((random) => `${text(random)}\n${text(random)}`),
		large,
		parse: linesOf,
		isDeclared: (error) => error instanceof Error && error.message.includes('too long'),
	}),
];
