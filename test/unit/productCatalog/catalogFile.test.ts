import { parse } from 'csv-parse/sync';
import { assert, property, array, string, constantFrom, integer } from 'fast-check';
import {
	catalogColumns,
	type CatalogColumns,
} from '../../../nodes/Attentive/actions/productCatalog/catalogColumns';
import { checkedFile } from '../../../nodes/Attentive/actions/productCatalog/catalogFile';
import { CsvReader } from '../../../nodes/Attentive/actions/productCatalog/csv';
import { checkedProduct } from '../../../nodes/Attentive/actions/productCatalog/product';
import { SeenIds } from '../../../nodes/Attentive/actions/productCatalog/seenIds';
import type { ItemFile } from '../../../nodes/parameters/itemSource';
import { ValueError } from '../../../nodes/values/valueError';
import { source } from '../rows';

type Chunks = AsyncIterable<Uint8Array>;
const NOW = '2026-03-04T09:30:00Z';
const AT = { link: 'https://shop.example.com/x', lastUpdated: NOW };

function variant(id: string, more: object = {}): object {
	const prices = [{ currencyCode: 'USD', amount: '5.00' }];
	return { id, name: 'M', prices, availableForPurchase: true, inventoryQuantity: 0, ...AT, ...more };
}
const product = (id: string, more: object = {}): object => ({
	id,
	name: 'Shirt',
	...AT,
	variants: [variant(`${id}-1`)],
	...more,
});

/** A file that comes in pieces of so many bytes. */
function fileOf(text: string, piece = 65_536): ItemFile {
	async function* chunks(): AsyncGenerator<Uint8Array> {
		const bytes = Buffer.from(text);
		for (let from = 0; from < bytes.length; from += piece) yield bytes.subarray(from, from + piece);
	}
	return {
		name: 'c.csv',
		chunks,
		async through(change: (chunks: Chunks) => Chunks) {
			const pieces: Uint8Array[] = [];
			for await (const one of change(chunks())) pieces.push(one);
			return { body: Buffer.concat(pieces) };
		},
	};
}

const COLUMNS: CatalogColumns = catalogColumns.parse(source({}, { currency: 'USD' }), '');

async function uploaded(text: string, piece?: number): Promise<{ bytes: number; text: string }> {
	const { file } = await checkedFile(fileOf(text, piece), COLUMNS, NOW);
	const { body } = await file.open();
	return { bytes: file.bytes, text: Buffer.isBuffer(body) ? body.toString() : '' };
}

function problemOf(one: object): ValueError['problem'] | undefined {
	try {
		checkedProduct(one);
		return undefined;
	} catch (error) {
		if (error instanceof ValueError) return error.problem;
		throw error;
	}
}

