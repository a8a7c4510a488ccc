import { cpSync, rmSync } from 'node:fs';
import type { Machine } from '../machine';
import type { Scenario } from '../scenario';

const earlierOf = ({ redisFolder }: Machine) => `${redisFolder}-earlier`;

export const redisKilled: Scenario = {
	name: 'redis-killed',
	what: 'Redis: kill -9, all data kept (appendonly)',
	async deed({ redis }) {
		await redis.kill();
		await redis.start();
	},
};

export const redisEmptied: Scenario = {
	name: 'redis-emptied',
	what: 'Redis: kill -9, all data lost',
	mayForget: true,
	async deed({ redis, redisFolder }) {
		await redis.kill();
		rmSync(redisFolder, { recursive: true });
		await redis.start();
	},
};

/** A Redis that saves its memory from time to time, as Debian's does, comes back with what it held then. */
export const redisSetBack: Scenario = {
	name: 'redis-set-back',
	what: 'Redis: kill -9, restored to before the workers took the jobs',
	startsTwice: true,
	async begin({ machine, runs }) {
		for (const worker of machine.workers) await worker.kill();
		for (const run of runs) await run.begin();
		cpSync(machine.redisFolder, earlierOf(machine), { recursive: true });
		await Promise.all(machine.workers.map(async (worker) => await worker.start()));
	},
	async deed(machine) {
		await machine.redis.kill();
		rmSync(machine.redisFolder, { recursive: true });
		cpSync(earlierOf(machine), machine.redisFolder, { recursive: true });
		rmSync(earlierOf(machine), { recursive: true });
		await machine.redis.start();
	},
};
