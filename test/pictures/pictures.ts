import type { INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ATTENTIVE_URL } from '../../credentials/baseUrl';
import { filledIn } from '../../demo/filledIn';
import { fillSandbox } from '../../demo/fillSandbox';
import { name as packageName } from '../../package.json';
import type { Workflow } from '../../whole-n8n';
import { examplesFolder } from '../../whole-n8n/folders';
import { triggerWorkflow } from '../e2e/trigger';
import type { Film } from './film';
import { flowPictures } from './flowPictures';
import { after, shop, spreadsheet, wideSpreadsheet, type Source } from './samples';
import type { Facts, PartOfOutput, PartOfPanel } from './shown';
import type { Area, Studio } from './studio';
import { windowPicture, type WithoutN8n } from './windowPicture';

/** A picture of the README or the docs. */
interface About {
	/** Of its file in docs/pictures/, without the ending. */
	name: string;
	/** What is to be seen and changes with a change of ours. */
	shows(facts: Facts): unknown;
}

export interface Still extends About {
	/** Brings the page to what is to be seen. @returns where on the page that is */
	set(studio: Studio): Promise<Area>;
	/** Pixels of the picture for each pixel of the page: 2 unless given. */
	sharpness?: 1;
}

export interface Moving extends About {
	play(studio: Studio, film: Film): Promise<void>;
}

export type Picture = Still | Moving | WithoutN8n;

export function fileOf(picture: Picture): string {
	return 'play' in picture ? `${picture.name}.webp` : `${picture.name}.png`;
}

/** The fields of a member, dragged into Custom Event: Send. */
export const dragged: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: 'Points Awarded',
	phone: "={{ $json['Mobile Phone'] }}",
	email: '={{ $json.Email }}',
	defaultCountry: 'US',
	properties: {
		assignments: [{ id: '1', name: 'Points', value: '={{ $json.Points }}', type: 'number' }],
	},
};

const ofShop: INodeParameters = {
	resource: 'ecommerceEvent',
	operation: 'purchase',
	phone: '={{ $json.billing.phone }}',
	email: '={{ $json.billing.email }}',
	defaultCountry: '={{ $json.billing.country }}',
	products: 'list',
	listFormat: 'woocommerce',
	productList: 'line_items',
	orderId: '={{ $json.number }}',
};

const withConsent: INodeParameters = {
	resource: 'subscriber',
	operation: 'subscribe',
	consent: 'perItem',
	textConsent: "={{ $json['Texts OK'] }}",
	emailConsent: "={{ $json['Emails OK'] }}",
	phone: "={{ $json['Mobile Phone'] }}",
	email: '={{ $json.Email }}',
	defaultCountry: 'US',
	signUpBy: 'signUpSource',
	signUpSourceId: '123456',
	subscriptionType: 'MARKETING',
};

const optOuts: INodeParameters = { triggerOn: ['sms.unsubscribed', 'email.unsubscribed'] };

/** The output has some 760 pixels of these. */
const WIDE = 2000;

const CONTINUE = { onError: 'continueErrorOutput' } as const;

/** The input and some parameters of the Attentive node. */
function panel({ name, source, ...part }: PartOfPanel & { name: string; source: Source }): Still {
	return {
		name,
		shows: (facts) => facts.panel(facts.attentive, part),
		async set(studio) {
			await studio.size(1300, 1400);
			await studio.open(after(source, studio.credential, part.parameters));
			return await studio.inputAndParameters(part.first, part.last);
		},
	};
}

/** What comes out for the members. */
function output({ name, ...part }: PartOfOutput & { name: string }): Still {
	return {
		name,
		shows: async (facts) => await facts.output(spreadsheet.items, part),
		async set(studio) {
			await studio.size(WIDE, 1200);
			await studio.open(after(spreadsheet, studio.credential, part.parameters, part.settings));
			await studio.execute();
			if (part.output === 1) await studio.output.getByText(/^Error Branch/).click();
			return await studio.outputTo(part.rows);
		},
	};
}

function loyaltyPoints(): Workflow {
	const workflow: Workflow = JSON.parse(readFileSync(resolve(examplesFolder, 'loyalty-points.json'), 'utf8'));
	return workflow;
}

