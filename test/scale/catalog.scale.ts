import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { heldBy } from '../bench/heap';
import { CONTINUE, errors, useBench } from '../integration/setup';

const bench = useBench();
let folder: string;
beforeAll(async () => {
	// As n8n does it unless told otherwise: files on disk, and not within the items.
	folder = mkdtempSync(join(tmpdir(), 'catalog-scale-'));
	Object.assign(Container.get(BinaryDataConfig), { mode: 'filesystem', localStoragePath: folder });
	await Container.get(BinaryDataService).init();
});
afterAll(() => rmSync(folder, { recursive: true }));

const LINES = 100_000;
const PUT = 'PUT /catalog-uploads/{uploadId}';
const upload = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'productCatalog',
	operation: 'upload',
	currency: 'USD',
	options: { output: 'resultOnly' },
	...more,
});
const DATED = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00+00:00' };

function line(index: number, padding = ''): string {
	const variant = {
		id: `V${index}`,
		name: 'Größe M',
		prices: [{ currencyCode: 'USD', amount: '5.00' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
		...DATED,
	};
	const product = { id: `P${index}`, name: `Product ${index}`, ...DATED, variants: [variant] };
	return `${JSON.stringify({ ...product, ...(padding ? { description: padding } : {}) })}\n`;
}

function* lines(count: number, padding = ''): Generator<string> {
	for (let index = 0; index < count; index++) yield line(index, padding);
}

async function stored(text: Iterable<string>, fileName: string): Promise<INodeExecutionData> {
	const binary: IBinaryData = { data: '', mimeType: 'application/octet-stream', fileName };
	const location = { type: 'execution', workflowId: 'w', executionId: 'e' } as const;
	const stream = Readable.from(text, { objectMode: false });
	return {
		json: {},
		binary: { data: await Container.get(BinaryDataService).store(location, stream, binary) },
	};
}

const sent = async (parameters: INodeParameters, input: INodeExecutionData[] | IDataObject[]) => {
	const run = await bench.n8n.run(bench.workflow(parameters), { input });
	expect(run.error?.message).toBeUndefined();
	return run.json('Attentive');
};

test('100,000 products from items are one upload, each accepted exactly once', async () => {
	const rows = Array.from({ length: LINES + 1_000 }, (_row, index) => ({
		product_id: `P${index % LINES}`,
		variant_id: `V${index}`,
		title: 'Shirt',
		link: DATED.link,
		price: 19.99,
		available: 'yes',
		inventory_quantity: 1,
	}));
	const items = await sent(upload(), rows);
	const found = await bench.sandbox.control.catalogUploads();
	expect(found).toHaveLength(1);
	expect(found[0]?.file).toMatchObject({ lines: LINES, errorCount: 0 });
	expect(new Set(items.map(({ line: place }) => place)).size).toBe(LINES);
	expect(items[LINES]).toEqual(items[0]);
});

test('100,000 lines of a file on disk go as they are, once', async () => {
	const hash = createHash('sha256');
	for (const text of lines(LINES)) hash.update(text);
	const [item] = await sent(upload({ catalogFrom: 'file' }), [await stored(lines(LINES), 'c.ndjson')]);
	const found = await bench.sandbox.control.catalogUploads();
	expect(found).toHaveLength(1);
	expect(found[0]?.file).toMatchObject({ lines: LINES, errorCount: 0, sha256: hash.digest('hex') });
	expect(item).toMatchObject({ status: 'pending', products: LINES, variants: LINES });
	expect(await bench.requests(PUT)).toBe(1);
});

test('a CSV of 100,000 rows becomes as many variants', async () => {
	function* rows() {
		yield 'product_id;title;link;variant_id;price;available;inventory_quantity\r\n';
		for (let index = 0; index < LINES; index++)
			yield `P${Math.floor(index / 4)};"Größe ""${index}""";${DATED.link};V${index};9,99;yes;1\r\n`;
	}
	const [item] = await sent(upload({ catalogFrom: 'file' }), [await stored(rows(), 'c.csv')]);
	expect(item).toMatchObject({ status: 'pending', products: LINES / 4, variants: LINES });
	const [found] = await bench.sandbox.control.catalogUploads();
	expect(found?.file).toMatchObject({ lines: LINES / 4, errorCount: 0 });
	expect(found?.file?.firstProducts[0]?.variants).toHaveLength(4);
});

test('more than 500,000 products are too many', async () => {
	function* rows() {
		yield 'product_id,title,link,price,available,inventory_quantity\n';
		for (let index = 0; index <= 500_000; index++) yield `P${index},T,http://a.example,1,yes,1\n`;
	}
	const file = bench.workflow(upload({ catalogFrom: 'file' }), CONTINUE);
	const run = await bench.n8n.run(file, { input: [await stored(rows(), 'c.csv')] });
	expect(errors(run)[0]).toMatchObject({ status: 'rejected', reasonCode: 'fileTooLarge' });
	expect(await bench.sandbox.control.catalogUploads()).toEqual([]);
});

test('memory does not grow with the file', async () => {
	const LARGE = 300;
	function* large() {
		const categories = Array.from({ length: 100 }, (_one, index) => `${index} ${'x'.repeat(740)}`);
		for (let index = 0; index < LARGE * 13; index++) {
			const product: unknown = JSON.parse(line(index));
			yield `${JSON.stringify({ ...Object(product), categories })}\n`;
		}
	}
	const file = await stored(large(), 'c.ndjson');
	const { result, peak } = await heldBy(
		async () => await sent(upload({ catalogFrom: 'file', validateOnly: true }), [file]),
	);
	const bytes = Number(result[0]?.bytes);
	expect(bytes).toBeGreaterThan(LARGE * 900_000);
	expect(peak / bytes).toBeLessThan(0.5);
	expect((await bench.sandbox.control.catalogUploads())[0]?.file).toMatchObject({ errorCount: 0, bytes });
});
