import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readLines } from '../../demo/loyaltyFlow';
import { filledIn } from '../../demo/filledIn';
import { fillSampleAccount, offer } from '../../demo/sampleAccount';
import { readWorkflowFile, type WorkflowFile } from '../../embedded-n8n';
import { examplesFolder } from '../../whole-n8n/folders';
import { startWooCommerceProducts } from '../flows/standIns/wooCommerceProducts';
import type { Execution } from '../../whole-n8n';
import { enterStage, type Stage } from './stage';

/** What test/flows sees in embedded n8n, once more with the whole n8n's way to read expressions. */
let stage: Stage;
const events = 'POST /v1/events/custom';
const dataFile = (name: string) => join(examplesFolder, 'data', name);

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	await fillSampleAccount(stage.control);
	await stage.control.setSettings({ catalogValidationMs: 0, catalogSavingMs: 0, bulkJobMs: 0 });
	for (const name of ['catalog.csv', 'loyalty-members.xlsx', 'offer-codes.csv', 'pos-receipts.csv'])
		copyFileSync(dataFile(name), join(stage.filesFolder, name));
	rmSync(join(stage.filesFolder, 'loyalty-bulk-jobs.csv'), { force: true });
});

interface Changes {
	live?: boolean;
	changed?: (workflow: WorkflowFile) => void;
	urls?: Record<string, string>;
	credentials?: Record<string, { id: string; name: string }>;
}

async function run(
	name: string,
	start: string,
	{ changed, credentials, ...own }: Changes = {},
): Promise<Execution> {
	const workflow = filledIn(readWorkflowFile(join(examplesFolder, `${name}.json`)), {
		file: (file) => join(stage.filesFolder, file),
		credentials: { attentiveApi: stage.credential, ...credentials },
		...own,
	});
	changed?.(workflow);
	const { name: called = name, nodes, connections, settings, pinData } = workflow;
	const id = await stage.rest.createWorkflow({ name: called, nodes, connections, settings, pinData });
	return await stage.rest.run(id, start);
}

const csv = (name: string) => readLines(join(stage.filesFolder, name));

test.each(['loyalty-xlsx', 'loyalty-google-sheets'])('%s: the sample is four events', async (name) => {
	const before = (await stage.control.ledger(events)).length;
	expect((await run(name, 'Send a Sample')).status).toBe('success');
	expect(await stage.control.ledger(events)).toHaveLength(before + 4);
});

test('loyalty-google-sheets: runs on its pinned rows without a Google account', async () => {
	const ran = await run('loyalty-google-sheets', 'Every Morning');
	expect(ran.status).toBe('success');
	// The one row that is not valid on any day.
	expect(ran.items('Keep Rows of Sheet').map(({ json }) => json.row_number)).toEqual([4]);
	expect(ran.items('Update Row')).toHaveLength(1);
});

test('loyalty-xlsx: the workbook is written back, each row in its place', async () => {
	const ran = await run('loyalty-xlsx', 'Every Morning', { live: true });
	expect(ran.status).toBe('success');
	const rows = ran.items('Set Status Columns').map(({ json }) => json);
	expect(rows.map((row) => row['First Name'])).toEqual([
		'Ann',
		'Ben',
		'Cleo',
		'Dora',
		'Eli',
		'Finn',
		'Gina',
		'Hugo',
	]);
	expect(rows[3]).toMatchObject({ 'Attentive Status': 'Attributes: rejected', 'Awarded On': '2026-03-04' });
});

test('loyalty-bulk and its outcomes: the sample gets its outcome', async () => {
	expect((await run('loyalty-bulk', 'Send a Sample')).status).toBe('success');
	expect(csv('loyalty-bulk-jobs.csv')).toMatchObject([{ Row: '0', Status: 'pending' }]);
	expect((await run('loyalty-bulk-outcomes', 'Check Now')).status).toBe('success');
	expect(csv('loyalty-bulk-jobs.csv')).toMatchObject([{ Row: '0', Status: 'accepted' }]);
});

test('in-store-purchases: receipts become purchases, lines that are not valid a file', async () => {
	expect((await run('in-store-purchases', 'Every Evening', { live: true })).status).toBe('success');
	expect(await stage.control.ledger('POST /v1/events/ecommerce/purchase')).toHaveLength(4);
	expect(csv('pos-rejected.csv').map((row) => row['Receipt No.'])).toEqual(['R-20415', 'R-20415', 'R-20416']);
});

test('offer-codes: new codes are in the offer, and marked', async () => {
	const changed = ({ nodes }: WorkflowFile) => {
		for (const { name, parameters } of nodes) if (name === 'Add Codes to Offer') delete parameters.mode;
	};
	expect((await run('offer-codes', 'Top Up Now', { changed })).status).toBe('success');
	expect(await stage.control.offerCodes(offer.id)).toHaveLength(4);
	expect(csv('offer-codes.csv').filter((row) => row['Uploaded At'] !== '')).toHaveLength(8);
});

test('catalogs: as shipped, they are validated', async () => {
	const shop = await startWooCommerceProducts(
		JSON.parse(readFileSync(dataFile('woocommerce-products.json'), 'utf8')),
	);
	try {
		const wooCommerceApi = await stage.rest.createCredential('Shop', 'wooCommerceApi', shop.credential);
		expect((await run('catalog-csv', 'Check Now')).status).toBe('success');
		expect(csv('catalog-result.csv')).toMatchObject([{ Status: 'validated', Products: '3', Variants: '5' }]);
		const ran = await run('catalog-woocommerce', 'Check Now', {
			urls: { 'https://shop.example.com': shop.url },
			credentials: { wooCommerceApi },
		});
		expect(ran.status).toBe('success');
		expect(csv('catalog-result.csv').map(({ Name: name, Status: status }) => [name, status])).toEqual(
			['House Blend - 250 g', 'House Blend - 1 kg', 'Mug', 'Green Tea', 'Gift Box'].map((name) => [
				name,
				'validated',
			]),
		);
		expect(csv('catalog-errors.csv')).toHaveLength(1);
		expect(shop.unknown).toEqual([]);
	} finally {
		await shop.close();
	}
});