describe('a line against the documented limits', () => {
	const texts = (count: number) => Array.from({ length: count }, (_one, index) => `${index}`);
	const attribute = (length: number) => ({ name: 'a'.repeat(length), value: 'v' });
	const option = (more: object) => ({ name: 'Size', position: 0, values: ['M'], ...more });

	test.each<[string, object]>([
		['an ID of 256', { id: 'x'.repeat(256) }],
		['a name of 256 signs that JavaScript counts twice', { name: '😀'.repeat(256) }],
		['a description of 1,024', { description: 'x'.repeat(1024) }],
		['100 categories of 750', { categories: Array(100).fill('x'.repeat(750)) }],
		['250 tags of 64', { tags: Array(250).fill('x'.repeat(64)) }],
		['50 collections', { collections: texts(50) }],
		['200 variants', { variants: texts(200).map((id) => variant(id)) }],
		['25 options of 200 values', { productOptions: Array(25).fill(option({ values: texts(200) })) }],
		['250 images', { images: Array(250).fill({ src: 'https://x.example.com/a', alt: 'x'.repeat(512) }) }],
		['100 attributes', { attributes: Array(100).fill(attribute(64)) }],
		['an http link', { link: 'http://x.example.com' }],
		['fields that nobody has published', { color: 'red' }],
	])('takes %s', (_what, more) => expect(problemOf(product('A', more))).toBeUndefined());

	test.each<[string, object, string]>([
		['an ID of 257', { id: 'x'.repeat(257) }, 'id'],
		['no ID', { id: undefined }, 'id'],
		['a name of 257', { name: 'x'.repeat(257) }, 'name'],
		['a description of 1,025', { description: 'x'.repeat(1025) }, 'description'],
		['101 categories', { categories: texts(101) }, 'categories'],
		['a category of 751', { categories: ['x'.repeat(751)] }, 'categories[0]'],
		['251 tags', { tags: texts(251) }, 'tags'],
		['a tag of 65', { tags: ['ok', 'x'.repeat(65)] }, 'tags[1]'],
		['51 collections', { collections: texts(51) }, 'collections'],
		['201 variants', { variants: texts(201).map((id) => variant(id)) }, 'variants'],
		['no variant', { variants: [] }, 'variants'],
		['26 options', { productOptions: Array(26).fill(option({})) }, 'productOptions'],
		['201 values', { productOptions: [option({ values: texts(201) })] }, 'productOptions[0].values'],
		[
			'an option without a position',
			{ productOptions: [option({ position: undefined })] },
			'productOptions[0].position',
		],
		['251 images', { images: Array(251).fill({ src: 'https://x.example.com/a' }) }, 'images'],
		['an image of another kind', { images: [{ src: 'ftp://x.example.com/a' }] }, 'images[0].src'],
		['101 attributes', { attributes: Array(101).fill(attribute(1)) }, 'attributes'],
		['an attribute name of 65', { attributes: [attribute(65)] }, 'attributes[0].name'],
		['a link of 2,049', { link: `https://x.example.com/${'x'.repeat(2027)}` }, 'link'],
		['a time without its offset', { lastUpdated: '2026-03-04T09:30:00' }, 'lastUpdated'],
		[
			'an amount as a number',
			{ variants: [variant('V', { prices: [{ currencyCode: 'USD', amount: 5 }] })] },
			'variants[0].prices[0].amount',
		],
		[
			'a currency of two letters',
			{ variants: [variant('V', { prices: [{ currencyCode: 'US', amount: '5' }] })] },
			'variants[0].prices[0].currencyCode',
		],
		['no price', { variants: [variant('V', { prices: undefined })] }, 'variants[0].prices'],
		[
			'yes in place of true',
			{ variants: [variant('V', { availableForPurchase: 'yes' })] },
			'variants[0].availableForPurchase',
		],
		[
			'half a piece',
			{ variants: [variant('V', { inventoryQuantity: 0.5 })] },
			'variants[0].inventoryQuantity',
		],
		['a variant ID twice', { variants: [variant('V'), variant('V')] }, 'variants[1].id'],
	])('refuses %s', (_what, more, field) => expect(problemOf(product('A', more))?.field).toBe(field));
});

describe('CSV', () => {
	const read = (pieces: string[]): string[][] => {
		const reader = new CsvReader();
		return [...pieces.flatMap((piece) => [...reader.take(piece)]), ...reader.end()].map(({ cells }) => cells);
	};

	test('is read as csv-parse reads it, whatever is in the cells and wherever it is cut', () => {
		const cell = string({ unit: constantFrom(...'aö,;"\n\r\t |😀') });
		assert(
			property(
				array(array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
				constantFrom('\n', '\r\n', '\r'),
				integer({ min: 1, max: 7 }),
				(rows, lineEnd, size) => {
					const quoted = [['a', 'b'], ...rows].map((row) =>
						row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','),
					);
					const text = quoted.join(lineEnd);
					const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
					const expected: string[][] = parse(text, { relax_column_count: true, record_delimiter: lineEnd });
					expect(read(pieces)).toEqual(expected.filter((row) => row.some((one) => one !== '')));
				},
			),
			{ numRuns: 300 },
		);
	});

	test('counts the lines of the file, also those within quotes', () => {
		const reader = new CsvReader();
		const lines = [...reader.take('a,b\r\n"x\r\ny",1\r\n\r\n"z\n\n",2\n3,4'), ...reader.end()];
		expect(lines.map(({ line }) => line)).toEqual([1, 2, 5, 8]);
	});

	test('a quote that is not closed is no reason to read on for ever', () => {
		const reader = new CsvReader();
		const pieces = ['a,b\n"', ...Array<string>(50).fill('x'.repeat(100_000))];
		const open = () => pieces.flatMap((piece) => [...reader.take(piece)]);
		expect(open).toThrow('has a quote that is never closed');
	});
});

