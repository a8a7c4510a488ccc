import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	fromAI,
	results,
	until,
	useBench,
	useStandIn,
	type NodeSettings,
	type Through,
} from './setup';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';

// Attentive's limit of one a second is tested with the others.
const bench = useBench(async ({ control }) => await control.setLimit({ perSecond: 100 }));

const POST = 'POST /v1/product-catalog/uploads';
const PUT = 'PUT /catalog-uploads/{uploadId}';

const upload = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'productCatalog',
	operation: 'upload',
	currency: 'USD',
	...more,
});
const fromFile = (more: INodeParameters = {}): INodeParameters => upload({ catalogFrom: 'file', ...more });
const fromJson = (more: INodeParameters = {}): INodeParameters =>
	upload({ catalogFrom: 'json', product: '={{ $json.product }}', ...more });

const ROW: IDataObject = {
	product_id: 'P1',
	title: 'Shirt',
	link: 'https://shop.example.com/shirt',
	variant_id: 'V1',
	price: '19.9',
	available: 'yes',
	inventory_quantity: 3,
};
const row = (product: string, variant: string, more: IDataObject = {}): IDataObject => ({
	...ROW,
	product_id: product,
	variant_id: variant,
	...more,
});

function product(id: string, more: IDataObject = {}): IDataObject {
	const dated = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00+00:00' };
	const variant = {
		id: `${id}-1`,
		name: 'One',
		prices: [{ currencyCode: 'USD', amount: '5.00' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
		...dated,
	};
	return { id, name: `Product ${id}`, ...dated, variants: [variant], ...more };
}

const fileItem = (text: string | Buffer, name = 'catalog.csv'): INodeExecutionData => ({
	json: {},
	binary: {
		data: {
			data: Buffer.from(text).toString('base64'),
			mimeType: 'application/octet-stream',
			fileName: name,
		},
	},
});
const ndjson = (products: IDataObject[]): string =>
	products.map((one) => `${JSON.stringify(one)}\n`).join('');

/** What comes out of a run that succeeds. */
async function output(
	parameters: INodeParameters,
	input: IDataObject[] | INodeExecutionData[],
	settings: NodeSettings = {},
): Promise<IDataObject[]> {
	const run = await bench.n8n.run(bench.workflow(parameters, settings), { input });
	if (run.status !== 'success') throw new Error(run.error?.message);
	return run.json('Attentive');
}

const uploads = async () => await bench.sandbox.control.catalogUploads();
const products = async () => (await uploads())[0]?.file?.firstProducts ?? [];

describe('from items', () => {
	test('rows of one product are one line with its variants, and all products one upload', async () => {
		const items = await output(
			upload({
				moreColumns: {
					optionColumns: 'Color, Size',
					productAttributeColumns: 'Fabric',
					variantAttributeColumns: 'Weight',
				},
			}),
			[
				row('P1', 'V1', {
					Color: 'Blue',
					Size: 'S',
					Fabric: 'Cotton',
					Weight: '100 g',
					description: 'Soft',
					brand: 'Acme',
					categories: 'Shirts, Summer',
					tags: 'new|sale',
					image_link: 'https://cdn.example.com/a,b.jpg, https://cdn.example.com/c.jpg',
					compare_at_price: '25',
					updated_at: '2026-03-04T09:30:00+01:00',
				}),
				row('P2', '', { price: '€ 5,00', currency: 'EUR', available: 'out of stock', Color: '', Size: '' }),
				row('P1', 'V2', {
					title: '',
					link: '',
					Color: 'Red',
					Size: 'S',
					image_link: 'https://cdn.example.com/c.jpg',
					compare_at_price: 0,
					variant_title: 'Red one',
					variant_link: 'https://shop.example.com/red',
				}),
			],
		);
		expect(await bench.requests(POST)).toBe(1);
		expect(await bench.requests(PUT)).toBe(1);
		const [one] = await uploads();
		expect(one).toMatchObject({ validateOnly: false, errors: [], file: { lines: 2, errorCount: 0 } });
		expect(results(items)).toEqual([
			{ status: 'pending', productId: 'P1', variants: 2, uploadId: one?.uploadId, line: 1 },
			{ status: 'pending', productId: 'P2', variants: 1, uploadId: one?.uploadId, line: 2 },
			{ status: 'pending', productId: 'P1', variants: 2, uploadId: one?.uploadId, line: 1 },
		]);
		const [first, second] = await products();
		expect(first).toEqual({
			id: 'P1',
			name: 'Shirt',
			description: 'Soft',
			brand: 'Acme',
			link: 'https://shop.example.com/shirt',
			lastUpdated: expect.stringMatching(/Z$/),
			categories: ['Shirts', 'Summer'],
			tags: ['new', 'sale'],
			productOptions: [
				{ name: 'Color', position: 0, values: ['Blue', 'Red'] },
				{ name: 'Size', position: 1, values: ['S'] },
			],
			images: [
				{ src: 'https://cdn.example.com/a,b.jpg', position: 0, variantIds: ['V1'] },
				{ src: 'https://cdn.example.com/c.jpg', position: 1, variantIds: ['V1', 'V2'] },
			],
			attributes: [{ name: 'Fabric', value: 'Cotton' }],
			variants: [
				{
					id: 'V1',
					name: 'Shirt - Blue - S',
					position: 0,
					link: 'https://shop.example.com/shirt',
					prices: [{ currencyCode: 'USD', amount: '19.90', compareAtPrice: '25.00' }],
					availableForPurchase: true,
					inventoryQuantity: 3,
					lastUpdated: '2026-03-04T08:30:00Z',
					productOptionValues: [
						{ productOptionName: 'Color', value: 'Blue' },
						{ productOptionName: 'Size', value: 'S' },
					],
					attributes: [{ name: 'Weight', value: '100 g' }],
				},
				expect.objectContaining({
					id: 'V2',
					name: 'Red one',
					position: 1,
					link: 'https://shop.example.com/red',
					prices: [{ currencyCode: 'USD', amount: '19.90' }],
				}),
			],
		});
		expect(second?.variants[0]).toMatchObject({
			id: 'P2',
			prices: [{ currencyCode: 'EUR', amount: '5.00' }],
			availableForPurchase: false,
		});
	});

	test.each<[string, IDataObject, IDataObject]>([
		['no price', { price: '' }, { field: 'price', reasonCode: 'missing' }],
		['no product ID', { product_id: ' ' }, { field: 'product_id', reasonCode: 'missing' }],
		['no link', { link: '' }, { field: 'link', reason: 'is not a link (https://...)' }],
		['a name that is too long', { title: 'x'.repeat(257) }, { field: 'title' }],
		['a word in place of yes and no', { available: 'perhaps' }, { field: 'available', value: 'perhaps' }],
		[
			'a stock that a formula did not find',
			{ inventory_quantity: '#N/A' },
			{ field: 'inventory_quantity', reason: 'is empty' },
		],
		['a price that a formula did not find', { price: '#REF!' }, { field: 'price', reasonCode: 'missing' }],
		['half a piece', { inventory_quantity: 1.5 }, { field: 'inventory_quantity' }],
		['another currency', { currency: 'euro' }, { field: 'currency', reasonCode: 'unknownCurrency' }],
		['a date that can be read twice', { updated_at: '3/4/2026' }, { field: 'updated_at' }],
	])('%s is that row’s error, and the other products go', async (_what, wrong, error) => {
		const items = await output(upload(), [row('P1', 'V1', wrong), row('P2', 'V2')], CONTINUE);
		expect(results(items)).toMatchObject([{ status: 'rejected', ...error }, { status: 'pending' }]);
		expect((await products()).map(({ id }) => id)).toEqual(['P2']);
	});

	/**
	 * One column a currency: Agence-DnD/PIMGento-2#131, magmodules/magento2-channable#169; a price within an object: craftcms/shopify#122
	 * and gatsbyjs/gatsby#19453.
	 */
	describe('prices in several currencies', () => {
		const others = (...price: IDataObject[]): INodeParameters => ({
			moreColumns: { otherPrices: { price } } as INodeParameters,
		});
		const EUR = { currency: 'eur', priceColumn: 'price_eur', compareAtPriceColumn: 'was_eur' };
		const JPY = { currency: 'JPY', priceColumn: 'presentment_prices[1].price.amount' };
		const pricesOf = async () =>
			(await products()).flatMap(({ variants }) => variants).map(({ prices }) => prices);

		test('each from its column; an empty one is no price', async () => {
			const presentment_prices = [{ price: { amount: '19.90' } }, { price: { amount: '2980.0' } }];
			await output(upload(others(EUR, JPY)), [
				row('P1', 'V1', { price_eur: '18,50 €', was_eur: '20', presentment_prices }),
				row('P1', 'V2', { price_eur: '', was_eur: '20' }),
				row('P1', 'V3', { price_eur: 18.5, was_eur: 18.5 }),
			]);
			const usd = { currencyCode: 'USD', amount: '19.90' };
			expect(await pricesOf()).toEqual([
				[
					usd,
					{ currencyCode: 'EUR', amount: '18.50', compareAtPrice: '20.00' },
					{ currencyCode: 'JPY', amount: '2980' },
				],
				[usd],
				[usd, { currencyCode: 'EUR', amount: '18.50' }],
			]);
			expect((await uploads())[0]?.file?.errorCount).toBe(0);
		});

		test('a row in that currency itself has it once; two different prices in one are refused', async () => {
			const items = await output(
				upload(others({ currency: 'EUR', priceColumn: 'price_eur' })),
				[
					row('P1', 'V1', { currency: 'EUR', price: '18.5', price_eur: '18,50' }),
					row('P2', 'V2', { currency: 'EUR', price: '18.5', price_eur: '17' }),
					row('P3', 'V3', { currency: 'USD', price: '18.5', price_eur: '$17' }),
				],
				CONTINUE,
			);
			expect(await pricesOf()).toEqual([[{ currencyCode: 'EUR', amount: '18.50' }]]);
			expect(items.flatMap(({ error }) => error ?? [])).toMatchObject([
				{ status: 'rejected', reasonCode: 'currencyTwice', field: 'price_eur' },
				{ status: 'rejected', reasonCode: 'otherCurrency', field: 'price_eur' },
			]);
		});

		test.each<[string, IDataObject[], string]>([
			['no currency', [{ priceColumn: 'price_eur' }], "'Other Prices: Currency' is empty"],
			['no column', [{ currency: 'EUR' }], "'Other Prices: Price Column' is empty"],
			['no such currency', [{ ...EUR, currency: 'EURO' }], 'is not a currency code'],
			['one twice', [EUR, EUR], "Other Prices: Currency 'EUR' appears twice"],
			['a column that no item has', [{ ...EUR, priceColumn: 'prise_eur' }], "Did you mean 'price_eur'?"],
		])('%s: nothing is sent', async (_what, price, message) => {
			const run = await bench.run(upload(others(...price)), [row('P1', 'V1', { price_eur: 1, was_eur: 2 })]);
			expect(run.error?.message).toContain(message);
			expect(await uploads()).toEqual([]);
		});
	});

	test('pictures with alt texts and sizes, from columns and from lists of a shop', async () => {
		const [a, b] = ['https://cdn.example.com/a.jpg', 'https://cdn.example.com/b.jpg'];
		const items = await output(upload({ moreColumns: { imageAltColumn: 'Image Alt Text' } }), [
			row('P1', 'V1', { image_link: `${a}, ${b}`, 'Image Alt Text': 'Front|Back', image_width: 900 }),
			row('P1', 'V2', { image_link: [{ src: b, alt: 'Rear', width: 800, height: 600 }] }),
			row('P2', 'V3', {
				image_link: { url: a, altText: 'Front' },
				image_width: 'wide',
				image_height: '700 px',
			}),
		]);
		expect((await products()).map(({ images }) => images)).toEqual([
			[
				{ src: a, position: 0, alt: 'Front', width: 900, variantIds: ['V1'] },
				{ src: b, position: 1, alt: 'Back', width: 800, height: 600, variantIds: ['V1', 'V2'] },
			],
			[{ src: a, position: 0, alt: 'Front', height: 700, variantIds: ['V3'] }],
		]);
		expect((await uploads())[0]?.file?.errorCount).toBe(0);
		expect(results(items)[0]?.warnings).toEqual([expect.stringContaining('alt text or size of an image')]);
		expect(results(items)[2]?.warnings).toEqual([expect.stringContaining('"image_width" is not a number')]);
	});

	test('the rows of one product go together or not at all', async () => {
		const items = await output(
			upload(),
			[row('P1', 'V1'), row('P2', 'V2'), row('P1', 'V3', { price: 'free' })],
			CONTINUE,
		);
		expect(results(items)).toMatchObject([
			{ status: 'rejected', reasonCode: 'partMissing' },
			{ status: 'pending' },
			{ status: 'rejected', field: 'price' },
		]);
		expect((await products()).map(({ id }) => id)).toEqual(['P2']);
	});

	test('a variant ID that comes twice, and more than 200 variants', async () => {
		const twice = await output(upload(), [row('P1', 'V1'), row('P2', 'V1')], CONTINUE);
		expect(results(twice)).toMatchObject([
			{ status: 'pending' },
			{ status: 'rejected', field: 'variant_id', value: 'V1' },
		]);
		const many = Array.from({ length: 201 }, (_one, index) => row('P1', `V${index}`));
		const items = results(await output(upload(), many, CONTINUE));
		expect(new Set(items.map(({ reason }) => reason))).toEqual(new Set(['has more than 200 variants']));
		expect(items[7]?.message).toContain('[item 7]');
	});

	test('rows that differ in what is said of the product: the first counts, with a warning', async () => {
		const run = await bench.run(upload(), [
			row('P1', 'V1', { description: 'x'.repeat(1025) }),
			row('P1', 'V2', { title: 'Shirt, red' }),
		]);
		expect(results(run)[0]?.warnings).toEqual([
			'is a product whose description is longer than 1024 characters: the rest is left out',
			'is a product whose rows differ in the name: the first one is sent',
		]);
		const [first] = await products();
		expect(first).toMatchObject({ name: 'Shirt', description: 'x'.repeat(1024) });
	});

	test('a column that is named and not there stops the run; one that is only usual need not be there', async () => {
		const run = await bench.run(upload({ moreColumns: { brandColumn: 'maker' } }), [ROW]);
		expect(run.error?.message).toContain('maker');
		expect(await bench.requests(POST)).toBe(0);
	});

	test('Validate Only sends nothing and shows the lines', async () => {
		const items = await output(upload({ mode: 'validateOnly', validateOnly: true }), [ROW, row('P1', 'V2')]);
		expect(await bench.requests(POST)).toBe(0);
		const [first, second] = results(items);
		expect(first).toMatchObject({
			status: 'validated',
			productId: 'P1',
			variants: 2,
			request: { method: 'POST', path: '/v1/product-catalog/uploads', body: { validateOnly: true } },
		});
		expect(JSON.parse(String(first?.line))).toMatchObject({ id: 'P1' });
		expect(second).toEqual({ status: 'validated', sentWithItem: 0 });
	});
});

test('products in Attentive’s own form, one an item', async () => {
	const items = await output(
		fromJson(),
		[
			{ product: product('A') },
			{ product: JSON.stringify(product('B')) },
			{ product: product('A') },
			{ product: product('C', { variants: [] }) },
			{ product: [1] },
		],
		CONTINUE,
	);
	expect(results(items)).toMatchObject([
		{ status: 'pending', line: 1 },
		{ status: 'pending', line: 2 },
		{ status: 'rejected', reasonCode: 'idTwice' },
		{ status: 'rejected', field: 'variants', reason: 'is empty: a product needs a variant' },
		{ status: 'rejected', reasonCode: 'notAnObject' },
	]);
	expect((await products()).map(({ id }) => id)).toEqual(['A', 'B']);
});

test('errors of formulas in a product in Attentive’s own form are left out, and told', async () => {
	const [variant] = product('A').variants as IDataObject[];
	const attributes = [
		{ name: 'Fabric', value: '#N/A' },
		{ name: 'Fit', value: 'Slim' },
	];
	const items = await output(
		fromJson(),
		[
			{
				product: product('A', {
					brand: '#REF!',
					categories: ['#NV', 'Shirts'],
					attributes,
					images: [{ src: '#VALUE!', position: 0 }],
					variants: [{ ...variant, attributes: [{ name: 'Weight', value: '#N/A' }] }],
				}),
			},
			{ product: product('B', { variants: [{ ...variant, id: 'B-1', inventoryQuantity: '#N/A' }] }) },
		],
		CONTINUE,
	);
	expect(results(items)).toMatchObject([
		{
			status: 'pending',
			warnings: expect.arrayContaining(
				[
					'brand',
					'categories[0]',
					'attributes[0].value',
					'images[0].src',
					'variants[0].attributes[0].value',
				].map((path) => expect.stringContaining(`was sent without 'Product.${path}': #`)),
			),
		},
		{ status: 'rejected', field: 'variants[0].inventoryQuantity', reason: 'is missing' },
	]);
	expect(await products()).toEqual([
		product('A', { categories: ['Shirts'], attributes: attributes.slice(1), variants: [variant] }),
	]);
});

describe('from a file', () => {
	const HEADER = 'product_id,title,link,variant_id,price,available,inventory_quantity';
	const LINK = 'https://shop.example.com/x';

	test('NDJSON goes as it is, without a byte order mark and empty lines', async () => {
		const text = ndjson([product('A'), product('Ö', { extra: undefined })]);
		const items = await output(fromFile(), [fileItem(`\ufeff${text}\n \r\n`, 'catalog.ndjson')]);
		const [one] = await uploads();
		expect(results(items)).toEqual([
			{
				status: 'pending',
				products: 2,
				variants: 2,
				bytes: Buffer.byteLength(text),
				uploadId: one?.uploadId,
			},
		]);
		expect(one?.file).toMatchObject({ bytes: Buffer.byteLength(text), lines: 2, errorCount: 0 });
	});

	test.each([',', ';', '\t'])('CSV with "%s", quotes, umlauts and a byte order mark', async (delimiter) => {
		const lines = [
			HEADER.split(',').join(delimiter),
			['P1', '"Hemd ""Größe ä"", blau;\r\nneu"', LINK, 'V1', '"1.234,50"', 'ja', '3'].join(delimiter),
			'',
			['P1', '', '', 'V2', '9.90', 'yes', '0'].join(delimiter),
			['P2', 'Ümläut', LINK, 'V3', '9.90', 'no', '0'].join(delimiter),
		];
		const text = `\ufeff${lines.join('\r\n')}`.replace('ja', 'yes');
		const items = await output(fromFile(), [fileItem(text)]);
		expect(results(items)).toMatchObject([{ status: 'pending', products: 2, variants: 3 }]);
		const [first, second] = await products();
		expect(first).toMatchObject({
			name: 'Hemd "Größe ä", blau;\r\nneu',
			variants: [
				{ id: 'V1', prices: [{ amount: '1234.50' }] },
				{ id: 'V2', availableForPurchase: true },
			],
		});
		expect(second?.name).toBe('Ümläut');
	});

	test('CSV with a price for each currency, and what the pictures show', async () => {
		const header = `${HEADER},price_eur,was_eur,image_link,image_alt,image_width`;
		const src = 'https://cdn.example.com/a.jpg';
		const text = [
			header,
			`P1,Shirt,https://shop.example.com/x,V1,19.9,yes,3,"18,50 €",20,${src},"Front, blue",900`,
			`P1,Shirt,https://shop.example.com/x,V2,19.9,yes,3,,,,,`,
		].join('\n');
		const otherPrices = {
			price: [{ currency: 'EUR', priceColumn: 'price_eur', compareAtPriceColumn: 'was_eur' }],
		};
		await output(fromFile({ moreColumns: { otherPrices } }), [fileItem(text)]);
		const [one] = await products();
		expect(one?.variants.map(({ prices }) => prices)).toEqual([
			[
				{ currencyCode: 'USD', amount: '19.90' },
				{ currencyCode: 'EUR', amount: '18.50', compareAtPrice: '20.00' },
			],
			[{ currencyCode: 'USD', amount: '19.90' }],
		]);
		expect(one?.images).toEqual([{ src, position: 0, alt: 'Front, blue', width: 900, variantIds: ['V1'] }]);
		const without = text.replace('was_eur', 'other');
		const run = await bench.n8n.run(bench.workflow(fromFile({ moreColumns: { otherPrices } })), {
			input: [fileItem(without)],
		});
		expect(run.error?.message).toContain("was_eur' is a column that the file does not have");
	});

	test('bad lines are named with line, field and value before anything is sent', async () => {
		const good = ['P1', 'Shirt', LINK, 'V1', '9.90', 'yes', '1'];
		const bad = (place: number, value: string) => good.map((cell, index) => (index === place ? value : cell));
		const rows = [good, bad(4, 'free'), bad(0, 'P3'), bad(0, 'P1')].map((cells) => cells.join(','));
		const [item] = results(await output(fromFile(), [fileItem([HEADER, ...rows].join('\n'))], CONTINUE));
		expect(item).toMatchObject({ status: 'rejected', reasonCode: 'badLines', field: 'catalog.csv' });
		expect(item?.reason).toMatch(/^has \d errors: line 3: price "free" is not a number/);
		expect(item?.reason).toContain('line 5: product_id "P1" comes again after a different product');
		expect(await bench.requests(POST)).toBe(0);
	});

	test.each<[string, string | Buffer, RegExp]>([
		[
			'ten errors are named, the rest counted',
			ndjson(Array.from({ length: 25 }, (_one, index) => product(`${index}`, { name: '' }))),
			/has 25 errors: line 1: name "" is empty .*line 10: .*; and 15 more$/,
		],
		['a line that is no JSON', `${ndjson([product('A')])}{"id":`, /line 2: The line is not JSON/],
		[
			'a line that is not UTF-8',
			Buffer.from(ndjson([product('Grün')]), 'latin1'),
			/line 1: The line is not UTF-8/,
		],
		['a CSV that is not UTF-8', Buffer.from(`${HEADER}\nP1,Grün`, 'latin1'), /The file is not UTF-8/],
		[
			'an amount that is a number',
			ndjson([
				product('A', {
					variants: [
						{ ...(product('A').variants as IDataObject[])[0], prices: [{ currencyCode: 'USD', amount: 5 }] },
					],
				}),
			]),
			/variants\[0\]\.prices\[0\]\.amount "5" does not have the type that Attentive accepts/,
		],
		['a line that is too large', ndjson([product('A', { more: 'x'.repeat(4_000_001) })]), /has 400\d+ bytes/],
		['a product that comes twice', ndjson([product('A'), product('A')]), /line 2: id "A" appears twice/],
		[
			'a column that is not there',
			'product_id,title\nP1,Shirt',
			/link is a column that the file does not have/,
		],
		[
			'a row with too many cells',
			`${HEADER}\nP1,Shirt,${LINK},V1,9,90,yes,1`,
			/line 2: The row has more cells/,
		],
		['a quote that is not closed', `${HEADER}\nP1,"Shirt,${LINK},V1,9,yes,1`, /quote that is never closed/],
		['a JSON list', `[${JSON.stringify(product('A'))}]`, /The file is a JSON list/],
		['nothing', '', /contains no products/],
	])('%s', async (_what, text, words) => {
		const [item] = results(await output(fromFile(), [fileItem(text)], CONTINUE));
		expect(item?.status).toBe('rejected');
		expect(`${String(item?.field)} ${String(item?.reason)}`).toMatch(words);
		expect(await bench.requests(POST)).toBe(0);
	});

	test('an item without the file is told of', async () => {
		const [item] = results(await output(fromFile({ binaryField: 'other' }), [fileItem('x')], CONTINUE));
		expect(item).toMatchObject({ status: 'rejected', field: 'Input Binary Field', value: 'other' });
	});

	test('each file is an upload of its own; Validate Only shows the first line', async () => {
		const files = ['A', 'B'].map((id) => fileItem(ndjson([product(id)])));
		const shown = results(await output(fromFile({ mode: 'validateOnly' }), files));
		expect(shown).toMatchObject([
			{ status: 'validated', products: 1, firstLine: JSON.stringify(product('A')) },
			{ status: 'validated', products: 1, firstLine: JSON.stringify(product('B')) },
		]);
		expect(await uploads()).toEqual([]);
		await output(fromFile(), files);
		expect(await uploads()).toHaveLength(2);
	});
});

describe('a file that n8n keeps on disk', () => {
	let folder: string;
	const config = () => Container.get(BinaryDataConfig);
	const { mode, localStoragePath } = config();
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'catalog-'));
		Object.assign(config(), { mode: 'filesystem', localStoragePath: folder });
		await Container.get(BinaryDataService).init();
	});
	afterAll(async () => {
		Object.assign(config(), { mode, localStoragePath });
		await Container.get(BinaryDataService).init();
		rmSync(folder, { recursive: true });
	});

	async function onDisk(text: string): Promise<INodeExecutionData> {
		const binary: IBinaryData = { data: '', mimeType: 'text/csv', fileName: 'catalog.csv' };
		const location = { type: 'execution', workflowId: 'w', executionId: 'e' } as const;
		const data = await Container.get(BinaryDataService).store(location, Buffer.from(text), binary);
		expect(data.id).toMatch(/^filesystem/);
		return { json: {}, binary: { data } };
	}
	const HEADER = 'product_id,title,link,variant_id,price,available,inventory_quantity\n';
	const csv = (count: number) =>
		HEADER +
		Array.from({ length: count }, (_one, index) => `P${index},Größe,https://a.example/x,,5,no,0\n`).join('');

	describe('is let go, and so is the connection', () => {
		const attentive = useStandIn();
		/** More than connections hold by themselves. */
		const large = () =>
			ndjson(
				Array.from({ length: 40_000 }, (_one, index) => product(`P${index}`, { name: 'x'.repeat(250) })),
			);
		const connections: Socket[] = [];
		let answer = '';
		/** Reads no more than the beginning. */
		const storage = createServer((socket) => {
			connections.push(socket);
			socket.on('error', () => {});
			socket.once('data', () => {
				// Without what it reads it would not see its end.
				socket.pause();
				socket.write(answer);
			});
		});
		beforeAll(async () => await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve)));
		afterAll(() => storage.close());

		async function whileUploading(run: (url: string) => Promise<void>): Promise<void> {
			connections.length = 0;
			const address = storage.address();
			if (address === null || typeof address === 'string') throw new Error('The storage has no port.');
			attentive.answer = () => ({
				body: { uploadId: 'u', uploadUrl: `http://127.0.0.1:${address.port}/file` },
			});
			const opened = jest.spyOn(Container.get(BinaryDataService), 'getAsStream');
			await run(attentive.url);
			const files = await Promise.all(opened.mock.results.map(async ({ value }) => await value));
			opened.mockRestore();
			// Two looks at the file, and one for the upload.
			expect(files).toHaveLength(3);
			await until(() => files.every(({ closed }) => closed));
			expect(connections).toHaveLength(1);
			for (const connection of connections) connection.resume();
			await until(() => connections.every(({ closed }) => closed));
		}

		test.each([
			['refuses', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n', 'refused'],
			['takes it', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'pending'],
		])('where the storage %s before it has read all', async (_what, said, status) => {
			answer = said;
			await whileUploading(async (baseUrl) => {
				const items = await output(fromFile(), [await onDisk(large())], { ...CONTINUE, baseUrl });
				expect(results(items)).toMatchObject([{ status }]);
			});
		});

		test('after a cancel in the middle', async () => {
			answer = '';
			await whileUploading(async (baseUrl) => {
				const workflow = bench.workflow(fromFile(), { baseUrl });
				const started = bench.n8n.start(workflow, { input: [await onDisk(large())] });
				await until(() => connections.some(({ bytesRead }) => bytesRead > 0));
				started.cancel();
				expect((await started.finished).status).toBe('canceled');
			});
		});
	});

	test('is read and sent as a stream', async () => {
		const text = ndjson(Array.from({ length: 2_000 }, (_one, index) => product(`P${index}`)));
		await output(fromFile(), [await onDisk(text), await onDisk(csv(2_000))]);
		const sha256 = createHash('sha256').update(text).digest('hex');
		const files = (await uploads()).map(({ file }) => file);
		expect(files).toMatchObject([
			{ sha256, lines: 2_000, errorCount: 0 },
			{ lines: 2_000, errorCount: 0 },
		]);
	});

	test('is read anew for another try', async () => {
		await bench.sandbox.control.addFault({ endpoint: PUT, kind: 'reset' });
		const items = await output(fromFile(), [await onDisk(csv(5_000))]);
		expect(results(items)).toMatchObject([{ status: 'pending', products: 5_000 }]);
		expect((await uploads()).map(({ file }) => file?.lines)).toEqual([undefined, 5_000]);
	});

	test('has more time than a request, the more the larger it is', async () => {
		const options = { requestTimeoutSeconds: 2, retryMinutes: 0.02 };
		const large = ndjson(Array.from({ length: 20_000 }, (_one, index) => product(`P${index}`)));
		const sent = async (text: string) => {
			await bench.sandbox.control.addFault({ endpoint: PUT, kind: 'slow', ms: 4_000 });
			return await output(fromFile({ options }), [await onDisk(text)], CONTINUE);
		};
		expect(Buffer.byteLength(large)).toBeGreaterThan(4_000_000);
		expect(results(await sent(large))).toMatchObject([{ status: 'pending' }]);
		expect(results(await sent(ndjson([product('P')])))).toMatchObject([
			{ status: 'unknown', reason: expect.stringContaining('no complete response came in time (2 s)') },
		]);
	});

	test('that is gone is that item’s error', async () => {
		const gone = await onDisk(csv(1));
		if (gone.binary?.data) gone.binary.data.id += 'x';
		const items = await output(fromFile(), [gone, await onDisk(csv(1))], CONTINUE);
		expect(results(items)).toMatchObject([
			{ status: 'rejected', reasonCode: 'fileUnreadable' },
			{ status: 'pending' },
		]);
	});

	test('a cancel ends the upload', async () => {
		await bench.sandbox.control.addFault({ endpoint: PUT, kind: 'hang' });
		const started = bench.n8n.start(bench.workflow(fromFile()), { input: [await onDisk(csv(10))] });
		await until(async () => (await bench.requests(PUT)) > 0);
		started.cancel();
		expect((await started.finished).status).toBe('canceled');
		expect(await bench.requests(POST)).toBe(1);
	});
});

