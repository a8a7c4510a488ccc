/**
 * npm start: a whole n8n with its editor, the sandbox beside it, a stand-in for a model, and the example workflows in
 * place. `npm start -- 5700` asks for a port; the one of the start before or else 5678 otherwise.
 */
import { join } from 'node:path';
import { fillSandbox } from '../demo/fillSandbox';
import { makeMembers } from '../demo/makeMembers';
import { fillSampleAccount, optOutPhone, sampleAccountLines } from '../demo/sampleAccount';
import { startSandbox } from '../sandbox/start';
import {
	addExampleWebhooks,
	copyExampleFiles,
	credentialFor,
	importExamples,
	modelCredentialFor,
	postgresCredentialFor,
	publishExamples,
	webhookCredentialFor,
} from './examples';
import { wholeN8nFolder } from './folders';
import { install } from './install';
import { secretsIn } from './instance';
import { endLeftovers } from './leftovers';
import { startModel } from './model/start';
import { askedFor, portsFor, rememberPorts, type Ports } from './ports';
import { n8nVersion } from './version';
import { startWholeN8n } from './wholeN8n';

const running: Array<() => Promise<void>> = [];
let stopping = false;

async function main(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
	const folder = join(wholeN8nFolder, 'start');
	// What a killed start has left behind still has its ports.
	await endLeftovers(join(folder, 'running.json'));
	const wantedPort = await askedFor(process.argv[2]);
	await install(say);

	const { owner, databasePassword, sandboxApiKey } = secretsIn(folder);
	const { ports, before } = await portsFor(folder, wantedPort);
	say(`Starting n8n ${n8nVersion} ...`);
	const sandbox = await startSandbox({
		apiKey: sandboxApiKey,
		port: ports.sandbox,
		connectionsFile: join(folder, 'sandbox.json'),
	});
	running.push(sandbox.close);
	const model = await startModel({ port: ports.model });
	running.push(model.close);
	await fillSandbox(sandbox.control, makeMembers());
	await fillSampleAccount(sandbox.control);
	const n8n = await startWholeN8n({ folder, owner, databasePassword, port: ports.n8n });
	running.push(n8n.stop);
	const used = { ...ports, n8n: Number(new URL(n8n.url).port) };
	if (before !== undefined && before.n8n !== used.n8n) {
		await sandbox.control.moved({ from: `http://127.0.0.1:${before.n8n}`, to: n8n.url });
	}
	rememberPorts(folder, used);

	copyExampleFiles(n8n.filesFolder);
	const attentiveApi = await credentialFor(n8n.rest, sandbox);
	const signingKeys = await addExampleWebhooks(sandbox.control, n8n.url);
	const attentiveWebhookApi = await webhookCredentialFor(n8n.rest, signingKeys);
	const openAiApi = await modelCredentialFor(n8n.rest, model.url);
	const postgres = await postgresCredentialFor(n8n.rest, n8n.postgres);
	const credentials = { attentiveApi, attentiveWebhookApi, openAiApi, postgres };
	const examples = await importExamples(n8n.rest, n8n.filesFolder, credentials);
	await publishExamples(n8n.rest, examples);
	say(
		'',
		...columns([
			['n8n', n8n.url],
			['email', owner.email],
			['password', owner.password],
			['sandbox', `${sandbox.url}, as credential "${attentiveApi.name}"`],
			['', `what reached it: ${sandbox.url}/_sandbox/ledger and /_sandbox/texts`],
			['model', `${model.url}, a stand-in that calls the tools you name, as credential "${openAiApi.name}"`],
			['files', n8n.filesFolder],
			['log', join(folder, 'n8n.log')],
		]),
		...movedLines(before, used),
		'',
		'In Attentive, that is, in the sandbox, there are, beside the members of the loyalty spreadsheet:',
		...columns(sampleAccountLines()),
		'',
		'Workflows:',
		...columns(examples.map(({ id, name }) => [name, `${n8n.url}/workflow/${id}`])),
		'',
		'Somebody opts out of texts, which runs "Opt-outs and opt-ins to your CRM":',
		`  curl ${sandbox.url}/_sandbox/reply-stop -d '{"phone":"${optOutPhone}"}'`,
		'',
		'Ctrl-C ends all of it. The next start has your workflows and credentials, the same addresses, and the webhooks and',
		'apps that they use; everything else in the sandbox is again as above.',
		'',
	);
	watch(n8n.ended);
}

/** What bookmarks, and credentials other than ours, may still name. */
function movedLines(before: Ports | undefined, now: Ports): string[] {
	if (before === undefined) return [];
	const names = ['n8n', 'sandbox', 'model'] as const;
	return names
		.filter((name) => before[name] !== now[name])
		.map(
			(name) => `  ${name} had port ${before[name]} before: change what you have saved with that address.`,
		);
}

/** Lines of two columns. */
function columns(lines: string[][]): string[] {
	const width = Math.max(...lines.map(([first = '']) => first.length));
	return lines.map(([first = '', ...rest]) => `  ${first.padEnd(width)}  ${rest.join(' ')}`);
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
