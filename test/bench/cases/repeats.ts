import type { INodeParameters } from 'n8n-workflow';
import type { Workflow } from '../../../whole-n8n';
import { attentive, attentiveWorkflow, sendEvent, start } from '../../e2e/workflows';
import { inRounds, median, type Bench, type BenchRun, type Figure } from '../bench';
import { expectEachOnce, summed } from '../limitServer/start';
import { cpuSeconds } from '../processes';
import { EVENT_KEY, eventRows } from '../eventRows';
import { inWholeN8n, type Setting } from '../wholeN8n';

/** At 150 a second some 10 s. */
const EVENTS = 1_500;
const ROUNDS = 3;
/** How many values n8n remembers of the node before a round. It remembers 100,000 unless another number is chosen. */
const REMEMBERED = [0, 20_000, 100_000];
/** In ms. */
const PATIENCE = 10 * 60_000;

const OPTIONS = { output: 'resultOnly', stopAboveItems: 0 };
const ONCE = { additionalFields: { skipRepeatsBy: '={{ $json.points }}' } };
const EVENT: INodeParameters = { ...sendEvent, options: OPTIONS };
const EVENT_ONCE: INodeParameters = { ...EVENT, ...ONCE };
/** The fast way to values that n8n remembers of the same node: 256 in each request. */
const USERS_ONCE: INodeParameters = {
	resource: 'user',
	operation: 'upsertMany',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	options: OPTIONS,
	...ONCE,
};

interface Round {
	/** From the first request to the last. */
	seconds: number;
	/** Processor time of n8n for an event, in ms. */
	cpuMs: number;
}

export const repeats: Bench = {
	name: 'repeats',
	about:
		"What Skip Repeats By costs in a whole n8n with PostgreSQL. n8n reads and writes a node's whole list of values for each second of sending, so it costs more the longer the list is.",
	minutes: 4,
	hasQuick: false,
	async run(run): Promise<Figure[]> {
		return await inWholeN8n(run, async (setting) => await measured(setting, run));
	},
};

async function measured(setting: Setting, { say }: BenchRun): Promise<Figure[]> {
	let used = 0;
	/** Never the same one twice. */
	const newRows = (count: number) => {
		used += count;
		return eventRows(count, used - count);
	};
	const { n8n, credential } = setting;
	const workflow = (parameters: INodeParameters, count: number): Workflow =>
		attentiveWorkflow('Repeats', credential, parameters, newRows(count));
	const id = await n8n.rest.createWorkflow(workflow(EVENT, 1));
	const round = async (parameters: INodeParameters): Promise<Round> => {
		const first = used;
		await n8n.rest.changeWorkflow(id, workflow(parameters, EVENTS));
		return await roundOf(setting, id, first);
	};

	// The first run loads and compiles what it needs.
	await round(EVENT);
	const figures: Figure[] = [];
	let remembered = 0;
	for (const size of REMEMBERED) {
		if (size > remembered) {
			say(`n8n is given ${size - remembered} values to remember`);
			await n8n.rest.changeWorkflow(id, workflow(USERS_ONCE, size - remembered));
			await remember(setting, id, size - remembered);
			remembered = size;
		}
		const rounds = await inRounds(ROUNDS, async (number) => {
			say(`${EVENTS} events with ${remembered} values remembered, round ${number + 1}`);
			const both = { without: await round(EVENT), once: await round(EVENT_ONCE) };
			remembered += EVENTS;
			return both;
		});
		const ms = (pick: (one: (typeof rounds)[number]) => Round) =>
			median(rounds.map((one) => pick(one).cpuMs)).toFixed(2);
		const what = `${EVENTS.toLocaleString('en-US')} events by Skip Repeats By, some ${size.toLocaleString('en-US')} values remembered`;
		figures.push(
			{
				what: `${what}: time`,
				against: 'without Skip Repeats By',
				rounds: rounds.map(({ once, without }) => once.seconds / without.seconds),
			},
			{
				what: `${what}: processor time of n8n`,
				against: 'without Skip Repeats By',
				rounds: rounds.map(({ once, without }) => once.cpuMs / without.cpuMs),
				measured: `${ms(({ once }) => once)} and ${ms(({ without }) => without)} ms an event`,
			},
		);
	}
	return figures;
}

/** @param first number of the first row */
async function roundOf({ n8n, server }: Setting, id: string, first: number): Promise<Round> {
	const pid = n8n.programs.find(({ name }) => name === 'n8n')?.pid ?? 0;
	await server.set({ key: EVENT_KEY });
	const before = cpuSeconds(pid);
	const { status, data } = await n8n.rest.run(id, start, PATIENCE);
	if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
	const cpuMs = ((cpuSeconds(pid) - before) * 1_000) / EVENTS;
	const arrivals = await server.arrivals();
	expectEachOnce(
		arrivals,
		eventRows(EVENTS, first).map(({ points }) => String(points)),
	);
	return { seconds: summed(arrivals).seconds, cpuMs };
}

async function remember({ n8n, server }: Setting, id: string, count: number): Promise<void> {
	await server.set({ perSecond: 1_000, answer: { status: 202, body: { batchJobId: 'job' } } });
	const { status, data, items } = await n8n.rest.run(id, start, PATIENCE);
	if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
	const sent = items(attentive).filter(({ json }) => json.status === 'pending').length;
	if (sent !== count) throw new Error(`${sent} of ${count} users were sent.`);
}
