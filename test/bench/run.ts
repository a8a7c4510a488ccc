import axios from 'axios';
import { SingleBar } from 'cli-progress';
import type { INodeParameters } from 'n8n-workflow';
import { EVENTS, rows, SEND_EVENT, startBench, type Bench } from '../integration/setup';

/** Requests a second that Attentive documents for events. */
const LIMIT = 150;
const PACED_ROWS = 1_500;
const READ_ROWS = 20_000;
const FAST_ROWS = 3_000;

interface Figure {
	what: string;
	/** What the figure is compared with. */
	against: string;
	ratio: number;
	seconds: number;
}

/** Speed as ratios, measured in one run: seconds depend on the machine, ratios hardly do. */
async function main(): Promise<void> {
	const bench = await startBench();
	try {
		const figures = [await pace(bench), ...(await reading(bench)), await withoutLimit(bench)];
		console.log('\nTimes as often as what they are compared with: 1.00 is as fast, smaller is faster.');
		for (const { what, against, ratio, seconds } of figures) {
			console.log(`${ratio.toFixed(2).padStart(7)}  ${what} (${seconds.toFixed(2)} s), against ${against}`);
		}
	} finally {
		await bench.close();
	}
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return (performance.now() - began) / 1_000;
}

async function succeeds(bench: Bench, parameters: INodeParameters, count: number): Promise<void> {
	// Started by hand it would stop at so many people.
	const run = await bench.run(parameters, rows(count), { mode: 'trigger' });
	if (run.status !== 'success') throw new Error(run.error?.message ?? run.status);
}

async function pace(bench: Bench): Promise<Figure> {
	await bench.sandbox.control.reset();
	const bar = new SingleBar({ format: 'Sending at the limit {bar} {value}/{total}', clearOnComplete: true });
	bar.start(PACED_ROWS, 0);
	const watch = setInterval(() => {
		void bench.sandbox.control.requests().then((counts) => {
			bar.update(counts.find(({ endpoint }) => endpoint === EVENTS)?.total ?? 0);
		});
	}, 500);
	const took = await seconds(async () => await succeeds(bench, SEND_EVENT, PACED_ROWS));
	clearInterval(watch);
	bar.stop();
	const ideal = PACED_ROWS / LIMIT;
	return {
		what: `${PACED_ROWS} events at the limit`,
		against: `${LIMIT} a second without a gap`,
		ratio: took / ideal,
		seconds: took,
	};
}

async function reading(bench: Bench): Promise<Figure[]> {
	const columns: INodeParameters = { ...SEND_EVENT, mode: 'validateOnly' };
	const values: INodeParameters = { ...columns, phone: '={{ $json.phone }}' };
	await succeeds(bench, columns, 1_000);
	const byColumns = await seconds(async () => await succeeds(bench, columns, READ_ROWS));
	const byValues = await seconds(async () => await succeeds(bench, values, READ_ROWS));
	const perSecond = READ_ROWS / byColumns;
	return [
		{
			what: `checking ${READ_ROWS} rows by expressions`,
			against: 'by columns',
			ratio: byValues / byColumns,
			seconds: byValues,
		},
		{
			what: `checking ${READ_ROWS} rows by columns`,
			against: 'sending them at the limit',
			ratio: LIMIT / perSecond,
			seconds: byColumns,
		},
	];
}

async function withoutLimit(bench: Bench): Promise<Figure> {
	await bench.sandbox.control.reset();
	await bench.sandbox.control.setLimit({ perSecond: 1_000_000 });
	const bare = axios.create({
		baseURL: bench.sandbox.url,
		headers: { Authorization: `Bearer ${bench.sandbox.apiKey}` },
	});
	const bodies = rows(FAST_ROWS).map(({ phone, points }) => ({
		type: 'Points Awarded',
		user: { phone },
		properties: { points },
	}));
	const loop = async (): Promise<void> => {
		for (let body = bodies.pop(); body; body = bodies.pop()) await bare.post('/v1/events/custom', body);
	};
	const byHand = await seconds(async () => await Promise.all(Array.from({ length: 20 }, loop)));
	// The first answers tell the node of the limit, so it starts at the documented pace.
	const byNode = await seconds(async () => await succeeds(bench, SEND_EVENT, FAST_ROWS));
	return {
		what: `${FAST_ROWS} events without a limit`,
		against: 'bare axios, 20 at once',
		ratio: byNode / byHand,
		seconds: byNode,
	};
}

void main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
