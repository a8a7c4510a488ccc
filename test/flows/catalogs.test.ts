import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Run } from '../../embedded-n8n';
import type { Sandbox } from '../../sandbox/start';
import { Files } from './files';
import { dataFolder, Flows } from './flow';
import { startWooCommerceProducts, type WooCommerceShop } from './standIns/wooCommerceProducts';

/** Between an upload and the first look at it, the node waits for some seconds: all scenarios wait side by side. */
class Scenario {
	readonly flows = new Flows();
	readonly files = new Files(this.flows);
	ended?: Run;

	constructor(
		private readonly name: string,
		private readonly how: {
			prepare?(scenario: Scenario): Promise<void> | void;
			/** As after a change in the panel. */
			changed?: Record<string, INodeParameters>;
			start?: string;
			shop?: WooCommerceShop;
		} = {},
	) {}

	get sandbox(): Sandbox {
		return this.flows.sandbox;
	}

	get run(): Run {
		if (!this.ended) throw new Error('It has not run.');
		return this.ended;
	}

	async play(): Promise<void> {
		const { prepare, changed = {}, start = 'Every Night', shop } = this.how;
		await this.flows.start();
		await this.flows.reset();
		await this.sandbox.control.setSettings({ catalogValidationMs: 0, catalogSavingMs: 0 });
		await prepare?.(this);
		const standIn = shop && (await startWooCommerceProducts(shop));
		const workflow = this.flows.flow(
			this.name,
			standIn && {
				urls: { 'https://shop.example.com': standIn.url },
				credentials: { wooCommerceApi: this.flows.n8n.addCredential('wooCommerceApi', standIn.credential) },
			},
		);
		for (const node of workflow.nodes) Object.assign(node.parameters, changed[node.name]);
		this.ended = await this.flows.n8n.run(workflow, { startNode: start });
		await standIn?.close();
		expect(standIn?.unknown ?? []).toEqual([]);
	}

	/** What Attentive has of the products, without the times of their last change. */
	async catalog(): Promise<unknown[]> {
		const text = JSON.stringify(await this.sandbox.control.catalog(), (key, value: unknown) =>
			key === 'lastUpdated' ? undefined : value,
		);
		return JSON.parse(text);
	}

	/** The first lines of the first file that was uploaded. */
	async firstProducts(): Promise<unknown[]> {
		const [upload] = await this.sandbox.control.catalogUploads();
		return upload?.file?.firstProducts ?? [];
	}

	async uploads() {
		return (await this.sandbox.control.catalogUploads()).map(({ validateOnly, file }) => [
			validateOnly,
			file?.lines,
		]);
	}
}

const live = { 'Save Catalog': { mode: 'live' } };
const impatient = { 'Validate Catalog': { options: {} } };
const shop: WooCommerceShop = JSON.parse(readFileSync(join(dataFolder, 'woocommerce-products.json'), 'utf8'));
/** Two pages of products, and a product with two pages of variations. */
const [simple, variable] = shop.products;
const [variation] = shop.variations['102'] ?? [];
const manyIds = Array.from({ length: 101 }, (_, index) => index + 2001);
const largeShop = {
	products: [
		...manyIds.map((id) => ({ ...simple, id, status: 'publish' })),
		{ ...variable, id: 102, status: 'publish' },
	],
	variations: { 102: manyIds.map((id) => ({ ...variation, id: id + 5000, status: 'publish' })) },
};
/** Attentive takes no line as long as that of House Blend. */
const shortLines = async ({ sandbox }: Scenario) =>
	await sandbox.control.setSettings({ catalogLimits: { fileBytes: 2e9, lineBytes: 800, lines: 500_000 } });
/** Validated, but then the storage does not take the file. */
const noStorage = async ({ sandbox }: Scenario) =>
	await sandbox.control.addFault({ endpoint: 'PUT /catalog-uploads/{uploadId}', kind: '400', after: 1 });

const csv = {
	shipped: new Scenario('catalog-csv', {
		start: 'Check Now',
		prepare({ files }) {
			const noStock = 'TEA-3,Green Tea,https://shop.example.com/tea,,,,7.25,,yes,,,,Tea';
			files.write('catalog.csv', [files.bytes('catalog.csv').toString() + noStock]);
		},
	}),
	live: new Scenario('catalog-csv', { changed: live }),
	badLines: new Scenario('catalog-csv', {
		changed: live,
		prepare({ files }) {
			const good = files.bytes('catalog.csv').toString();
			const lines = good.replace('$14.00,,yes', 'ask,,yes').replace('1,025.00', '').trim();
			files.write('catalog.csv', [lines]);
		},
	}),
	refused: new Scenario('catalog-csv', { changed: live, prepare: shortLines }),
	pending: new Scenario('catalog-csv', { changed: { ...live, ...impatient } }),
	notStored: new Scenario('catalog-csv', { changed: live, prepare: noStorage }),
};
const wooCommerce = {
	shipped: new Scenario('catalog-woocommerce', { start: 'Check Now', shop: largeShop }),
	live: new Scenario('catalog-woocommerce', { changed: live, shop }),
	refused: new Scenario('catalog-woocommerce', { changed: live, shop, prepare: shortLines }),
	pending: new Scenario('catalog-woocommerce', { changed: { ...live, ...impatient }, shop }),
	notStored: new Scenario('catalog-woocommerce', { changed: live, shop, prepare: noStorage }),
};
const scenarios = [...Object.values(csv), ...Object.values(wooCommerce)];