/** What runs on the schedule: without the notes and the sample. */
function scheduled({ nodes, connections }: Workflow): Workflow['nodes'] {
	const reached = new Set(
		nodes.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger').map(({ name }) => name),
	);
	for (const name of reached)
		for (const output of connections[name]?.main ?? [])
			for (const { node } of output ?? []) reached.add(node);
	return nodes.filter(({ name }) => reached.has(name));
}

const workflow: Still = {
	name: 'workflow',
	sharpness: 1,
	shows: ({ icon }) => [
		icon,
		scheduled(loyaltyPoints()).map(({ name, type, position }) => ({ name, type, position })),
		loyaltyPoints().connections,
		readFileSync(resolve(examplesFolder, 'data/loyalty-members.csv'), 'utf8'),
	],
	async set(studio) {
		const { page, stage } = studio;
		await fillSandbox(stage.control);
		const example = filledIn(loyaltyPoints(), {
			file: (name) => join(stage.filesFolder, name),
			credentials: { attentiveApi: studio.credential },
			live: true,
		});
		const nodes = scheduled(example);
		const names = nodes.map(({ name }) => name);
		const connections = Object.fromEntries(
			Object.entries(example.connections).filter(([name]) => names.includes(name)),
		);
		const id = await stage.rest.createWorkflow({ ...example, nodes, connections });
		await studio.size(2700, 900);
		await page.goto(`/workflow/${id}`);
		await page.getByTestId('execute-workflow-button').first().click();
		await page.getByText('Workflow executed successfully').first().waitFor({ timeout: 120_000 });
		await studio.hide(
			'.el-notification',
			'[data-test-id="canvas-handle-plus"]',
			'[data-node-name="Write Rejected File"] [data-test-id="canvas-handle-plus-wrapper"]',
			'[data-node-name="Write Rejected File"] [class*="_runDataLabel_"]',
			'[data-test-id="canvas-node"] [class*="_subtitle_"]',
		);
		// To be read where the README shows it at a third of its width.
		await page.addStyleTag({
			content: `
				[data-test-id="canvas-node"] [class*="_description_"] [class*="_label_"] { font-size: 28px; line-height: 1.1; }
				[data-test-id="edge-label"] > *, [class*="_runDataLabel_"] { font-size: 22px; }
				[class*="_runDataLabel_"] { overflow: visible; max-width: none; }
			`,
		});
		const area = await studio.around(...(await page.getByTestId('canvas-node').all()));
		return { x: area.x - 60, y: area.y - 60, width: area.width + 120, height: area.height + 150 };
	},
};

const install: Still = {
	name: 'install',
	shows: () => packageName,
	async set(studio) {
		const { page } = studio;
		await studio.size(1100, 660);
		await page.goto('/settings/community-nodes');
		await page.getByText('Install a community node').click();
		await page
			.getByTestId('package-name-input')
			.locator('input')
			.or(page.locator('input[data-test-id="package-name-input"]'))
			.fill(packageName);
		await page.getByTestId('user-agreement-checkbox').click();
		return await studio.around(page.getByTestId('communityPackageInstall-modal'));
	},
};

/** The last that is to be seen in the list of actions. */
const LAST_ACTION = 'Send purchase event';

const find: Still = {
	name: 'find',
	shows({ icon, attentive: { displayName, description, properties } }) {
		const actions = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) =>
				options.flatMap((option) => ('action' in option ? [option.action] : [])),
			);
		const seen = actions.slice(0, actions.indexOf(LAST_ACTION) + 1);
		return [icon, displayName, description, seen, actions.length];
	},
	async set(studio) {
		const { page, stage } = studio;
		await studio.size(1100, 900);
		const nodes = loyaltyPoints().nodes.filter(({ name }) => name === 'Send a Sample');
		const id = await stage.rest.createWorkflow({ name: 'My workflow', nodes, connections: {} });
		await page.goto(`/workflow/${id}`);
		await page.getByTestId('node-creator-plus-button').first().click();
		await page.getByTestId('node-creator-search-bar').fill('attentive');
		await page.getByTestId('item-iterator-item').getByText('Attentive', { exact: true }).first().click();
		const creator = page.getByTestId('node-creator');
		const last = creator.getByText(LAST_ACTION);
		await last.waitFor();
		const all = await studio.around(creator);
		const end = await studio.around(last);
		return { ...all, height: end.y + end.height + 12 - all.y };
	},
};

