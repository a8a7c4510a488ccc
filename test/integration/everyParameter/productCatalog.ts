import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { cell, fixed, LIMITS, post, READ_LIMITS, rowsWith, WAITING, type Operations } from './shared';

/** Rows with the ID of an upload each. */
async function uploadRows(sandbox: Sandbox): Promise<IDataObject[]> {
	await sandbox.control.setLimit({ perSecond: 100 });
	const ids: IDataObject[] = [];
	for (const validateOnly of [true, false]) {
		const { uploadId } = await post(sandbox, '/v1/product-catalog/uploads', { validateOnly });
		ids.push({ upload: uploadId });
	}
	return rowsWith(ids);
}

/** Rows of a catalog under names of their own, and products as JSON. */
async function productRows(): Promise<IDataObject[]> {
	const at = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00Z' };
	const facts = {
		prices: [{ currencyCode: 'USD', amount: '5' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
	};
	return rowsWith(
		['A', 'B'].map((own, index) => ({
			own,
			label: `Product ${own}`,
			page: 'https://shop.example.com/x',
			sku: `${own}-1`,
			cost: 19.99,
			euros: 18.5,
			eurosBefore: 20,
			sold: 'yes',
			stock: 3,
			money: 'USD',
			dry: index === 0,
			doc: { id: own, name: own, ...at, variants: [{ id: `${own}-1`, name: own, ...at, ...facts }] },
		})),
	);
}

const CATALOG_COLUMNS: INodeParameters = {
	productIdColumn: fixed('own'),
	productNameColumn: fixed('label'),
	productLinkColumn: fixed('page'),
	variantIdColumn: fixed('sku'),
	priceColumn: fixed('cost'),
	availableColumn: fixed('sold'),
	quantityColumn: fixed('stock'),
	currency: fixed('usd'),
};

const MORE_COLUMNS: INodeParameters = {
	brandColumn: fixed('type'),
	categoriesColumn: fixed('property'),
	collectionsColumn: fixed('type'),
	compareAtPriceColumn: fixed('value'),
	currencyColumn: fixed('money'),
	descriptionColumn: fixed('event'),
	imageAltColumn: fixed('event'),
	imageHeightColumn: fixed('value'),
	imagesColumn: fixed('picture'),
	imageWidthColumn: fixed('value'),
	lastUpdatedColumn: fixed('when'),
	lastUpdatedFormat: fixed('M/d/yyyy'),
	tagsColumn: fixed('type'),
	variantLinkColumn: fixed('page'),
	variantNameColumn: fixed('label'),
	otherPrices: {
		price: [
			{
				currency: fixed('eur'),
				priceColumn: fixed('euros'),
				compareAtPriceColumn: fixed('eurosBefore'),
			},
		],
	},
	optionColumns: fixed('id'),
	productAttributeColumns: fixed('idName'),
	variantAttributeColumns: fixed('idValue'),
};

const CATALOG: INodeParameters = {
	mode: 'live',
	validateOnly: cell('dry'),
	options: { ...LIMITS, ...WAITING },
};

const TWO_UPLOADS = [{ validateOnly: true }, { validateOnly: false }];

export const productCatalog: Operations = {
	get: [
		{
			parameters: { uploadId: cell('upload'), options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: TWO_UPLOADS.map((upload) =>
				expect.objectContaining({ ...upload, uploadStatus: 'initialized', errors: [] }),
			),
		},
	],
	getAll: [
		{
			parameters: { options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: [...TWO_UPLOADS, ...TWO_UPLOADS].map((upload) => expect.objectContaining(upload)),
		},
	],
	upload: [
		{
			parameters: { ...CATALOG, ...CATALOG_COLUMNS, catalogFrom: fixed('items'), moreColumns: MORE_COLUMNS },
			rows: productRows,
			expected: TWO_UPLOADS,
			notForAgents: true,
		},
		{
			parameters: { ...CATALOG, catalogFrom: fixed('json'), product: cell('doc') },
			rows: productRows,
			expected: TWO_UPLOADS,
		},
		{
			parameters: {
				...CATALOG,
				...CATALOG_COLUMNS,
				catalogFrom: fixed('file'),
				binaryField: fixed('doc'),
			},
			rows: productRows,
			files: ['C', 'D'].map(
				(own) =>
					`own,label,page,sku,cost,sold,stock\n${own},Shirt,https://shop.example.com/x,${own}-1,9.99,no,0\n`,
			),
			expected: TWO_UPLOADS,
			notForAgents: true,
		},
	],
};