beforeAll(async () => {
	await Promise.all(scenarios.map(async (scenario) => await scenario.play()));
});
afterAll(async () => {
	for (const { flows } of scenarios) await flows.close();
});

const usd = (amount: string, compareAtPrice?: string) => [
	{ currencyCode: 'USD', amount, ...(compareAtPrice && { compareAtPrice }) },
];
const variant = (id: string, name: string, quantity: number, prices: ReturnType<typeof usd>) => ({
	id,
	name,
	availableForPurchase: quantity > 0,
	inventoryQuantity: quantity,
	prices,
});

describe('catalog-csv', () => {
	const result = (status: string, more: Record<string, unknown> = {}) => [
		{
			Time: expect.any(String),
			Status: status,
			Products: '3',
			Variants: '5',
			'Upload ID': expect.any(String),
			Warnings: '',
			...more,
		},
	];
	const errors = ({ files }: Scenario) => files.csv('catalog-errors.csv').map(({ Error: error }) => error);

	test('a file that Attentive takes is validated, then saved', async () => {
		const {
			live,
			live: { run, files },
		} = csv;
		expect([run.status, run.lastNode]).toEqual(['success', 'Write Result File']);
		expect(await live.uploads()).toEqual([
			[true, 3],
			[false, 3],
		]);
		expect(await live.catalog()).toMatchObject([
			{
				id: 'COFFEE-1',
				name: 'House Blend',
				variants: [
					variant('COFFEE-1-250G', 'House Blend - 250 g', 120, usd('9.50')),
					variant('COFFEE-1-1KG', 'House Blend - 1 kg', 18, usd('31.00', '34.00')),
				],
			},
			{
				id: 'MUG-7',
				name: 'Mug',
				variants: [
					variant('MUG-7-BLUE', 'Mug - Blue', 6, usd('14.00')),
					variant('MUG-7-RED', 'Mug - Red', 0, usd('14.00')),
				],
			},
			{
				id: 'SHIRT-3',
				name: 'Shirt "Roaster"',
				variants: [variant('SHIRT-3-M', 'Shirt "Roaster" - Black - M', 3, usd('1025.00'))],
			},
		]);
		const [coffee] = await live.firstProducts();
		expect(coffee).toMatchObject({
			brand: 'Pike Roasters',
			categories: ['Coffee', 'Whole Bean'],
			link: 'https://shop.example.com/coffee',
			productOptions: [{ name: 'Size', values: ['250 g', '1 kg'] }],
			images: [
				{ src: 'https://shop.example.com/img/coffee.jpg', variantIds: ['COFFEE-1-250G'] },
				{ src: 'https://shop.example.com/img/coffee-1kg.jpg', variantIds: ['COFFEE-1-1KG'] },
			],
		});
		expect(files.csv('catalog-result.csv')).toEqual(result('saved'));
		expect(files.isThere('catalog-errors.csv')).toBe(false);
	});

	test('as shipped, Attentive validates it, and nothing is saved', async () => {
		const { shipped } = csv;
		expect(await shipped.uploads()).toEqual([[true, 3]]);
		const withoutTea = expect.stringContaining('has an empty "inventory_quantity" (line 7)');
		const warned = result('validated', { 'Upload ID': '', Warnings: withoutTea });
		expect(shipped.files.csv('catalog-result.csv')).toEqual(warned);
		expect(await shipped.catalog()).toEqual([]);
	});

	test.each<[string, Scenario, unknown[], unknown[]]>([
		[
			'the node finds wrong are not sent',
			csv.badLines,
			[],
			[
				'line 4: price "ask" is not a number (Write digits only, such as 1250 or 19.99)',
				expect.stringMatching(/^line 6: price is empty \(Every row needs it\)/),
			],
		],
		[
			'Attentive refuses are not saved',
			csv.refused,
			[[true, 3]],
			[
				'line 2: expected a line of at most 800 bytes',
				expect.stringMatching(/^line 4: expected a line of at most 800 bytes/),
			],
		],
		[
			'cannot be stored are not saved',
			csv.notStored,
			[
				[true, 3],
				[false, undefined],
			],
			[expect.stringContaining('The storage for the file answered 400')],
		],
	])(
		'lines that %s; they are a file, and the execution fails',
		async (_what, scenario, uploads, expected) => {
			expect([scenario.run.status, scenario.run.lastNode]).toEqual(['error', 'Report Errors']);
			expect(scenario.run.error?.message).toContain(`Errors in the errors file: ${expected.length}.`);
			expect(errors(scenario)).toEqual(expected);
			expect(await scenario.uploads()).toEqual(uploads);
			expect(await scenario.catalog()).toEqual([]);
			expect(scenario.files.isThere('catalog-result.csv')).toBe(false);
		},
	);

	test('while Attentive validates, nothing is saved, and the result says so', async () => {
		const { pending } = csv;
		expect(await pending.uploads()).toEqual([[true, 3]]);
		expect(pending.files.csv('catalog-result.csv')).toEqual(result('pending'));
	});
});

