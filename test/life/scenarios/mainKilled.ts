import type { Scenario } from '../scenario';

export const mainKilled: Scenario = {
	name: 'main-killed',
	what: 'kill -9 of the main process, which is started again',
	async deed({ main }) {
		await main.kill();
		await main.start();
	},
};
