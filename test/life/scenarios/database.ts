import { execFileSync } from 'node:child_process';
import type { Scenario } from '../scenario';

export const connectionsCut: Scenario = {
	name: 'connections-cut',
	what: 'PostgreSQL: all connections cut, as by pg_terminate_backend',
	async deed({ postgres }) {
		const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(postgres.pid)], {
			encoding: 'utf8',
		});
		const connections = lines.split('\n').filter((line) => line.includes('127.0.0.1'));
		if (connections.length === 0) throw new Error('PostgreSQL has no connections.');
		for (const line of connections) process.kill(Number.parseInt(line, 10), 'SIGTERM');
	},
};

export const databaseKilled: Scenario = {
	name: 'database-killed',
	what: 'PostgreSQL: kill -9',
	async deed({ postgres }) {
		await postgres.kill();
		await postgres.start();
	},
};
