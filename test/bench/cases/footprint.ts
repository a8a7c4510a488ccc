import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { inRounds, median, type Bench, type Figure } from '../bench';

const root = resolve(__dirname, '../../..');
/** What n8n allows itself to load before our nodes: it supplies these. */
const SUPPLIED = ['n8n-workflow', 'luxon'];
const OURS = [
	'dist/nodes/Attentive/Attentive.node.js',
	'dist/nodes/AttentiveTrigger/AttentiveTrigger.node.js',
];
/** n8n's own node for any API: its class loads what its newest version needs. */
const HTTP_REQUEST = ['n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js'];
/** Goals, in ms and bytes. */
const LOAD_MOST = 50;
const PACKED_MOST = 250_000;

/** Loads files in a new process and makes an instance of each class in them, as n8n does at its start; in ms. */
function loadTime(files: string[]): number {
	const script = `
		for (const name of ${JSON.stringify(SUPPLIED)}) require(name);
		const began = performance.now();
		for (const file of ${JSON.stringify(files)})
			for (const made of Object.values(require(file))) if (typeof made === 'function') new made();
		console.log(performance.now() - began);`;
	return Number(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
}

function packedBytes(): number {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
	});
	const [pack] = z.array(z.object({ size: z.number() })).parse(JSON.parse(output));
	return pack?.size ?? Number.NaN;
}

export const footprint: Bench = {
	name: 'footprint',
	about:
		"What the package costs n8n before it does anything: the time to load both nodes in a new process, without n8n's own, and the size of the packed file.",
	minutes: 0.5,
	hasQuick: true,
	async run({ isQuick, say }): Promise<Figure[]> {
		say('Loading the nodes in new processes');
		const ours = OURS.map((file) => resolve(root, file));
		const times = await inRounds(isQuick ? 3 : 9, async () => ({
			ours: loadTime(ours),
			httpRequest: loadTime(HTTP_REQUEST),
		}));
		const mine = times.map((time) => time.ours);
		const theirs = times.map(({ httpRequest }) => httpRequest);
		const bytes = packedBytes();
		return [
			{
				what: 'Loading both nodes',
				against: `${LOAD_MOST} ms`,
				rounds: mine.map((time) => time / LOAD_MOST),
				goal: { atMost: 1 },
				measured: `${median(mine).toFixed(0)} ms`,
			},
			{
				what: 'Loading both nodes',
				against: "loading n8n's HTTP Request node",
				rounds: times.map(({ ours: own, httpRequest }) => own / httpRequest),
				measured: `${median(mine).toFixed(0)} and ${median(theirs).toFixed(0)} ms`,
			},
			{
				what: 'Packed file',
				against: `${PACKED_MOST / 1_000} kB`,
				rounds: [bytes / PACKED_MOST],
				goal: { atMost: 1 },
				measured: `${(bytes / 1_000).toFixed(0)} kB`,
			},
		];
	},
};
