import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../../embedded-n8n';
import { SEND_EVENT } from '../../integration/samples';
import { inRounds, type Bench, type BenchRun, type Figure } from '../bench';
import { attentiveNode, runNode } from '../embedded';
import { EVENT_KEY, eventRows, LIMIT } from '../eventRows';
import type { Arrival, ServerSettings } from '../limitServer/settings';
import { expectEachOnce, startLimitServer, summed, type LimitServer } from '../limitServer/start';
import { slowest } from '../slowest';

/** What names a person in a body that has no points. */
const PHONE_KEY = '"phone":"([^"]+)"';

/** A server, an n8n, and a way to send rows. */
interface Setting {
	server: LimitServer;
	n8n: EmbeddedN8n;
}

/** Sends rows, in one execution for each list, and gives what arrived. Throws if any row was lost or came twice. */
async function sent(
	{ server, n8n }: Setting,
	lists: IDataObject[][],
	settings: Partial<ServerSettings>,
	parameters: INodeParameters = SEND_EVENT,
): Promise<Arrival[]> {
	await server.set({ perSecond: LIMIT, key: EVENT_KEY, ...settings });
	const node = attentiveNode(n8n, server.url, parameters);
	await Promise.all(lists.map(async (rows) => await runNode(n8n, node, rows)));
	const arrivals = await server.arrivals();
	const named = settings.key === PHONE_KEY ? 'phone' : 'points';
	expectEachOnce(
		arrivals,
		lists.flat().map((row) => String(row[named])),
	);
	// The next one must not meet what the last one has used up.
	await sleep(1_000);
	return arrivals;
}

async function inSetting(work: (setting: Setting) => Promise<Figure[]>): Promise<Figure[]> {
	const server = await startLimitServer();
	try {
		return await work({ server, n8n: await startEmbeddedN8n() });
	} finally {
		server.close();
	}
}

const used = (arrivals: Arrival[], limit = LIMIT) => summed(arrivals).perSecond / limit;

/** Share of the limit and share of 429s of some rounds. */
function figuresOf(what: string, rounds: Arrival[][], atLeast: number, limit = LIMIT): Figure[] {
	return [
		{
			what: `${what}: from the first request to the last`,
			against: 'the limit',
			rounds: rounds.map((arrivals) => used(arrivals, limit)),
			goal: { atLeast },
			measured: 'none lost, none twice',
		},
		{
			what: `${what}: refused because of the limit (429)`,
			against: 'all requests',
			rounds: rounds.map((arrivals) => summed(arrivals).refusedShare),
			goal: { atMost: 0.01 },
		},
	];
}

const roundsOf = ({ isQuick }: BenchRun) => (isQuick ? 1 : 3);

export const pace: Bench = {
	name: 'pace',
	about:
		'Events at 150 a second, with answers that take 20, 50 and 300 ms; one answer of 20 seconds among them; and 64 people with many events each, which go in order.',
	minutes: 6,
	hasQuick: true,
	async run(run): Promise<Figure[]> {
		return await inSetting(async (setting) => {
			const figures: Figure[] = [];
			const rows = eventRows(run.isQuick ? 450 : 3_000);
			for (const latency of run.isQuick ? [50] : [20, 50, 300]) {
				const rounds = await inRounds(roundsOf(run), async (number) => {
					run.say(`${latency} ms, round ${number + 1}`);
					return await sent(setting, [rows], { latency });
				});
				figures.push(
					...figuresOf(`${rows.length.toLocaleString('en-US')} events, ${latency} ms`, rounds, 0.97),
				);
			}
			if (run.isQuick) return figures;
			const slow = await inRounds(2, async () => {
				run.say('One answer of 20 s');
				return await sent(setting, [rows], { latency: 50, slow: { 300: 20_000 } });
			});
			figures.push(...figuresOf('one answer of 20 s among 3,000', slow, 0.95));
			const people = eventRows(64 * 50).map((row, index) => ({
				...row,
				phone: `+1206${3_000_000 + (index % 64)}`,
			}));
			const ordered = await inRounds(2, async () => {
				run.say('64 people');
				const arrivals = await sent(setting, [people], { latency: 50 });
				expectOrder(arrivals, 64);
				return arrivals;
			});
			figures.push(...figuresOf('64 people with 50 events each, in order', ordered, 0.95));
			return figures;
		});
	},
};

