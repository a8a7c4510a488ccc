import type { Scenario } from '../scenario';

export const power: Scenario = {
	name: 'power',
	what: 'kill -9 of all processes at once, which are started again',
	async deed(machine) {
		await machine.restart();
	},
};

export const regularKilled: Scenario = {
	name: 'regular-killed',
	what: 'one n8n with SQLite: kill -9, and started again',
	isRegular: true,
	async deed({ main }) {
		await main.kill();
		await main.start();
	},
};

export const regularStopped: Scenario = {
	name: 'regular-stopped',
	what: 'one n8n with SQLite: SIGTERM, and started again',
	isRegular: true,
	async deed({ main }) {
		await main.end();
		await main.start();
	},
};