const credential: Still = {
	name: 'credential',
	shows: ({ icon, credential: { displayName, properties } }) => [
		icon,
		displayName,
		properties.map(({ displayName: label, type, hint, required }) => ({ label, type, hint, required })),
		ATTENTIVE_URL,
	],
	async set(studio) {
		const { page } = studio;
		await studio.size(1300, 900);
		await studio.open(after(wideSpreadsheet, studio.credential, dragged));
		await page.getByTestId('credential-edit-button').click();
		const dialog = page.getByTestId('editCredential-modal');
		await dialog.getByText('Connection tested successfully').first().waitFor();
		// What was tested is the sandbox. Everybody else has this address here.
		const address = studio.parameter('baseUrl').locator('input');
		await address.evaluate((input, url) => Reflect.set(input, 'value', url), ATTENTIVE_URL);
		return await studio.around(dialog);
	},
};

const trigger: Still = {
	name: 'trigger',
	shows: (facts) => facts.panel(facts.trigger, { parameters: optOuts, first: 'setUp', last: 'triggerOn' }),
	async set(studio) {
		const { stage } = studio;
		await studio.size(1300, 1000);
		const attentiveWebhookApi = await stage.rest.createCredential(
			'Attentive Webhook Signing Keys account',
			'attentiveWebhookApi',
			{ signingKeys: 'not to be seen' },
		);
		const begin = triggerWorkflow('My workflow', 'opt-outs', optOuts, { attentiveWebhookApi });
		await studio.open(begin, begin.nodes[0]?.name);
		return await studio.parametersAlone('triggerOn');
	},
};

const undragged: INodeParameters = { ...dragged, phone: '' };
const accepted: PartOfOutput = { parameters: dragged, settings: CONTINUE, output: 0, rows: 4 };

/** A field is dragged into a parameter, the node runs, and its outcome appears. */
const moving: Moving = {
	name: 'moving',
	shows: async (facts) => [
		facts.panel(facts.attentive, { parameters: dragged, first: 'type', last: 'mapping' }),
		await facts.output(spreadsheet.items, accepted),
	],
	async play(studio, film) {
		const { page, panel: fields } = studio;
		await studio.size(1200, 640);
		await studio.open(after(spreadsheet, studio.credential, undragged, CONTINUE));
		await studio.scrollTo('type');
		await film.begin(await studio.around(page.getByTestId('ndv')));
		await film.still(700);
		await film.moveTo(fields.schemaField(`['Mobile Phone']`));
		await page.mouse.down();
		await film.moveTo(studio.parameter('phone'));
		await fields.ready(studio.parameter('phone')).first().waitFor();
		await film.still(200);
		await page.mouse.up();
		await studio.parameters.getByText('(206) 555-0142').waitFor();
		await film.still(1_200);
		await film.moveTo(page.getByTestId('node-execute-button').first());
		await film.still(200);
		await fields.execute();
		await studio.outputTo(2);
		await film.still(3_000);
	},
};

export const pictures: Picture[] = [
	workflow,
	install,
	find,
	panel({ name: 'drag', source: wideSpreadsheet, parameters: dragged, first: 'type', last: 'properties' }),
	// In the panel that is open by then.
	credential,
	output({
		name: 'validate',
		parameters: { ...dragged, mode: 'validateOnly' },
		settings: CONTINUE,
		output: 0,
		rows: 1,
	}),
	output({ name: 'outcome', ...accepted }),
	output({ name: 'rejected', ...accepted, output: 1, rows: 2 }),
	panel({ name: 'list', source: shop, parameters: ofShop, first: 'phone', last: 'orderId' }),
	panel({
		name: 'consent',
		source: wideSpreadsheet,
		parameters: withConsent,
		first: 'consent',
		last: 'defaultCountry',
	}),
	trigger,
	...flowPictures,
	moving,
	windowPicture,
];
