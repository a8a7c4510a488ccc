import type { IDataObject } from 'n8n-workflow';
import { BULK, rowsOf } from '../bulkRows';
import { inRounds, median, type Bench, type Figure } from '../bench';
import { runNode, type MeasuredNode } from '../embedded';
import { heldBy } from '../heap';
import { passThrough } from '../passThrough';
import { withSetting } from '../bulkSetting';

const MEGABYTE = 1_000_000;

export const memory: Bench = {
	name: 'memory',
	about:
		'What n8n holds while members are sent in bulk and after it, with their items, of what it holds for a node that only hands the same items on. Measured after forced collections.',
	minutes: 6,
	hasQuick: true,
	run: async ({ isQuick, say }) =>
		await withSetting(async ({ n8n, nodeFor }) => {
			const figures: Figure[] = [];
			const node = nodeFor(BULK.phones);
			for (const count of isQuick ? [10_000] : [100_000, 500_000]) {
				say(`${count} members`);
				const held = async (measured: MeasuredNode) => {
					let items: IDataObject[] = [];
					const { peak, after } = await heldBy(async () => {
						items = rowsOf(BULK.phones, count);
						return [items, await runNode(n8n, measured, items)];
					});
					return { peak, after };
				};
				// What is loaded at first counts for neither.
				await runNode(n8n, node, rowsOf(BULK.phones, 100));
				const rounds = await inRounds(isQuick ? 1 : 3, async () => ({
					passed: await held(passThrough),
					sent: await held(node),
				}));
				for (const when of ['peak', 'after'] as const) {
					const megabytes = (which: 'sent' | 'passed') =>
						Math.round(median(rounds.map((round) => round[which][when])) / MEGABYTE);
					figures.push({
						what: `${count.toLocaleString('en-US')} members, ${when === 'peak' ? 'at most' : 'after the run'}`,
						against: 'a node that hands them on',
						rounds: rounds.map(({ sent, passed }) => sent[when] / passed[when]),
						goal: { atMost: 1.5 },
						measured: `${megabytes('sent')} and ${megabytes('passed')} MB, the items included`,
					});
				}
			}
			return figures;
		}),
};