/** Throws unless what concerns one person came in the order of the rows. */
function expectOrder(arrivals: Arrival[], people: number): void {
	const last = new Map<number, number>();
	for (const { status, keys } of arrivals) {
		if (status === 429) continue;
		const row = Number(keys[0]);
		const person = row % people;
		if ((last.get(person) ?? -1) > row) throw new Error(`Row ${row} came too late`);
		last.set(person, row);
	}
}

/** Limits that change on the way, and how long each holds, in ms. */
const CHANGING = [150, 60, 150];
const EACH = 12_000;

export const changing: Bench = {
	name: 'changing',
	about: 'The limit changes from 150 to 60 and back to 150 a second while events go out.',
	minutes: 2,
	hasQuick: false,
	async run(run): Promise<Figure[]> {
		return await inSetting(async (setting) => {
			const count = (CHANGING.reduce((sum, limit) => sum + limit, 0) * EACH) / 1_000;
			const changes = CHANGING.map((perSecond, index) => ({ afterMs: index * EACH, perSecond }));
			const rounds = await inRounds(2, async (number) => {
				run.say(`Round ${number + 1}`);
				return await sent(setting, [eventRows(count)], { latency: 50, changes });
			});
			const even = count / ((CHANGING.length * EACH) / 1_000);
			return [
				{
					what: '150, 60, 150 a second: from the first request to the last',
					against: 'what the limits allow',
					rounds: rounds.map((arrivals) => used(arrivals, even)),
					goal: { atLeast: 0.95 },
					measured: 'none lost, none twice',
				},
				{
					what: '150, 60, 150 a second: refused because of the limit (429)',
					against: 'all requests',
					rounds: rounds.map((arrivals) => summed(arrivals).refusedShare),
					goal: { atMost: 0.02 },
				},
			];
		});
	},
};

export const lanes: Bench = {
	name: 'lanes',
	about: 'Ten executions of one process send events at once with one token.',
	minutes: 1.5,
	hasQuick: false,
	async run(run): Promise<Figure[]> {
		return await inSetting(async (setting) => {
			const lists = Array.from({ length: 10 }, (_list, index) => eventRows(300, index * 300));
			const rounds = await inRounds(3, async (number) => {
				run.say(`Round ${number + 1}`);
				return await sent(setting, lists, { latency: 50 });
			});
			return [
				...figuresOf('ten executions', rounds, 0.97),
				{
					what: 'ten executions: the slowest',
					against: 'an even share',
					rounds: rounds.map(
						(arrivals) => slowest(arrivals, ({ keys: [points] }) => Math.floor(Number(points) / 300)) ?? 0,
					),
					goal: { atLeast: 0.8 },
				},
			];
		});
	},
};

/** Operations with a small limit, and what a second of them has. */
const SMALL_LIMITS: Array<{ what: string; perSecond: number; parameters: INodeParameters }> = [
	{
		what: 'Subscribe at 10 a second',
		perSecond: 10,
		parameters: {
			resource: 'subscriber',
			operation: 'subscribe',
			consent: 'confirmed',
			phone: '={{ $json.phone }}',
			defaultCountry: 'US',
			signUpBy: 'signUpSource',
			signUpSourceId: '11',
			subscriptionType: 'MARKETING',
			additionalFields: { ifSubscribed: 'again' },
		},
	},
	{
		what: 'Unsubscribe at 5 a second',
		perSecond: 5,
		parameters: {
			resource: 'subscriber',
			operation: 'unsubscribe',
			phone: '={{ $json.phone }}',
			defaultCountry: 'US',
		},
	},
];

export const subscribers: Bench = {
	name: 'subscribers',
	about: 'Subscribe and Unsubscribe at the small limits that Attentive documents for them.',
	minutes: 2,
	hasQuick: false,
	async run({ say }): Promise<Figure[]> {
		return await inSetting(async (setting) => {
			const figures: Figure[] = [];
			for (const { what, perSecond, parameters } of SMALL_LIMITS) {
				const rows = eventRows(perSecond * 20);
				const rounds = await inRounds(2, async () => {
					say(what);
					const answer = { status: 202, body: { status: 'success' } };
					return await sent(setting, [rows], { perSecond, key: PHONE_KEY, latency: 50, answer }, parameters);
				});
				figures.push(...figuresOf(what, rounds, 0.97, perSecond));
			}
			return figures;
		});
	},
};