/** Members of the kind, with where they were found. */
describe('CSV as spreadsheets write it', () => {
	const read = (text: string, size = text.length): string[][] => {
		const reader = new CsvReader();
		const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
		return [...pieces.flatMap((piece) => [...reader.take(piece)]), ...reader.end()].map(({ cells }) => cells);
	};

	test.each<[string, string, string[][]]>([
		// max-mapper/binary-csv#7: inches.
		[
			'a lone quote in a header',
			'id,Size 5",title\n1,2,3\n',
			[
				['id', 'Size 5"', 'title'],
				['1', '2', '3'],
			],
		],
		[
			'a lone quote at its end',
			'id,title"\n1,2',
			[
				['id', 'title"'],
				['1', '2'],
			],
		],
		// mafintosh/csv-parser#121.
		[
			'a quote within a header in quotes',
			'"jo"e",b\n1,2',
			[
				['joe"', 'b'],
				['1', '2'],
			],
		],
		['a quote in the only line', 'id,5"', [['id', '5"']]],
		[
			'two quotes in a header in quotes',
			'"5"" pipe",b\n1,2',
			[
				['5" pipe', 'b'],
				['1', '2'],
			],
		],
		[
			'a line end in a header in quotes',
			'"a\nb",c\n1,2',
			[
				['a\nb', 'c'],
				['1', '2'],
			],
		],
		// stevehansen/csv#51: tabs, and quotes in the data.
		[
			'quotes between tabs',
			'h1\th2"\n1\t2" is 2',
			[
				['h1', 'h2"'],
				['1', '2" is 2'],
			],
		],
		// mholt/PapaParse#951, mechatroner/vscode_rainbow_csv#108, tspence/csharp-csv-reader#28.
		[
			'a first line that names the separator',
			'sep=;\na;b,c\n1;2',
			[
				['a', 'b,c'],
				['1', '2'],
			],
		],
		[
			'a comma so named',
			'sep=,\r\na;x,b\r\n1,2',
			[
				['a;x', 'b'],
				['1', '2'],
			],
		],
		// close2/csv#68.
		[
			'it in quotes',
			'"sep=|"\na|b\n1|2',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		[
			'a tab so named',
			'SEP=\t\na\tb;c\n1\t2',
			[
				['a', 'b;c'],
				['1', '2'],
			],
		],
		[
			'it with a byte order mark, and as Excel saves it again',
			'\ufeffsep=;;;\na;b\n1;2',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
	])('%s', (_what, text, expected) => {
		for (const size of [1, 2, 5, text.length]) expect(read(text, size)).toEqual(expected);
	});

	test('the line that names the separator counts as a line', () => {
		const reader = new CsvReader();
		const lines = [...reader.take('sep=;\r\na;b\r\n1;2'), ...reader.end()];
		expect(lines.map(({ line }) => line)).toEqual([2, 3]);
	});

	test('a separator that no spreadsheet writes is refused by name', () => {
		expect(() => read('sep=^\na^b')).toThrow('names a separator that is not supported');
	});
});

describe('an empty stock in a file', () => {
	const HEADER = 'product_id,title,link,price,available,inventory_quantity';
	const row = (id: string, available: string, stock: string) =>
		`${id},Shirt,https://shop.example.com/x,5,${available},${stock}`;

	test('of one product among 10,000 costs the others nothing', async () => {
		const rows = Array.from({ length: 10_000 }, (_one, index) =>
			row(`P${index}`, 'yes', index === 42 ? '' : '7'),
		);
		const checked = await checkedFile(fileOf([HEADER, ...rows].join('\n')), COLUMNS, NOW);
		expect(checked).toMatchObject({
			products: 9_999,
			leftOut: { count: 1, lines: [44], column: 'inventory_quantity' },
		});
		const text = (await checked.file.open()).body.toString();
		expect(text.split('\n').filter((line) => line.includes('"P42"'))).toEqual([]);
		expect(checked.file.bytes).toBe(Buffer.byteLength(text));
	});

	test.each(['no', 'out of stock', 'FALSE'])('of what is not for sale (%s) is 0', async (available) => {
		const { text } = await uploaded(`${HEADER}\n${row('P1', available, '')}`);
		expect(text).toContain('"inventoryQuantity":0');
	});

	test.each(['many', '1.5'])('is not the same as a wrong one, such as %s', async (stock) => {
		await expect(uploaded(`${HEADER}\n${row('P1', 'yes', '3')}\n${row('P2', 'yes', stock)}`)).rejects.toThrow(
			/line 3/,
		);
	});

	test('of a variant leaves out its whole product, told once', async () => {
		const rows = [row('P1', 'yes', '3'), row('P2', 'yes', '3'), row('P2', 'yes', ''), row('P2', 'yes', '')];
		const checked = await checkedFile(fileOf([HEADER, ...rows].join('\n')), COLUMNS, NOW);
		expect(checked).toMatchObject({ products: 1, leftOut: { count: 1, lines: [4] } });
	});

	test('of all products is an error', async () => {
		await expect(uploaded(`${HEADER}\n${row('P1', 'yes', '')}`)).rejects.toThrow(
			/inventory_quantity.* is empty/,
		);
	});

	test("a formula's error as a brand is left out, and told", async () => {
		const text = `${HEADER},brand\n${row('P1', 'yes', '3')},#N/A`;
		const checked = await checkedFile(fileOf(text), COLUMNS, NOW);
		expect([...checked.remarks.keys()]).toEqual([
			'"brand" is the error of a spreadsheet formula: it is left out',
		]);
		expect((await checked.file.open()).body.toString()).not.toContain('#N/A');
	});

	test("a formula's error as an ID is no ID", async () => {
		await expect(uploaded(`${HEADER}\n${row('#REF!', 'yes', '3')}`)).rejects.toThrow(/formula/);
	});
});

/**
 * Errors of formulas in cells of a catalog. Where they were found: shopware/shopware 10603 (a text as stock, then 0 for all), PrestaShop/PrestaShop
 * 9534 (stock that refuses the import), openfoodfoundation/openfoodnetwork 3419 (an empty optional cell that refuses all rows).
 */
describe('the error of a formula in a cell', () => {
	const CELLS: Record<string, string> = {
		product_id: 'P2',
		title: 'Shirt',
		link: 'https://shop.example.com/x',
		price: '5',
		available: 'yes',
		inventory_quantity: '3',
		currency: 'USD',
		updated_at: '2026-01-02T03:04:05Z',
		compare_at_price: '9',
		brand: 'Acme',
		categories: 'Shirts',
		variant_title: 'Shirt - Blue',
		image_link: 'https://shop.example.com/1.jpg',
	};
	/** A good product, and one with these cells on line 3. */
	const fileWith = (cells: Record<string, string>) =>
		[Object.keys(CELLS), Object.values({ ...CELLS, product_id: 'P1' }), Object.values({ ...CELLS, ...cells })]
			.map((line) => line.join(','))
			.join('\n');
	const checkedWith = async (cells: Record<string, string>) =>
		await checkedFile(fileOf(fileWith(cells)), COLUMNS, NOW);
	const lineOfP2 = async ({ file }: Awaited<ReturnType<typeof checkedWith>>) =>
		(await file.open()).body.toString().split('\n')[1];

	test.each([
		['currency', '#N/A'],
		['updated_at', '#VALUE!'],
		['compare_at_price', '#DIV/0!'],
		['brand', '#REF!'],
		['categories', '#NV'],
		['variant_title', '#NAME?'],
		['image_link', '#N/D'],
	])('%s %s: as an empty cell, and told', async (column, error) => {
		const checked = await checkedWith({ [column]: error });
		const empty = await checkedWith({ [column]: '' });
		expect(await lineOfP2(checked)).toBe(await lineOfP2(empty));
		expect([...checked.remarks]).toEqual([
			[`"${column}" is the error of a spreadsheet formula: it is left out`, 1],
		]);
		expect([...empty.remarks]).toEqual([]);
	});

	test.each(['#N/A', '#BEZUG!', '#¡VALOR!', 'Err:502'])(
		'a stock of %s leaves its product out of the upload, and is told',
		async (error) => {
			const checked = await checkedWith({ inventory_quantity: error });
			expect(checked).toMatchObject({
				products: 1,
				leftOut: { count: 1, lines: [3], column: 'inventory_quantity' },
			});
		},
	);

	test('a stock of what is not for sale is 0, and told', async () => {
		const checked = await checkedWith({ inventory_quantity: '#N/A', available: 'no' });
		expect(await lineOfP2(checked)).toContain('"inventoryQuantity":0');
		expect([...checked.remarks.keys()]).toEqual([
			'"inventory_quantity" is the error of a spreadsheet formula: it is left out',
		]);
	});

	test.each(['price', 'available', 'title', 'link'])(
		'a required %s: the error of an empty one',
		async (column) => {
			const wordsOf = async (cell: string) =>
				await checkedWith({ [column]: cell }).then(
					() => 'no error',
					(error: unknown) => String(error),
				);
			expect(await wordsOf('#N/A')).toBe(await wordsOf(''));
			expect(await wordsOf('#N/A')).toContain(`line 3: ${column} `);
		},
	);

	test('one entry of a list: the others are sent', async () => {
		const checked = await checkedWith({
			categories: '"Shirts, #N/A"',
			image_link: 'https://shop.example.com/1.jpg|#REF!',
		});
		const line = await lineOfP2(checked);
		expect(line).toContain('"categories":["Shirts"]');
		expect(line).not.toMatch(/#N\/A|#REF!/);
		expect([...checked.remarks.keys()].sort()).toEqual([
			'"categories" is the error of a spreadsheet formula: it is left out',
			'"image_link" is the error of a spreadsheet formula: it is left out',
		]);
	});
});

describe('what is uploaded of a file', () => {
	test('is the same however it is cut, byte for byte, and as long as was counted', async () => {
		const lines = [product('A'), product('Ö', { description: '😀' }), product('C')].map((one) =>
			JSON.stringify(one),
		);
		const expected = lines.map((one) => `${one}\n`).join('');
		for (const piece of [1, 2, 7, 65_536]) {
			for (const text of [lines.join('\n'), expected, `\ufeff${lines.join('\n\n')}\n\n`]) {
				const found = await uploaded(text, piece);
				expect(found).toEqual({ bytes: Buffer.byteLength(expected), text: expected });
			}
		}
	});

	test('keeps the line ends of the file where they are a part of the line', async () => {
		const text = `${JSON.stringify(product('A'))}\r\n${JSON.stringify(product('B'))}\r\n`;
		expect((await uploaded(text)).text).toBe(text);
	});

	test('knows where the products stand in the file', async () => {
		const text = `\n${JSON.stringify(product('A'))}\n\n${JSON.stringify(product('B'))}`;
		expect([...(await checkedFile(fileOf(text), COLUMNS, NOW)).lineNumbers]).toEqual([2, 4]);
	});
});

test('IDs that have come are known again, also when there are many', () => {
	const seen = new SeenIds();
	const ids = Array.from({ length: 50_000 }, (_one, index) => `P${index}`);
	expect(ids.filter((id) => !seen.add(id))).toEqual([]);
	expect(ids.filter((id) => seen.add(id))).toEqual([]);
});
