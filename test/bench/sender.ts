/** A process that sends events, like an n8n of its own: it is told where to, then when. See cases/shared.ts. */
import { startEmbeddedN8n } from '../../embedded-n8n';
import { z } from 'zod';
import { SEND_EVENT } from '../integration/samples';
import { attentiveNode, runNode } from './embedded';
import { eventRows } from './eventRows';

const loadSchema = z.object({ url: z.string(), from: z.number(), count: z.number() });

async function main(): Promise<void> {
	const n8n = await startEmbeddedN8n();
	process.on('message', (message) => {
		const { url, from, count } = loadSchema.parse(message);
		const node = attentiveNode(n8n, url, SEND_EVENT);
		runNode(n8n, node, eventRows(count, from)).then(
			() => process.send?.('sent'),
			(error: unknown) => process.send?.(String(error)),
		);
	});
	process.on('disconnect', () => process.exit());
	process.send?.('ready');
}

void main();
