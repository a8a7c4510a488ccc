import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/start';
import { install, installChromium, startWholeN8n, wholeN8nFolder } from '../../whole-n8n';
import { copyExampleFiles, credentialFor } from '../../whole-n8n/examples';
import { endLeftovers } from '../../whole-n8n/leftovers';
import { endAtTeardown, endAll } from './running';
import { stageVariable, type StageFacts } from './stage';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** For all suites. */
export default async function startAll(): Promise<void> {
	await startStage('e2e', installChromium(say));
}

/**
 * Installs what is missing, and starts an empty n8n with the sandbox.
 * @param name of their folder within .n8n/
 * @param chromium where it is, for suites that open a browser
 */
export async function startStage(name: string, chromium?: string): Promise<void> {
	await install(say);

	const folder = join(wholeN8nFolder, name);
	await endLeftovers(join(folder, 'running.json'));
	rmSync(folder, { recursive: true, force: true });
	const owner = { email: 'owner@example.com', password: 'Attentive-e2e-1' };
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => void endAll().finally(() => process.exit(1)));
	}
	try {
		const sandbox = await startSandbox();
		endAtTeardown(sandbox.close);
		const n8n = await startWholeN8n({ folder, owner, databasePassword: 'e2e' });
		endAtTeardown(n8n.stop);
		copyExampleFiles(n8n.filesFolder);
		const facts: StageFacts = {
			url: n8n.url,
			cookie: n8n.rest.cookie,
			filesFolder: n8n.filesFolder,
			startLog: [...n8n.log],
			logFile: n8n.logFile,
			sandboxUrl: sandbox.url,
			apiKey: sandbox.apiKey,
			credential: await credentialFor(n8n.rest, sandbox),
			postgres: n8n.postgres,
			chromium,
		};
		process.env[stageVariable] = JSON.stringify(facts);
	} catch (error) {
		await endAll();
		throw error;
	}
}