test.each<Through>(['invoke', 'engine'])(
	'as an AI agent’s tool (%s): one product as JSON',
	async (through) => {
		const parameters = {
			resource: 'productCatalog',
			operation: 'upload',
			catalogFrom: 'json',
			product: fromAI('product', 'json'),
		};
		const calls = [{ product: product('A') }, { product: { id: 'B' } }];
		const [good, bad] = await bench.callAsTool(parameters, calls, through);
		expect(good).toContain('uploadId');
		expect(bad).toContain("'name' is missing");
		expect(await products()).toMatchObject([{ id: 'A' }]);
		const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentiveTool').description;
		const ways = properties.filter(
			({ name, displayOptions }) => name === 'catalogFrom' && displayOptions?.hide?.['@tool'] === undefined,
		);
		expect(ways.map(({ options }) => options?.map((one) => one.name))).toEqual([['JSON']]);
	},
);

describe('what becomes of it', () => {
	beforeEach(
		async () => await bench.sandbox.control.setSettings({ catalogValidationMs: 0, catalogSavingMs: 0 }),
	);
	const waiting = { waitForResults: true, waitMinutes: 1 };
	/** A field that Attentive may not know is left to it. */
	const unknown = (id: string) => ({ product: product(id, { color: 'red' }) });

	test('without waiting, Get and Get Many tell later', async () => {
		const [item] = results(await output(fromJson(), [unknown('A')]));
		const get = (more: INodeParameters) => ({ resource: 'productCatalog', ...more });
		const looked = await output(get({ operation: 'get', uploadId: String(item?.uploadId) }), [{}]);
		expect(looked).toEqual([
			{
				uploadId: item?.uploadId,
				uploadStatus: 'completed',
				productsReceived: 1,
				productsProcessed: 0,
				errors: [{ errorType: 'UNKNOWN_FIELD', errorMessage: expect.any(String), lineNum: 1 }],
				lastUpdated: expect.any(String),
				expires: expect.any(String),
				validateOnly: false,
			},
		]);
		await output(fromJson(), [{ product: product('B') }]);
		const all = await output(get({ operation: 'getAll' }), [{}]);
		expect(all.map(({ productsProcessed }) => productsProcessed)).toEqual([0, 1]);
		const gone = await output(get({ operation: 'get', uploadId: 'nowhere' }), [{}], CONTINUE);
		expect(results(gone)).toMatchObject([{ status: 'refused', reasonCode: 'notFound' }]);
	});

	test('waiting maps Attentive’s errors to all rows of the product', async () => {
		await bench.sandbox.control.setSettings({
			catalogLimits: { fileBytes: 2e9, lineBytes: 800, lines: 10 },
		});
		const rows = [
			row('P1', 'V1'),
			row('P2', 'V2', { description: 'x'.repeat(500) }),
			row('P3', 'V3'),
			row('P2', 'V4'),
		];
		const items = results(await output(upload({ options: waiting }), rows, CONTINUE));
		expect(items).toMatchObject([
			{ status: 'accepted', uploadStatus: 'completed' },
			{ status: 'refused', reason: expect.stringContaining('800 bytes') },
			{ status: 'accepted' },
			{ status: 'refused', message: expect.stringContaining('[item 3]') },
		]);
		expect((await bench.sandbox.control.catalog()).map(({ id }) => id)).toEqual(['P1', 'P3']);
	});

	test('what an earlier try has uploaded is not uploaded again, and is waited for', async () => {
		const parameters = upload({ options: waiting, validateOnly: '={{ $json.dry }}' });
		await bench.sandbox.control.addFault({ endpoint: PUT, kind: '400', after: 1 });
		const run = await bench.n8n.run(bench.workflow(parameters, { retryOnFail: true, maxTries: 2 }), {
			input: [row('P1', 'V1', { dry: true }), row('P2', 'V2', { dry: false })],
		});
		expect(results(run)).toMatchObject([
			{ status: 'validated', sentInEarlierTry: true },
			{ status: 'accepted', productId: 'P2', variants: 1 },
		]);
		expect((await uploads()).map(({ file }) => file?.lines)).toEqual([1, undefined, 1]);
	});

	test('where more lines are refused than named, the others are not called accepted', async () => {
		const many = Array.from({ length: 12 }, (_one, index) => unknown(`U${index}`));
		const items = results(
			await output(fromJson({ options: waiting }), [...many, { product: product('G') }], CONTINUE),
		);
		expect(items.filter(({ status }) => status === 'refused')).toHaveLength(10);
		expect(items.at(-1)).toMatchObject({
			status: 'unknown',
			reasonCode: 'outcomeUnknown',
			reason: expect.stringMatching(/at most 10.*others may be wrong too.*1 of 13/),
		});
	});

	test('only validating ends as validated, and saves nothing', async () => {
		const file = fileItem(`\n${ndjson([product('A'), product('B', { color: 'red' })])}`);
		const options = waiting;
		const items = await output(
			fromFile({ options, validateOnly: true }),
			[fileItem(ndjson([product('A')])), file],
			CONTINUE,
		);
		expect(results(items)).toMatchObject([
			{ status: 'validated', uploadStatus: 'validated' },
			{ status: 'refused', reason: expect.stringMatching(/^Attentive refused lines of the file: line 3: /) },
		]);
		expect(await bench.sandbox.control.catalog()).toEqual([]);
	});
});

