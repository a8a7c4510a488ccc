import type { Scenario } from '../scenario';

export const workerKilled: Scenario = {
	name: 'worker-killed',
	what: 'kill -9 of the worker, which is started again',
	async deed(_machine, scene) {
		const workers = await scene.workers();
		await Promise.all(workers.map(async (worker) => await worker.kill()));
		await Promise.all(workers.map(async (worker) => await worker.start()));
	},
};

export const subscribeWorkerKilled: Scenario = {
	...workerKilled,
	name: 'subscribe-worker-killed',
	what: 'the same, while people are subscribed',
	kind: 'subscribe',
};
