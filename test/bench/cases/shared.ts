import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { inRounds, type Bench, type Figure } from '../bench';
import { EVENT_KEY, LIMIT } from '../eventRows';
import { expectEachOnce, startLimitServer, summed, type LimitServer } from '../limitServer/start';
import { slowest } from '../slowest';

const EVENTS = 4_800;
const ROUNDS = 3;

/** One round: all begin at the same moment. */
async function round(server: LimitServer, senders: ChildProcess[]) {
	await server.set({ perSecond: LIMIT, latency: 50, key: EVENT_KEY });
	const each = EVENTS / senders.length;
	await Promise.all(
		senders.map(async (sender, number) => {
			const ended = once(sender, 'message');
			sender.send({ url: server.url, from: number * each, count: each });
			const [message]: unknown[] = await ended;
			if (message !== 'sent') throw new Error(String(message));
		}),
	);
	const arrivals = await server.arrivals();
	expectEachOnce(
		arrivals,
		Array.from({ length: EVENTS }, (_event, index) => String(index)),
	);
	const { perSecond, refusedShare } = summed(arrivals);
	return {
		used: perSecond / LIMIT,
		refusedShare,
		slowest: slowest(arrivals, ({ keys: [points] }) => Math.floor(Number(points) / each)) ?? Number.NaN,
	};
}

export const shared: Bench = {
	name: 'shared',
	about:
		'Two and four processes that know nothing of each other send events with one token against one limit.',
	minutes: 5,
	hasQuick: false,
	async run({ say }): Promise<Figure[]> {
		const server = await startLimitServer();
		const senders: ChildProcess[] = [];
		try {
			const figures: Figure[] = [];
			for (const count of [2, 4]) {
				while (senders.length < count) {
					const sender = fork(resolve(__dirname, '../sender.ts'), { execArgv: ['--import', 'tsx'] });
					await once(sender, 'message');
					senders.push(sender);
				}
				const rounds = await inRounds(ROUNDS, async (number) => {
					say(`${count} processes, round ${number + 1}`);
					return await round(server, senders);
				});
				figures.push(
					{
						what: `${count} processes, from the first request to the last`,
						against: 'the limit',
						rounds: rounds.map(({ used }) => used),
						goal: { atLeast: 0.95 },
						measured: 'none lost, none twice',
					},
					{
						what: `${count} processes, refused because of the limit (429)`,
						against: 'all requests',
						rounds: rounds.map(({ refusedShare }) => refusedShare),
						goal: { atMost: 0.02 },
					},
					{
						what: `${count} processes, the slowest`,
						against: 'an even share',
						rounds: rounds.map((one) => one.slowest),
						goal: { atLeast: 0.8 },
					},
				);
			}
			return figures;
		} finally {
			for (const sender of senders) sender.disconnect();
			server.close();
		}
	},
};
