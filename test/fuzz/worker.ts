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
	process.on('message', ({ name, seed, from, to }: Work) => {
		void attack(name, seed, from, to).then((faults) => process.send?.(faults));
	});
	process.send?.([]);
}

void serve();
