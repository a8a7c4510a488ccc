import type { Scenario } from '../scenario';

export const workerKilled: Scenario = {
	name: 'worker-killed',
	what: 'worker: kill -9',
	async deed(_machine, scene) {
		const workers = await scene.workers();
		await Promise.all(workers.map(async (worker) => await worker.kill()));
		await Promise.all(workers.map(async (worker) => await worker.start()));
	},
};

export const subscribeWorkerKilled: Scenario = {
	...workerKilled,
	name: 'subscribe-worker-killed',
	what: 'worker: kill -9, while subscribing people',
	kind: 'subscribe',
};
