import type { IDataObject } from 'n8n-workflow';
import { startEmbeddedN8n } from '../../../embedded-n8n';
import { SEND_EVENT } from '../../integration/samples';
import { costOf, inRounds, median, type Bench, type Figure } from '../bench';
import { attentiveNode, runNode } from '../embedded';
import { EVENT_KEY, eventRows } from '../eventRows';
import { expectEachOnce, startLimitServer } from '../limitServer/start';

const MOST = 1.3;

export const growth: Bench = {
	name: 'growth',
	about:
		'What an item costs in a large run against a small one: the processor time of an event, sent to a server without a limit.',
	minutes: 6,
	hasQuick: true,
	async run({ isQuick, say }): Promise<Figure[]> {
		const server = await startLimitServer();
		try {
			const n8n = await startEmbeddedN8n();
			const node = attentiveNode(n8n, server.url, { ...SEND_EVENT, options: { output: 'resultOnly' } });
			const [small, large] = isQuick ? [500, 5_000] : [1_000, 100_000];
			/** Processor time of an item, in ms. */
			const cost = async (rows: IDataObject[]): Promise<number> => {
				await server.set({ perSecond: 1_000_000, key: EVENT_KEY });
				const { cpuMs } = await costOf(async () => await runNode(n8n, node, rows));
				expectEachOnce(
					await server.arrivals(),
					rows.map(({ points }) => String(points)),
				);
				return cpuMs / rows.length;
			};
			const few = eventRows(small);
			const many = eventRows(large);
			say('Warming up');
			await inRounds(5, async () => await cost(few));
			const rounds = await inRounds(isQuick ? 1 : 2, async (number) => {
				say(`Round ${number + 1}: ${large.toLocaleString('en-US')} events`);
				const before = await inRounds(5, async () => await cost(few));
				const inLarge = await cost(many);
				const after = await inRounds(5, async () => await cost(few));
				return { inLarge, inSmall: median([...before, ...after]) };
			});
			const inMs = (costs: number[]) => `${median(costs).toFixed(2)} ms`;
			return [
				{
					what: `Processor time of one of ${large.toLocaleString('en-US')} events`,
					against: `one of ${small.toLocaleString('en-US')}`,
					rounds: rounds.map(({ inLarge, inSmall }) => inLarge / inSmall),
					goal: { atMost: MOST },
					measured: `${inMs(rounds.map(({ inLarge }) => inLarge))} and ${inMs(rounds.map(({ inSmall }) => inSmall))}`,
				},
			];
		} finally {
			server.close();
		}
	},
};
