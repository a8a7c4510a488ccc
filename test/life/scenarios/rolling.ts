import type { Scenario } from '../scenario';

export const rolling: Scenario = {
	name: 'rolling',
	what: 'all workers: SIGTERM, one after another',
	async deed({ workers }) {
		for (const worker of workers) {
			await worker.end();
			await worker.start();
		}
	},
};
