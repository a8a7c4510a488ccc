import type { Scenario } from '../scenario';

export const power: Scenario = {
	name: 'power',
	what: 'all processes: kill -9',
	async deed(machine) {
		await machine.restart();
	},
};

export const regularKilled: Scenario = {
	name: 'regular-killed',
	what: 'one n8n with SQLite: kill -9',
	isRegular: true,
	async deed({ main }) {
		await main.kill();
		await main.start();
	},
};

export const regularStopped: Scenario = {
	name: 'regular-stopped',
	what: 'one n8n with SQLite: SIGTERM',
	isRegular: true,
	async deed({ main }) {
		await main.end();
		await main.start();
	},
};
