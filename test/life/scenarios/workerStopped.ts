import type { Scenario } from '../scenario';

export const workerStopped: Scenario = {
	name: 'worker-stopped',
	what: 'SIGTERM to the worker, which is started again once it has ended',
	async deed(_machine, scene) {
		const workers = await scene.workers();
		await Promise.all(workers.map(async (worker) => await worker.end()));
		await Promise.all(workers.map(async (worker) => await worker.start()));
	},
};
