import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
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

	async uploads() {
		return (await this.sandbox.control.catalogUploads()).map(({ validateOnly, file }) => [
			validateOnly,
			file?.lines,
		]);
	}
}

const live = { 'Save Catalog': { mode: 'live' } };
const csvLive = new Scenario('catalog-csv', { changed: live });
const wooLive = new Scenario('catalog-woocommerce', {
	changed: live,
	shop: JSON.parse(readFileSync(join(dataFolder, 'woocommerce-products.json'), 'utf8')),
});
const scenarios = [csvLive, wooLive];

beforeAll(async () => {
	await Promise.all(scenarios.map(async (scenario) => await scenario.play()));
});
afterAll(async () => {
	for (const { flows } of scenarios) await flows.close();
});

test('x', async () => {
	for (const s of scenarios) {
		console.log(
			s.run.status,
			s.run.lastNode,
			s.run.error?.message,
			await s.uploads(),
			JSON.stringify(await s.catalog(), null, 1),
			s.files.isThere('catalog-result.csv') && s.files.csv('catalog-result.csv'),
			s.files.isThere('catalog-errors.csv') && s.files.csv('catalog-errors.csv'),
		);
	}
});
