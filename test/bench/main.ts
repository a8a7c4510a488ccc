/**
 * npm run bench: measures speed and memory as ratios, each side by side in one run, and keeps them in docs/performance.
 * `npm run bench -- pace users` runs only these, `npm run bench -- --quick` small forms of what takes seconds: it keeps nothing, and
 * says what misses its goal without failing.
 */
import { parseArgs } from 'node:util';
import { reachesGoal, type Bench } from './bench';
import { benches } from './cases';
import { keep, writePage } from './record';
import { lines } from './table';

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: { quick: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const isQuick = values.quick;
	const chosen = named(positionals).filter(({ hasQuick }) => hasQuick || !isQuick);
	let missed = 0;
	for (const bench of chosen) {
		const began = performance.now();
		if (!isQuick) say(`${bench.name} (about ${bench.minutes} min)`);
		const figures = await bench.run({ isQuick, say: (what) => say(`  ${what}`) });
		const seconds = (performance.now() - began) / 1_000;
		console.log(`${bench.name}, ${seconds.toFixed(0)} s\n${lines(figures).join('\n')}`);
		missed += figures.filter((figure) => !reachesGoal(figure)).length;
		if (!isQuick) {
			keep(bench, figures);
			writePage(benches);
		}
	}
	console.log(`${missed} of the goals missed`);
	// In its quick form a busy machine would fail it.
	if (missed > 0 && !isQuick) process.exitCode = 1;
}

function named(names: string[]): Bench[] {
	const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
	if (unknown.length > 0) {
		const known = benches.map(({ name }) => name).join(', ');
		throw new Error(`There is no bench ${unknown.join(', ')}, only ${known}.`);
	}
	return names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name));
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? (error.stack ?? error.message) : error);
	process.exitCode = 1;
});