describe('the way to the storage', () => {
	test.each([
		'http://storage.example.com/x',
		'https://10.0.0.7/x',
		'https://[fd00::1]/x',
		'file:///tmp/x',
		'x',
	])('%s is not called', async (signedUrlInstead) => {
		await bench.sandbox.control.setSettings({ signedUrlInstead });
		const [item] = results(await output(upload(), [ROW], CONTINUE));
		expect(item).toMatchObject({
			status: 'refused',
			reason: 'the URL that Attentive returned for the file is not allowed. Nothing was uploaded',
		});
		expect(await bench.requests(POST)).toBe(1);
	});

	describe('as the storage sees it', () => {
		const storage = useStandIn(({ url }) => ({
			status: url === '/moved' ? 307 : 200,
			headers: { location: '/elsewhere' },
			body: url === '/portal' ? '<html><body>Sign in</body></html>' : '',
		}));

		test('length, no token, no Content-Type, not in chunks', async () => {
			await bench.sandbox.control.setSettings({ signedUrlInstead: `${storage.url}/file?signature=1` });
			const items = await output(upload(), [ROW]);
			expect(results(items)).toMatchObject([{ status: 'pending' }]);
			const [request] = storage.received;
			expect(request).toMatchObject({ method: 'PUT', url: '/file?signature=1' });
			const { headers = {}, body = '' } = request ?? {};
			expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
			for (const name of ['authorization', 'content-type', 'transfer-encoding'])
				expect(headers).not.toHaveProperty(name);
			expect(JSON.stringify(headers)).not.toContain(bench.sandbox.apiKey);
		});

		test('a page in place of its answer is none: the file may not be there', async () => {
			await bench.sandbox.control.setSettings({ signedUrlInstead: `${storage.url}/portal` });
			const options = { retryMinutes: 0 };
			const [item] = results(await output(upload({ options }), [ROW], CONTINUE));
			expect(item).toMatchObject({ status: 'unknown', reasonCode: 'foreignAnswer' });
		});

		test('a redirect is not followed, and says nothing of the file', async () => {
			await bench.sandbox.control.setSettings({ signedUrlInstead: `${storage.url}/moved` });
			const [item] = results(await output(upload(), [ROW], CONTINUE));
			expect(item).toMatchObject({
				status: 'unknown',
				reasonCode: 'redirected',
				reason: expect.stringContaining(
					'the storage for the file answered 307 with a redirect, which is not followed',
				),
			});
			expect(storage.received).toHaveLength(1);
		});
	});

	test('a storage that fails gets another upload, a refusal is told', async () => {
		await bench.sandbox.control.addFault({ endpoint: PUT, kind: '503' });
		expect(results(await output(upload(), [ROW]))).toMatchObject([{ status: 'pending' }]);
		expect(await bench.requests(POST)).toBe(2);
		await bench.sandbox.control.addFault({ endpoint: PUT, kind: '403' });
		const [item] = results(await output(upload(), [ROW], CONTINUE));
		expect(item).toMatchObject({
			status: 'refused',
			reason: expect.stringMatching(/^the storage for the file answered 403.*Nothing was uploaded$/),
		});
	});
});
