import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { commandLine } from '../reliability/commandLine';
import { keepReport } from '../reliability/record';
import type { Fault } from './attacks';
import { loadAttacks } from './loadAttacks';

const CASES = 50_000;
const QUICK = 120;
/** Inputs in one piece of work. */
const AT_ONCE = 5_000;

/** `npm run fuzz`: each parser with 50,000 inputs that no one would write. */
async function main(): Promise<void> {
	const { values } = commandLine({
		name: 'fuzz',
		about: '50,000 hostile inputs for each parser (10 minutes)',
		options: {
			seed: { type: 'string', default: '1', about: 'draws the inputs' },
			cases: {
				type: 'string',
				default: String(CASES),
				about: 'inputs for each parser; fewer keep no report',
			},
			quick: {
				type: 'boolean',
				default: false,
				about: `${QUICK} inputs for each parser; keeps no report`,
			},
			only: { type: 'string', about: 'runs only this parser' },
			case: { type: 'string', about: 'runs only the input with this number; a failure prints it' },
		},
	});
	const seed = Number(values.seed);
	const { attack, names, overload } = await loadAttacks();
	const chosen = names.filter((name) => values.only === undefined || name === values.only);
	if (chosen.length === 0)
		throw new Error(`There is no parser ${values.only}. There are: ${names.join('; ')}`);
	if (values.case !== undefined) {
		const number = Number(values.case);
		for (const name of chosen) tell(await attack(name, seed, number, number + 1), seed);
		return;
	}
	const cases = values.quick ? QUICK : Number(values.cases);
	const began = performance.now();
	const faults = await shared(chosen, seed, cases);
	const rows: Array<[string, number, number, number]> = [];
	for (const name of chosen) {
		for (const size of SHORT_OF_LIMITS) faults.push(...(await overload(name, size)).faults);
		const large = await overload(name, LARGE);
		faults.push(...large.faults);
		const count = faults.filter((fault) => fault.subject === name).length;
		rows.push([name, cases, Math.ceil(large.most), count]);
	}
	tell(faults, seed);
	const seconds = (performance.now() - began) / 1_000;
	console.log(
		`${chosen.length} parsers, ${cases} inputs each, ${faults.length} failures, ${Math.round(seconds)} s`,
	);
	if (faults.length > 0) process.exitCode = 1;
	else if (values.only === undefined && cases >= CASES)
		keepReport('fuzz', {
			command: `npm run fuzz -- --seed ${seed}`,
			seed,
			seconds,
			columns: ['parser', 'inputs', 'most steps per character', 'failures'],
			rows,
		});
}

/** Characters of a long input. */
const LARGE = 2_000;
/** Of inputs that parsers with a limit look into: of phones and numbers, languages, emails, IDs and paths. */
const SHORT_OF_LIMITS = [95, 190, 310, 490, 900];

/** Gives the work to as many processes as there are cores. */
async function shared(chosen: string[], seed: number, cases: number): Promise<Fault[]> {
	const work = chosen.flatMap((name) =>
		Array.from({ length: Math.ceil(cases / AT_ONCE) }, (_piece, place) => ({
			name,
			seed,
			from: place * AT_ONCE,
			to: Math.min(cases, (place + 1) * AT_ONCE),
		})),
	);
	const faults: Fault[] = [];
	const workers = cpus().map(
		async () =>
			await new Promise<void>((resolve, reject) => {
				const worker = fork(require.resolve('./worker.ts'));
				worker.on('exit', (code) =>
					code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}`)),
				);
				worker.on('error', reject);
				worker.on('message', (found: Fault[]) => {
					faults.push(...found);
					const next = work.shift();
					if (next) worker.send(next);
					else worker.disconnect();
				});
			}),
	);
	await Promise.all(workers);
	return faults;
}

function tell(faults: Fault[], seed: number): void {
	for (const { subject, number, input, what } of faults) {
		const again =
			number === undefined
				? 'a long input'
				: `npm run fuzz -- --seed ${seed} --only '${subject.replaceAll("'", "'\\''")}' --case ${number}`;
		console.log(`${subject}: ${what}\n  of ${input}\n  ${again}`);
	}
}

void main();