describe('catalog-woocommerce', () => {
	const houseBlend = {
		id: '102',
		name: 'House Blend',
		variants: [
			variant('1021', 'House Blend - 250 g', 120, usd('9.50')),
			variant('1022', 'House Blend - 1 kg', 0, usd('31.00')),
		],
	};
	const others = [
		{ id: '107', name: 'Mug', variants: [variant('1071', 'Mug', 6, usd('14.00'))] },
		{ id: '101', name: 'Green Tea', variants: [variant('101', 'Green Tea', 40, usd('7.25', '8.50'))] },
		// WooCommerce does not count its stock.
		{ id: '103', name: 'Gift Box', variants: [variant('103', 'Gift Box', 999, usd('3.00'))] },
	];
	const withoutPrice = ['106', "'price' is empty. Every row needs it."];
	const results = ({ files }: Scenario) =>
		files.csv('catalog-result.csv').map((row) => [row['Variant ID'], row.Status]);
	const errors = ({ files }: Scenario) =>
		files.csv('catalog-errors.csv').map((row) => [row['Variant ID'], row.Reason]);

	test('published products that are sold here are saved, with their variations; those without a price are a file', async () => {
		const { live } = wooCommerce;
		expect(live.run.status).toBe('success');
		expect(await live.uploads()).toEqual([
			[true, 4],
			[false, 4],
		]);
		expect(await live.catalog()).toMatchObject([houseBlend, ...others]);
		const [coffee, , tea] = await live.firstProducts();
		const uploads = 'https://shop.example.com/wp-content/uploads/2026/05';
		expect(coffee).toMatchObject({
			link: 'https://shop.example.com/product/house-blend/',
			lastUpdated: '2026-11-29T12:00:00Z',
			categories: ['Coffee'],
			variants: [
				{ link: 'https://shop.example.com/product/house-blend/?attribute_pa_size=250-g' },
				{ link: 'https://shop.example.com/product/house-blend/?attribute_pa_size=1-kg' },
			],
			images: [{ src: `${uploads}/coffee-250g.jpg` }, { src: `${uploads}/coffee.jpg` }],
		});
		expect(tea).toMatchObject({
			description: 'First flush, 100 g',
			lastUpdated: '2026-11-28T13:30:00Z',
			categories: ['Tea', 'Organic'],
			images: [{ src: `${uploads}/tea.jpg` }],
		});
		expect(results(live)).toEqual(['1021', '1022', '1071', '101', '103'].map((id) => [id, 'saved']));
		expect(errors(live)).toEqual([withoutPrice]);
	});

	test('as shipped, all pages of products and variations are validated, and nothing is saved', async () => {
		const { shipped } = wooCommerce;
		expect(await shipped.uploads()).toEqual([[true, 102]]);
		expect(results(shipped)).toEqual([
			...manyIds.map((id) => [String(id + 5000), 'validated']),
			...manyIds.map((id) => [String(id), 'validated']),
		]);
		expect(await shipped.catalog()).toEqual([]);
	});

	test('what Attentive refuses is a file; the others are saved', async () => {
		const { refused } = wooCommerce;
		expect(await refused.catalog()).toMatchObject(others);
		const reason = expect.stringContaining('at most 800 bytes');
		expect(errors(refused)).toEqual(
			expect.arrayContaining([withoutPrice, ['1021', reason], ['1022', reason]]),
		);
		expect(results(refused)).toEqual(['1071', '101', '103'].map((id) => [id, 'saved']));
	});

	test('if the file cannot be stored, all rows say so', async () => {
		const { notStored } = wooCommerce;
		expect(await notStored.catalog()).toEqual([]);
		const reason = expect.stringContaining('the storage for the file answered 400');
		expect(errors(notStored)).toEqual(
			expect.arrayContaining(['1021', '1022', '1071', '101', '103'].map((id) => [id, reason])),
		);
	});

	test('while Attentive validates, nothing is saved, and the result says so', async () => {
		const { pending } = wooCommerce;
		expect(await pending.uploads()).toEqual([[true, 4]]);
		expect(results(pending)).toEqual(['1021', '1022', '1071', '101', '103'].map((id) => [id, 'pending']));
	});
});
