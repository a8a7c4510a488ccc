import type { Locator } from 'playwright-core';
import type { Workflow } from '../../whole-n8n';
import { openBrowser, type Browser } from './browser';
import { afterSpreadsheet, afterWebhook } from './incoming';
import { Keyboard } from './keyboard';
import { Panel } from './panel';
import { enterStage, type Stage } from './stage';
import { attentive } from './workflows';

/**
 * The first thing that everyone does in a fresh panel: drag a field into a parameter. The run then does what it should,
 * with nothing typed but the event's name and the ID of the sign-up unit. And the same without a mouse.
 */
const ENDPOINTS = {
	purchase: 'POST /v1/events/ecommerce/purchase',
	send: 'POST /v1/events/custom',
	set: 'POST /v1/attributes/custom',
	subscribe: 'POST /v1/subscriptions',
};
const SIGN_UP_UNIT = '1234';
const ANN = { phone: '+12065550100', email: 'ann@example.com' };
const BOB = { phone: '+12065550123', email: 'bob@example.com' };

let stage: Stage;
let browser: Browser;
let panel: Panel;

beforeAll(async () => {
	stage = await enterStage();
	browser = await openBrowser(stage);
	panel = new Panel(browser.page);
});

beforeEach(async () => {
	await stage.control.reset();
	await stage.control.addSignUpUnit({
		id: SIGN_UP_UNIT,
		type: 'MARKETING',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'en', country: 'US' },
	});
	await browser.page.setViewportSize({ width: 1500, height: 2200 });
});

afterEach(() => expect(browser.takeErrors()).toEqual([]));

afterAll(async () => await browser?.close());

async function open(workflow: Workflow): Promise<void> {
	const id = await stage.rest.createWorkflow(workflow);
	await panel.open(id, workflow.nodes.find(({ name }) => name === attentive)?.id ?? '');
}

/** Runs the node from its panel. @returns what Attentive got */
async function executed(run: () => Promise<void>, endpoint: string, picture: string): Promise<unknown[]> {
	await run();
	const accepted = panel.output().getByText('accepted', { exact: true }).first();
	// The picture shows what went wrong, too.
	await accepted.waitFor().finally(async () => await browser.picture(picture));
	return (await stage.control.ledger(endpoint)).map(({ body }) => body);
}

const execute = async () => await panel.execute();

describe('fields of an order that came by a Webhook node, dragged', () => {
	const field = (path: string): Locator => panel.schemaField(`.body.${path}`);

	async function begin(resource: string, operation: string): Promise<void> {
		await open(afterWebhook(stage));
		await panel.choose('resource', resource);
		await panel.choose('operation', operation);
		await panel.dragInto('phone', field('billing.phone'));
		await panel.dragInto('email', field('billing.email'));
		await panel.dragInto('defaultCountry', field('billing.country'));
	}

	test('Purchase: the list becomes a path, and its products are sent', async () => {
		await begin('eCommerce Event', 'Purchase');
		await panel.dragInto('productList', field('line_items'));
		await panel.dragInto('orderId', field('number'));
		expect(await panel.shown('productList')).toBe('body.line_items');
		expect(await executed(execute, ENDPOINTS.purchase, 'dragged-purchase')).toMatchObject([
			{
				user: ANN,
				orderId: '727',
				items: [
					{ productId: '93', productVariantId: '95', price: [{ value: 10, currency: 'USD' }], quantity: 2 },
					{ productId: '22', productVariantId: '22', price: [{ value: 6, currency: 'USD' }], quantity: 1 },
				],
			},
		]);
	});

	test('Send: the property has the last name of the path', async () => {
		await begin('Custom Event', 'Send');
		await panel.fill('type', 'Points Awarded');
		await panel.dragRow('properties', field('points'));
		const sent = await executed(execute, ENDPOINTS.send, 'dragged-send');
		expect(sent).toMatchObject([{ type: 'Points Awarded', user: ANN, properties: { points: 250 } }]);
		expect(sent).not.toMatchObject([{ properties: { 'body.points': expect.anything() } }]);
	});

	test('Set: the attribute has the last name of the path', async () => {
		await begin('Custom Attribute', 'Set');
		await panel.dragRow('attributes', field('points'));
		expect(await executed(execute, ENDPOINTS.set, 'dragged-set')).toEqual([
			{ user: ANN, properties: { points: 250 } },
		]);
	});

	test('Subscribe: phone and email are subscribed', async () => {
		await begin('Subscriber', 'Subscribe');
		await panel.choose('consent', 'All These People Have Agreed');
		await panel.fill('signUpSourceId', SIGN_UP_UNIT);
		await panel.choose('subscriptionType', 'Marketing');
		expect(await executed(execute, ENDPOINTS.subscribe, 'dragged-subscribe')).toEqual([
			{ user: ANN, signUpSourceId: SIGN_UP_UNIT },
		]);
	});
});

