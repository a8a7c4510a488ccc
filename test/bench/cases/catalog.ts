import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { startEmbeddedN8n } from '../../../embedded-n8n';
// After embedded n8n, which must be imported before n8n-core.
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { inRounds, median, type Bench } from '../bench';
import { attentiveNode, runItems } from '../embedded';
import { heldBy } from '../heap';
import { startLimitServer } from '../limitServer/start';

/** Goal, in bytes. */
const MOST = 100_000_000;

function* lines(count: number): Generator<string> {
	const description = 'x'.repeat(1_000);
	for (let index = 0; index < count; index++) {
		const product = {
			id: `P${index}`,
			name: `Product ${index}`,
			link: 'https://shop.example.com/x',
			description,
		};
		const variant = {
			id: `V${index}`,
			name: 'M',
			link: product.link,
			prices: [{ currencyCode: 'USD', amount: '5.00' }],
			availableForPurchase: true,
			inventoryQuantity: 1,
			lastUpdated: '2026-03-04T09:30:00+00:00',
		};
		yield `${JSON.stringify({ ...product, lastUpdated: variant.lastUpdated, variants: [variant] })}\n`;
	}
}

/** An item with the file on disk, where n8n keeps it unless told otherwise. */
async function stored(text: Iterable<string>): Promise<INodeExecutionData> {
	const binary: IBinaryData = { data: '', mimeType: 'application/octet-stream', fileName: 'catalog.ndjson' };
	const location = { type: 'execution', workflowId: 'w', executionId: 'e' } as const;
	const stream = Readable.from(text, { objectMode: false });
	return {
		json: {},
		binary: { data: await Container.get(BinaryDataService).store(location, stream, binary) },
	};
}

export const catalog: Bench = {
	name: 'catalog',
	about: 'Memory of checking and uploading a catalog of 100,000 products, from a file of 130 MB on disk.',
	minutes: 2,
	hasQuick: true,
	async run({ isQuick, say }) {
		const count = isQuick ? 2_000 : 100_000;
		say(`A catalog of ${count} lines`);
		const server = await startLimitServer();
		const folder = mkdtempSync(join(tmpdir(), 'catalog-bench-'));
		const config = Container.get(BinaryDataConfig);
		const { mode, localStoragePath } = config;
		try {
			await server.set({
				perSecond: 1_000,
				answer: { status: 200, body: { uploadId: 'upload', uploadUrl: `${server.url}/file` } },
			});
			Object.assign(config, { mode: 'filesystem', localStoragePath: folder });
			const n8n = await startEmbeddedN8n();
			const node = attentiveNode(n8n, server.url, {
				resource: 'productCatalog',
				operation: 'upload',
				catalogFrom: 'file',
				currency: 'USD',
			});
			const item = await stored(lines(count));
			const rounds = await inRounds(isQuick ? 1 : 3, async () => {
				const { peak, result } = await heldBy(async () => await runItems(n8n, node, [item]));
				const { status, products } = Object(result[0]?.attentive);
				if (status !== 'pending' || products !== count) throw new Error(JSON.stringify(result[0]));
				return peak;
			});
			return [
				{
					what: `${count.toLocaleString('en-US')} lines, at most held`,
					against: `${MOST / 1_000_000} MB`,
					rounds: rounds.map((peak) => peak / MOST),
					goal: { atMost: 1 },
					measured: `${(median(rounds) / 1_000_000).toFixed(0)} MB`,
				},
			];
		} finally {
			Object.assign(config, { mode, localStoragePath });
			await Container.get(BinaryDataService).init();
			rmSync(folder, { recursive: true });
			server.close();
		}
	},
};
