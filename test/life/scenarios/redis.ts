import { cpSync, rmSync } from 'node:fs';
import type { Machine } from '../machine';
import type { Scenario } from '../scenario';

const earlierOf = ({ redisFolder }: Machine) => `${redisFolder}-earlier`;

export const redisKilled: Scenario = {
	name: 'redis-killed',
	what: 'kill -9 of Redis, which is started again with all that it held (appendonly)',
	async deed({ redis }) {
		await redis.kill();
		await redis.start();
	},
};

export const redisEmptied: Scenario = {
	name: 'redis-emptied',
	what: 'kill -9 of Redis, which is started again empty',
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
	what: 'kill -9 of Redis, which is started again with what it held before the workers took the job',
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
