/**
 * npm start: a whole n8n with its editor, the sandbox beside it, and the example workflows in place.
 * `npm start -- 5700` asks for a port; 5678 or, if it is taken, any free one otherwise.
 */
import { join } from 'node:path';
import { fillSandbox } from '../demo/fillSandbox';
import { makeMembers } from '../demo/makeMembers';
import { startSandbox } from '../sandbox/start';
import {
	addExampleWebhooks,
	copyExampleFiles,
	credentialFor,
	importExamples,
	webhookCredentialFor,
} from './examples';
import { wholeN8nFolder } from './folders';
import { isFree } from './freePort';
import { install } from './install';
import { secretsIn } from './instance';
import { n8nVersion } from './version';
import { startWholeN8n } from './wholeN8n';

/** n8n's own. */
const usualPort = 5678;

const running: Array<() => Promise<void>> = [];
let stopping = false;

async function main(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
	const port = await wantedPort();
	await install(say);

	const folder = join(wholeN8nFolder, 'start');
	const { owner, databasePassword, sandboxApiKey } = secretsIn(folder);
	say(`Starting n8n ${n8nVersion} ...`);
	const sandbox = await startSandbox({ apiKey: sandboxApiKey });
	running.push(sandbox.close);
	const members = makeMembers();
	await fillSandbox(sandbox.control, members);
	const n8n = await startWholeN8n({ folder, owner, databasePassword, port });
	running.push(n8n.stop);

	copyExampleFiles(n8n.filesFolder);
	const attentiveApi = await credentialFor(n8n.rest, sandbox);
	const signingKeys = await addExampleWebhooks(sandbox.control, n8n.url);
	const attentiveWebhookApi = await webhookCredentialFor(n8n.rest, signingKeys);
	const credentials = { attentiveApi, attentiveWebhookApi };
	const examples = await importExamples(n8n.rest, n8n.filesFolder, credentials);
	const [somebody] = members.subscribers.flatMap(({ phone = [] }) => phone);
	say(
		'',
		`  n8n           ${n8n.url}`,
		`  email         ${owner.email}`,
		`  password      ${owner.password}`,
		'',
		...examples.map(({ id, name }) => `  workflow      ${name}: ${n8n.url}/workflow/${id}`),
		`  files         ${n8n.filesFolder}`,
		`  sandbox       ${sandbox.url}, as credential "${attentiveApi.name}"`,
		`                what reached it: ${sandbox.url}/_sandbox/ledger and /_sandbox/texts`,
		`  webhooks      from the sandbox to each example with an Attentive Trigger, once you publish it; for your own webhook, see sandbox/README.md`,
		`                an opt-out to try: curl ${sandbox.url}/_sandbox/reply-stop -d '{"phone":"${somebody}"}'`,
		`  log           ${join(folder, 'n8n.log')}`,
		'',
		'Ctrl-C ends all of it. Your workflows are kept for the next start; the sandbox begins empty.',
		'',
	);
	watch(n8n.ended);
}

async function wantedPort(): Promise<number> {
	const [given] = process.argv.slice(2);
	if (given === undefined) return usualPort;
	const port = Number(given);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`"${given}" is not a port.`);
	if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
	return port;
}

/** Ends the rest when n8n has ended by itself. */
function watch(ended: () => string | undefined): void {
	const timer = setInterval(() => {
		const reason = ended();
		if (reason === undefined || stopping) return;
		clearInterval(timer);
		process.stderr.write(`${reason}\n`);
		void stop(1);
	}, 500);
}

async function stop(exitCode: number): Promise<void> {
	if (stopping) return;
	stopping = true;
	if (running.length > 0) say('', 'Stopping ...');
	for (const end of running.reverse()) await end().catch(() => {});
	process.exit(exitCode);
}

function say(...lines: string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	void stop(1);
});
