import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, startWholeN8n, wholeN8nFolder, type SavedCredential, type WholeN8n } from '../../whole-n8n';
import { credentialFor } from '../../whole-n8n/examples';
import { endLeftovers } from '../../whole-n8n/leftovers';
import { startLimitServer, type LimitServer } from './limitServer/start';

/** An empty n8n in processes of its own, and the server to which it sends, with a credential for it. */
export interface Setting {
	n8n: WholeN8n;
	server: LimitServer;
	credential: SavedCredential;
}

interface Wanted {
	/** Redis, workers, and how many executions each runs at a time; without it n8n is one process. */
	queue?: { redis: string; workers: number; concurrency: number };
	say(line: string): void;
}

/** The server asks for no key of its own. */
export const apiKey = 'bench';

/** Installs what is missing, measures in a new n8n, and ends all of it. */
export async function inWholeN8n<Result>(
	{ queue, say }: Wanted,
	measure: (setting: Setting) => Promise<Result>,
): Promise<Result> {
	await install(say);
	const folder = join(wholeN8nFolder, 'bench');
	await endLeftovers(join(folder, 'running.json'));
	rmSync(folder, { recursive: true, force: true });
	const owner = { email: 'owner@example.com', password: 'Attentive-bench-1' };
	const server = await startLimitServer();
	try {
		const n8n = await startWholeN8n({ folder, owner, databasePassword: 'bench', queue });
		try {
			const credential = await credentialFor(n8n.rest, { url: server.url, apiKey });
			return await measure({ n8n, server, credential });
		} finally {
			await n8n.stop();
		}
	} finally {
		server.close();
	}
}
