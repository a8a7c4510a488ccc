import type { Scenario } from '../scenario';

export const rolling: Scenario = {
	name: 'rolling',
	what: 'SIGTERM to all workers one by one, each started again before the next',
	async deed({ workers }) {
		for (const worker of workers) {
			await worker.end();
			await worker.start();
		}
	},
};
