import type { IDataObject, INode } from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../embedded-n8n';
import { costOf } from './bench';
import type { BulkRows } from './bulkRows';
import { attentiveNode, runNode, type MeasuredNode } from './embedded';
import { startLimitServer } from './limitServer/start';
import { passThroughType } from './passThrough';

/** What a case measures with: n8n in this process, and a node that sends such rows to a server which answers at once. */
export interface Setting {
	n8n: EmbeddedN8n;
	nodeFor(rows: Pick<BulkRows, 'parameters'>, more?: Partial<INode>): MeasuredNode;
	/** Runs a node and gives its processor time, in ms. */
	cpuOf(node: MeasuredNode, rows: IDataObject[]): Promise<number>;
}

export async function withSetting<Result>(measure: (setting: Setting) => Promise<Result>): Promise<Result> {
	const server = await startLimitServer();
	try {
		await server.set({ perSecond: 1_000_000, answer: { status: 202, body: { batchJobId: 'job' } } });
		const n8n = await startEmbeddedN8n({ extraNodeTypes: passThroughType });
		return await measure({
			n8n,
			nodeFor: ({ parameters }, more) => attentiveNode(n8n, server.url, parameters, more),
			async cpuOf(node, rows) {
				let sent: IDataObject[] = [];
				const { cpuMs } = await costOf(async () => (sent = await runNode(n8n, node, rows)));
				if (sent.length !== rows.length) throw new Error(`${sent.length} of ${rows.length} came out`);
				for (const { attentive } of sent) {
					const { status } = Object(attentive);
					if (attentive !== undefined && status !== 'pending' && status !== 'accepted')
						throw new Error(`An item is ${String(status)}`);
				}
				return cpuMs;
			},
		});
	} finally {
		server.close();
	}
}
