import { parentPort } from 'node:worker_threads';
import { loadAttacks } from './loadAttacks';

interface Work {
	name: string;
	seed: number;
	from: number;
	to: number;
}

/** Does what it is given, piece by piece; begins by asking for some. */
async function serve(): Promise<void> {
	const { attack } = await loadAttacks();
	parentPort?.on('message', ({ name, seed, from, to }: Work) => {
		void attack(name, seed, from, to).then((faults) => parentPort?.postMessage(faults));
	});
	parentPort?.postMessage([]);
}

void serve();
