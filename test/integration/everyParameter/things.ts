import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { segmentRows } from './people';
import {
	cell,
	fixed,
	LIMITS,
	ONCE_LIMITS,
	post,
	READ_LIMITS,
	ROWS,
	rowsWith,
	users,
	WAITING,
	type Variant,
} from './values';
import { byId } from '../samples';

const LIVE: INodeParameters = { mode: 'live', options: LIMITS };

async function codeRows({ control }: Sandbox): Promise<IDataObject[]> {
	await control.addOffer({ id: 71, window: 'custom' });
	await control.addOffer({ id: 72, window: 'custom' });
	return rowsWith([
		{ offer: 71, codes: ['A-1', 'A-2'], until: '3/5/2026' },
		{ offer: 72, codes: 'B-1, B-2', until: '5/7/2026' },
	]);
}

/** Rows with the IDs of two webhooks. */
async function webhookRows(sandbox: Sandbox): Promise<IDataObject[]> {
	for (const url of ['https://example.com/1', 'https://example.com/2'])
		await post(sandbox, '/v1/webhooks', { url, events: ['sms.sent'] });
	const { webhooks } = await sandbox.control.dashboard();
	return rowsWith([
		{ hook: webhooks[0]?.id, to: 'https://example.com/3', on: 'disabled', what: ['email.opened'] },
		{ hook: webhooks[1]?.id, to: 'https://example.com/4', on: 'enabled', what: 'sms.sent, sms.subscribed' },
	]);
}

/** Rows with the ID of a job, and of a record of it each. */
async function jobRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const people = users.map(({ email }) => ({ identifiers: { email } }));
	const { batchJobId } = await post(sandbox, '/v2/bulk/user/attributes', { users: people });
	return rowsWith([
		{ job: batchJobId, record: '0-0000000000000000' },
		{ job: batchJobId, record: '1-0000000000000000' },
	]);
}

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
	imagesColumn: fixed('picture'),
	lastUpdatedColumn: fixed('when'),
	lastUpdatedFormat: fixed('M/d/yyyy'),
	tagsColumn: fixed('type'),
	variantLinkColumn: fixed('page'),
	variantNameColumn: fixed('label'),
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

export const THINGS: Record<string, Variant[]> = {
	'account get': [
		{
			parameters: { options: READ_LIMITS },
			expected: ROWS.map(() => expect.objectContaining({ companyName: expect.any(String) })),
			read: true,
		},
	],
	'bulkJob get': [
		{
			parameters: { jobId: cell('job'), recordId: cell('record'), options: { ...READ_LIMITS, ...WAITING } },
			rows: jobRows,
			read: true,
			expected: ['0', '1'].map((place) =>
				expect.objectContaining({ recordId: `${place}-0000000000000000`, status: 'pending' }),
			),
		},
	],
	'offer addCodes': [
		{
			parameters: {
				mode: 'live',
				offerId: cell('offer'),
				codes: cell('codes'),
				additionalFields: {
					distributionStart: cell('when'),
					distributionStartFormat: fixed('M/d/yyyy'),
					distributionStop: cell('until'),
					distributionStopFormat: fixed('M/d/yyyy'),
					skipRepeatsBy: cell('event'),
				},
				options: ONCE_LIMITS,
			},
			rows: codeRows,
			expected: [
				{
					codes: ['A-1', 'A-2'],
					distributionStart: '2026-03-04T05:00:00Z',
					distributionStop: '2026-03-05T05:00:00Z',
				},
				{
					codes: ['B-1', 'B-2'],
					distributionStart: '2026-05-06T04:00:00Z',
					distributionStop: '2026-05-07T04:00:00Z',
				},
			],
		},
	],
	'productCatalog get': [
		{
			parameters: { uploadId: cell('upload'), options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: TWO_UPLOADS.map((upload) =>
				expect.objectContaining({ ...upload, uploadStatus: 'initialized', errors: [] }),
			),
		},
	],
	'productCatalog getAll': [
		{
			parameters: { options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: [...TWO_UPLOADS, ...TWO_UPLOADS].map((upload) => expect.objectContaining(upload)),
		},
	],
	'productCatalog upload': [
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
	'segment create': [
		{
			parameters: {
				...LIVE,
				name: cell('title'),
				additionalFields: { description: cell('words'), externalId: cell('own') },
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best', externalId: 'new-0' },
				{ name: 'Silver 2', description: 'The next', externalId: 'new-1' },
			],
		},
	],
	'segment update': [
		{
			parameters: {
				...LIVE,
				externalId: byId(cell('segment')),
				name: cell('title'),
				description: cell('words'),
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best' },
				{ name: 'Silver 2', description: 'The next' },
			],
		},
	],
	'segment delete': [
		{
			parameters: { ...LIVE, externalId: byId(cell('segment')) },
			rows: segmentRows,
			expected: [undefined, undefined],
		},
	],
	'segment get': [
		{
			parameters: { externalId: byId(cell('segment')), options: READ_LIMITS },
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
	'segment getAll': [
		{
			parameters: {
				returnAll: cell('all'),
				limit: cell('most'),
				additionalFields: {
					name: fixed('l'),
					updatedSince: cell('since'),
					updatedSinceFormat: fixed('M/d/yyyy'),
				},
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
		{
			parameters: {
				returnAll: fixed('true'),
				additionalFields: { externalId: cell('segment') },
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
	'webhook create': [
		{
			parameters: { ...LIVE, url: cell('to'), events: cell('what') },
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened'] },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'] },
			],
		},
	],
	'webhook update': [
		{
			parameters: {
				...LIVE,
				webhookId: byId(cell('hook')),
				state: cell('on'),
				additionalFields: { url: cell('to'), events: cell('what') },
			},
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened'], disabled: true },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'], disabled: false },
			],
		},
	],
	'webhook delete': [
		{
			parameters: { ...LIVE, webhookId: cell('hook') },
			rows: webhookRows,
			expected: [undefined, undefined],
		},
	],
	'webhook getAll': [
		{
			parameters: { options: READ_LIMITS },
			rows: webhookRows,
			read: true,
			expected: [1, 2, 1, 2].map((index) =>
				expect.objectContaining({ url: `https://example.com/${index}`, enabled: true }),
			),
		},
	],
};
