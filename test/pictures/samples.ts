import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { SavedCredential, Workflow } from '../../whole-n8n';
import { attentive, attentiveType, chain, node, type NodeSettings } from '../e2e/workflows';

/** As a spreadsheet of a shop's members has them. Everyone in it is made up; the second phone and the fifth email are invalid. */
export const members: IDataObject[] = [
	['Emma Johnson', '(206) 555-0142', 'emma.johnson@example.com', 250],
	['Noah Patel', '555-0175', 'noah.patel@example.com', 90],
	['Olivia Chen', '+1 415 555 0163', 'olivia.chen@example.com', 480],
	['Liam Garcia', '312-555-0118', 'liam.garcia@example.com', 120],
	['Mason Rossi', '(503) 555-0129', 'mason.rossi@example', 60],
	['Sophia Kim', '617.555.0184', 'sophia.kim@example.com', 310],
].map(([name, phone, email, points]) => ({
	Name: name,
	'Mobile Phone': phone,
	Email: email,
	Points: points,
}));

/** The same with more columns, of which the first row is seen. */
const wideMembers: IDataObject[] = members.map(({ Points: points, ...member }) => ({
	'Member ID': 'LM-10644',
	...member,
	'Texts OK': 'yes',
	'Emails OK': 'no',
	'VIP Tier': 'Gold',
	Points: points,
	'Points Balance': 1717,
	Store: 'Seattle',
}));

/** An order as WooCommerce's webhook order.created sends it, shortened. */
export const order: IDataObject = {
	id: 1042,
	number: '1042',
	status: 'processing',
	currency: 'USD',
	total: '71.00',
	billing: {
		first_name: 'Emma',
		last_name: 'Johnson',
		country: 'US',
		email: 'emma.johnson@example.com',
		phone: '(206) 555-0142',
	},
	line_items: [
		{
			id: 315,
			name: 'Linen Shirt',
			product_id: 93,
			variation_id: 95,
			quantity: 1,
			subtotal: '48.00',
			total: '48.00',
			total_tax: '0.00',
			sku: 'linen-shirt-blue-m',
			price: 48,
		},
		{
			id: 316,
			name: 'Canvas Tote',
			product_id: 22,
			variation_id: 0,
			quantity: 1,
			subtotal: '23.00',
			total: '23.00',
			total_tax: '0.00',
			sku: 'canvas-tote',
			price: 23,
		},
	],
};

/** A node of n8n's whose output is pinned. */
export interface Source {
	name: string;
	type: string;
	typeVersion: number;
	items: IDataObject[];
}

const sheet = { name: 'Members', type: 'n8n-nodes-base.googleSheets', typeVersion: 4.7 };
export const spreadsheet: Source = { ...sheet, items: members };
export const wideSpreadsheet: Source = { ...sheet, items: wideMembers };

export const shop: Source = {
	name: 'New Order',
	type: 'n8n-nodes-base.wooCommerceTrigger',
	typeVersion: 1,
	items: [order],
};

/** The Attentive node after such a node. */
export function after(
	source: Source,
	credential: SavedCredential,
	parameters: INodeParameters,
	settings: NodeSettings = {},
): Workflow {
	const nodes: INode[] = [
		node(source.name, source.type, source.typeVersion, {}),
		{
			...node(attentive, attentiveType, 1, parameters),
			...settings,
			credentials: { attentiveApi: credential },
		},
	];
	return {
		name: 'My workflow',
		nodes: nodes.map((one, index) => ({ ...one, position: [index * 220, 0] })),
		connections: chain(nodes.map((one) => one.name)),
		pinData: { [source.name]: source.items.map((json) => ({ json })) },
	};
}
