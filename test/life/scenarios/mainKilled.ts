import type { Scenario } from '../scenario';

export const mainKilled: Scenario = {
	name: 'main-killed',
	what: 'main process: kill -9',
	async deed({ main }) {
		await main.kill();
		await main.start();
	},
};
