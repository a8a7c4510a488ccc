import type { Scenario } from '../scenario';

/** So many items of the new executions arrive before the worker goes on. */
const MEANWHILE = 300;

export const workerFrozen: Scenario = {
	name: 'worker-frozen',
	what: 'worker: frozen until n8n gives up on it, resumed during a new run on another worker',
	async deed({ spare }, scene) {
		const frozen = await scene.workers();
		for (const worker of frozen) worker.signal('SIGSTOP');
		try {
			await spare.start();
			await scene.untilEnded();
			const before = await scene.arrivals();
			await scene.beginAnew();
			await scene.until('the new executions send', async () =>
				(await scene.arrivals()).every((count, run) => count >= (before[run] ?? 0) + MEANWHILE),
			);
		} finally {
			for (const worker of frozen) worker.signal('SIGCONT');
		}
		await scene.settled();
		await spare.kill();
	},
};
