import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { INode } from 'n8n-workflow';
import type { Workflow } from '../../whole-n8n';
import type { Stage } from './stage';
import { attentive, attentiveType, chain, node, start } from './workflows';

/** An order as WooCommerce's webhook order.created sends it, shortened; a loyalty plugin has added the points. */
const order = {
	id: 727,
	number: '727',
	status: 'processing',
	currency: 'USD',
	total: '26.00',
	billing: {
		first_name: 'Ann',
		last_name: 'Example',
		country: 'US',
		email: 'ann@example.com',
		phone: '(206) 555-0100',
	},
	line_items: [
		{
			id: 315,
			name: 'Blue Shirt',
			product_id: 93,
			variation_id: 95,
			quantity: 2,
			subtotal: '20.00',
			total: '20.00',
			total_tax: '0.00',
			sku: 'shirt-blue-m',
			price: 10,
			image: { id: '5', src: 'https://shop.example.com/shirt.jpg' },
		},
		{
			id: 316,
			name: 'Cap',
			product_id: 22,
			variation_id: 0,
			quantity: 1,
			subtotal: '6.00',
			total: '6.00',
			total_tax: '0.00',
			sku: 'cap',
			price: 6,
			image: { id: '', src: '' },
		},
	],
	points: 250,
};

const webhookItem = {
	headers: { 'content-type': 'application/json', 'x-wc-webhook-topic': 'order.created' },
	params: {},
	query: {},
	body: order,
	webhookUrl: 'http://127.0.0.1/webhook/orders',
	executionMode: 'production',
};

/** Two lines of one order. n8n reads all of it as text. */
const rows = [
	{
		'Mobile Phone': '206.555.0123',
		Email: 'bob@example.com',
		Country: 'US',
		points: 40,
		Order: '1001',
		SKU: 'shirt-blue-m',
		Price: '19.99',
		Currency: 'USD',
	},
	{
		'Mobile Phone': '206.555.0123',
		Email: 'bob@example.com',
		Country: 'US',
		points: 40,
		Order: '1001',
		SKU: 'cap',
		Price: '6.00',
		Currency: 'USD',
	},
];

/** A fresh Attentive node after a Webhook node with an order. Its data is pinned, as n8n offers to do with a test event. */
export function afterWebhook({ credential }: Stage): Workflow {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2.1, { httpMethod: 'POST', path: 'orders' });
	return {
		...inARow('An order', [{ ...webhook, webhookId: 'first-gesture' }, fresh(credential)]),
		pinData: { [webhook.name]: [{ json: webhookItem }] },
	};
}

/** A fresh Attentive node after a spreadsheet's rows, read from a file when the workflow runs. */
export function afterSpreadsheet({ credential, filesFolder }: Stage): Workflow {
	const file = join(filesFolder, 'first-gesture.csv');
	writeFileSync(file, stringify(rows, { header: true }));
	return inARow('A spreadsheet', [
		node(start, 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Read File', 'n8n-nodes-base.readWriteFile', 1, { operation: 'read', fileSelector: file }),
		node('Extract Rows', 'n8n-nodes-base.extractFromFile', 1.1, { operation: 'csv' }),
		fresh(credential),
	]);
}

function fresh(credential: Stage['credential']): INode {
	return { ...node(attentive, attentiveType, 1, {}), credentials: { attentiveApi: credential } };
}

function inARow(name: string, nodes: INode[]): Workflow {
	return {
		name,
		nodes: nodes.map((one, index) => ({ ...one, position: [index * 220, 0] })),
		connections: chain(nodes.map((one) => one.name)),
	};
}
