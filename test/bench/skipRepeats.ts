import { join } from 'node:path';
import { startSandbox } from '../../sandbox/start';
import { install, startWholeN8n, wholeN8nFolder } from '../../whole-n8n';
import { credentialFor } from '../../whole-n8n/examples';
import { attentive, attentiveWorkflow, sendEvent, start } from '../e2e/workflows';

/** Requests a second that Attentive documents for events. */
const LIMIT = 150;
const ROWS = 50_000;
/** In ms. */
const PATIENCE = 30 * 60_000;

/**
 * What Skip Repeats By costs in a whole n8n with PostgreSQL: n8n reads and writes the node's whole list of values for each second of sending,
 * so it costs more the longer the list is. Takes some 12 minutes.
 */
async function main(): Promise<void> {
	await install((line) => process.stderr.write(`${line}\n`));
	const sandbox = await startSandbox();
	const folder = join(wholeN8nFolder, 'bench');
	const owner = { email: 'owner@example.com', password: 'Attentive-bench-1' };
	const n8n = await startWholeN8n({ folder, owner, databasePassword: 'bench' });
	try {
		const credential = await credentialFor(n8n.rest, sandbox);
		const rows = Array.from({ length: ROWS }, (_row, index) => ({
			phone: `+1206${String(2_000_000 + index)}`,
			points: index,
		}));
		const run = async (name: string, parameters: object): Promise<number> => {
			const workflow = attentiveWorkflow(name, credential, { ...sendEvent, ...parameters }, rows);
			const id = await n8n.rest.createWorkflow(workflow);
			const began = performance.now();
			const { status, items } = await n8n.rest.run(id, start, PATIENCE);
			const seconds = (performance.now() - began) / 1_000;
			if (status !== 'success' || items(attentive).length !== ROWS) throw new Error(`${name}: ${status}`);
			console.log(
				`${name}: ${ROWS} events in ${seconds.toFixed(0)} s, ${(seconds / (ROWS / LIMIT)).toFixed(2)} times the ideal`,
			);
			return seconds;
		};
		const options = { output: 'resultOnly', stopAboveItems: 0 };
		const without = await run('Without Skip Repeats By', { options });
		const once = await run('With Skip Repeats By', {
			options,
			additionalFields: { skipRepeatsBy: '={{ $json.points }}' },
		});
		console.log(`Skip Repeats By: ${(once / without).toFixed(2)} times as long`);
	} finally {
		await n8n.stop();
		await sandbox.close();
	}
}

void main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