describe('columns of a spreadsheet, dragged', () => {
	const column = (name: string): Locator => panel.tableField(name);

	async function begin(resource: string, operation: string): Promise<void> {
		await open(afterSpreadsheet(stage));
		await panel.executePrevious();
		await panel.choose('resource', resource);
		await panel.choose('operation', operation);
		await panel.dragInto('phone', column('Mobile Phone'));
		await panel.dragInto('email', column('Email'));
		await panel.dragInto('defaultCountry', column('Country'));
	}

	test('Purchase: the lines of one order become one event', async () => {
		await begin('eCommerce Event', 'Purchase');
		await panel.choose('products', 'One by One');
		await panel.clickAdd('Add Product');
		await panel.dragInto('productId', column('SKU'));
		await panel.dragInto('price', column('Price'));
		await panel.dragInto('currency', column('Currency'));
		await panel.dragInto('orderId', column('Order'));
		await panel.add('Add Field', 'Combine Items By');
		await panel.dragInto('combineItemsBy', column('Order'));
		expect(await executed(execute, ENDPOINTS.purchase, 'dragged-purchase-sheet')).toMatchObject([
			{
				user: BOB,
				orderId: '1001',
				items: [
					{ productId: 'shirt-blue-m', price: [{ value: 19.99, currency: 'USD' }] },
					{ productId: 'cap', price: [{ value: 6, currency: 'USD' }] },
				],
			},
		]);
	});

	test('Send: each row is an event', async () => {
		await begin('Custom Event', 'Send');
		await panel.fill('type', 'Points Awarded');
		await panel.dragRow('properties', column('points'));
		const event = { type: 'Points Awarded', user: BOB, properties: { points: '40' } };
		expect(await executed(execute, ENDPOINTS.send, 'dragged-send-sheet')).toMatchObject([event, event]);
	});

	test('Set: the attribute is set', async () => {
		await begin('Custom Attribute', 'Set');
		await panel.dragRow('attributes', column('points'));
		expect(await executed(execute, ENDPOINTS.set, 'dragged-set-sheet')).toMatchObject([
			{ user: BOB, properties: { points: '40' } },
			{ user: BOB },
		]);
	});

	test('Subscribe: the person of both rows is subscribed once', async () => {
		await begin('Subscriber', 'Subscribe');
		await panel.choose('consent', 'All These People Have Agreed');
		await panel.fill('signUpSourceId', SIGN_UP_UNIT);
		await panel.choose('subscriptionType', 'Marketing');
		expect(await executed(execute, ENDPOINTS.subscribe, 'dragged-subscribe-sheet')).toEqual([
			{ user: BOB, signUpSourceId: SIGN_UP_UNIT },
		]);
	});
});

describe('without a mouse', () => {
	let keyboard: Keyboard;

	async function begin(resource: string, operation: string): Promise<void> {
		await open(afterWebhook(stage));
		keyboard = new Keyboard(browser.page, panel);
		await keyboard.begin();
		await keyboard.choose('resource', resource);
		await keyboard.choose('operation', operation);
	}

	async function typeUser(): Promise<void> {
		await keyboard.typeExpression('phone', '{{ $json.body.billing.phone }}');
		await keyboard.typeExpression('email', '{{ $json.body.billing.email }}');
		await keyboard.switchToExpression('defaultCountry', '{{ $json.body.billing.country }}');
	}

	const executeByKey = async () => await keyboard.execute();

	test('Purchase', async () => {
		await begin('eCommerce Event', 'Purchase');
		await typeUser();
		await keyboard.type('productList', 'body.line_items');
		await keyboard.typeExpression('orderId', '{{ $json.body.number }}');
		expect(await executed(executeByKey, ENDPOINTS.purchase, 'typed-purchase')).toMatchObject([
			{ user: ANN, orderId: '727', items: [{ productId: '93' }, { productId: '22' }] },
		]);
	});

	// n8n's area for new rows cannot be reached by Tab: JSON takes their place.
	test('Send', async () => {
		await begin('Custom Event', 'Send');
		await keyboard.type('type', 'Points Awarded');
		await typeUser();
		await keyboard.choose('mapping', 'JSON');
		await keyboard.switchToExpression('propertiesJson', '{{ {points: $json.body.points} }}');
		expect(await executed(executeByKey, ENDPOINTS.send, 'typed-send')).toMatchObject([
			{ type: 'Points Awarded', user: ANN, properties: { points: 250 } },
		]);
	});

	test('Set', async () => {
		await begin('Custom Attribute', 'Set');
		await typeUser();
		await keyboard.choose('mapping', 'JSON');
		await keyboard.switchToExpression('attributesJson', '{{ {points: $json.body.points} }}');
		expect(await executed(executeByKey, ENDPOINTS.set, 'typed-set')).toEqual([
			{ user: ANN, properties: { points: 250 } },
		]);
	});

	test('Subscribe', async () => {
		await begin('Subscriber', 'Subscribe');
		await keyboard.choose('consent', 'All These People Have Agreed');
		await typeUser();
		await keyboard.type('signUpSourceId', SIGN_UP_UNIT);
		await keyboard.choose('subscriptionType', 'Marketing');
		expect(await executed(executeByKey, ENDPOINTS.subscribe, 'typed-subscribe')).toEqual([
			{ user: ANN, signUpSourceId: SIGN_UP_UNIT },
		]);
	});
});
