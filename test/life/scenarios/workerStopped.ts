import { LIMIT } from '../../bench/eventRows';
import type { Scenario } from '../scenario';

export const workerStopped: Scenario = {
	name: 'worker-stopped',
	what: 'worker: SIGTERM',
	async deed(_machine, scene) {
		const workers = await scene.workers();
		await Promise.all(workers.map(async (worker) => await worker.end()));
		await Promise.all(workers.map(async (worker) => await worker.start()));
	},
};

/** Requests a second: then a run of 5,000 takes longer than the 30 s that n8n gives executions to end. */
const SLOW = 40;

export const workerStoppedSooner: Scenario = {
	...workerStopped,
	name: 'worker-stopped-sooner',
	what: 'worker: SIGTERM, with more than 30 s of sending left',
	async begin({ runs, control }) {
		await control.setLimit({ perSecond: SLOW });
		for (const run of runs) await run.begin();
	},
	async deed(machine, scene) {
		await workerStopped.deed(machine, scene);
		await scene.control.setLimit({ perSecond: LIMIT });
	},
};
