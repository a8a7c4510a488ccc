import type { EmbeddedN8n } from '../../embedded-n8n';
import { startEmbeddedN8n } from '../../embedded-n8n';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestServer } from './server';
import { startServer } from './server';
import { chain, connect, fixture, fixturePackage, manualTrigger, node } from './workflows';

let n8n: EmbeddedN8n;
let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'embedded-test-'));

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ packageFolder: fixturePackage, allowedFolders: [folder] });
	server = await startServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ path: request.url, authorization: request.headers.authorization }));
	});
});

afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

const editFields = (name: string, value: string) =>
	node(
		'n8n-nodes-base.set',
		{
			mode: 'manual',
			includeOtherFields: true,
			assignments: { assignments: [{ id: '1', name, value, type: 'string' }] },
		},
		{ name: 'Edit Fields', typeVersion: 3.4 },
	);

test("a CSV file goes through n8n's own nodes to the last one", async () => {
	const file = join(folder, 'members.csv');
	writeFileSync(file, 'name,points\nAnn,3\nBob,5\n');
	const finished: string[] = [];
	const run = await n8n.run(
		chain(
			manualTrigger(),
			node('n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: file }, { name: 'Read' }),
			node('n8n-nodes-base.extractFromFile', { operation: 'csv' }, { name: 'Extract' }),
			editFields('text', '={{ $json.name }} has {{ $json.points }} in {{ $now.zoneName }}'),
		),
		{ timeZone: 'Europe/Berlin', onNodeFinished: (name) => finished.push(name) },
	);
	expect(run.error).toBeUndefined();
	expect(run.status).toBe('success');
	expect(run.lastNode).toBe('Edit Fields');
	expect(run.json('Edit Fields')).toEqual([
		{ name: 'Ann', points: '3', text: 'Ann has 3 in Europe/Berlin' },
		{ name: 'Bob', points: '5', text: 'Bob has 5 in Europe/Berlin' },
	]);
	expect(finished).toEqual(['Trigger', 'Read', 'Extract', 'Edit Fields']);
});

test('items become a file', async () => {
	const file = join(folder, 'out.csv');
	const run = await n8n.run(
		chain(
			manualTrigger(),
			node('n8n-nodes-base.convertToFile', { operation: 'csv' }, { name: 'Convert', typeVersion: 1.1 }),
			node('n8n-nodes-base.readWriteFile', { operation: 'write', fileName: file }, { name: 'Write' }),
		),
		{ input: [{ id: 1 }, { id: 2 }] },
	);
	expect(run.error).toBeUndefined();
	expect(readFileSync(file, 'utf8')).toContain('id\n1\n2');
});

test('files outside the allowed folders cannot be read', async () => {
	const run = await n8n.run(
		chain(
			manualTrigger(),
			node('n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: __filename }, { name: 'Read' }),
		),
	);
	expect(run.status).toBe('error');
	expect(run.error?.message).toMatch(/not allowed|No file/);
});

test('If and Merge', async () => {
	const workflow = chain(
		manualTrigger(),
		node(
			'n8n-nodes-base.if',
			{
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: [
						{
							id: '1',
							leftValue: '={{ $json.n }}',
							rightValue: 1,
							operator: { type: 'number', operation: 'gt' },
						},
					],
					combinator: 'and',
				},
			},
			{ name: 'If', typeVersion: 2.2 },
		),
		editFields('side', 'large'),
	);
	workflow.nodes.push(node('n8n-nodes-base.merge', { mode: 'append' }, { name: 'Merge', typeVersion: 3.2 }));
	connect(workflow, 'Edit Fields', 'Merge');
	connect(workflow, 'If', 'Merge', { output: 1, input: 1 });
	const run = await n8n.run(workflow, { input: [{ n: 1 }, { n: 2 }] });
	expect(run.error).toBeUndefined();
	expect(run.json('Merge')).toEqual([{ n: 2, side: 'large' }, { n: 1 }]);
});

test('each round of Loop Over Items is a run of its own', async () => {
	const loop = node('n8n-nodes-base.splitInBatches', { batchSize: 1 }, { name: 'Loop', typeVersion: 3 });
	const workflow = chain(manualTrigger(), loop);
	workflow.nodes.push(fixture('look'));
	connect(workflow, 'Loop', 'Fixture', { output: 1 });
	connect(workflow, 'Fixture', 'Loop');
	const run = await n8n.run(workflow, { input: [{ n: 1 }, { n: 2 }, { n: 3 }] });
	expect(run.error).toBeUndefined();
	expect([0, 1, 2].map((index) => run.json('Fixture', 0, index)[0])).toMatchObject([
		{ runIndex: 0, input: [{ n: 1 }] },
		{ runIndex: 1, input: [{ n: 2 }] },
		{ runIndex: 2, input: [{ n: 3 }] },
	]);
	expect(run.json('Loop', 0, 3)).toHaveLength(3);
	expect(run.hints('Fixture')).toHaveLength(3);
});

test('the start node can be chosen and fed', async () => {
	const workflow = chain(manualTrigger(), fixture('look'), editFields('after', 'yes'));
	const run = await n8n.run(workflow, {
		startNode: 'Fixture',
		input: [{ a: 1 }],
		destinationNode: 'Fixture',
	});
	expect(run.json('Fixture')).toMatchObject([{ input: [{ a: 1 }] }]);
	expect(run.items('Edit Fields')).toEqual([]);
	await expect(n8n.run(workflow, { startNode: 'Nope' })).rejects.toThrow('no node "Nope"');
	expect(() => run.items('Nope')).toThrow('no node "Nope"');
});

test('Execute Once and another mode', async () => {
	const workflow = chain(manualTrigger(), fixture('look', { executeOnce: true }));
	const run = await n8n.run(workflow, { input: [{ a: 1 }, { a: 2 }], mode: 'trigger' });
	expect(run.json('Fixture')).toMatchObject([{ input: [{ a: 1 }], mode: 'trigger' }]);
});

test('a missing parameter is a failed run, not an exception', async () => {
	const run = await n8n.run(chain(manualTrigger(), node('n8n-nodes-base.httpRequest', { url: '' })));
	expect(run).toMatchObject({ status: 'error', error: { name: 'WorkflowHasIssuesError' } });
});

test('requests carry the credential, with its defaults', async () => {
	const credential = n8n.addCredential('fixtureApi', { apiKey: 'k1', baseUrl: server.url });
	const workflow = chain(manualTrigger(), fixture('request', { credentials: { fixtureApi: credential } }));
	const run = await n8n.run(workflow);
	expect(run.json('Fixture')).toEqual([
		{ answer: { path: '/echo?fixed=value', authorization: 'Bearer k1' }, baseUrl: server.url },
	]);

	n8n.addCredential('fixtureApi', { apiKey: 'k2', baseUrl: '={{ "' + server.url + '" }}' }, 'By name');
	const byName = { fixtureApi: { id: 'from-elsewhere', name: 'By name' } };
	const second = await n8n.run(chain(manualTrigger(), fixture('request', { credentials: byName })));
	expect(second.json('Fixture')).toMatchObject([{ answer: { authorization: 'Bearer k2' } }]);

	const unknown = { fixtureApi: { id: 'x', name: 'Nobody' } };
	const third = await n8n.run(chain(manualTrigger(), fixture('request', { credentials: unknown })));
	expect(third.error?.message).toContain('No credential of type "fixtureApi" with ID "x" or name "Nobody"');

	const onlyKey = n8n.addCredential('fixtureApi', { apiKey: 'k3' }, 'Default address');
	const fourth = await n8n.run(
		chain(manualTrigger(), fixture('request', { credentials: { fixtureApi: onlyKey } })),
	);
	expect(fourth.error?.message).toMatch(/refused/);
});

test("n8n's own HTTP Request node uses the credential too", async () => {
	const credential = n8n.addCredential('fixtureApi', { apiKey: 'k4', baseUrl: server.url }, 'For HTTP');
	const run = await n8n.run(
		chain(
			manualTrigger(),
			node(
				'n8n-nodes-base.httpRequest',
				{
					url: `${server.url}/own`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'fixtureApi',
				},
				{ name: 'HTTP', typeVersion: 4.2, credentials: { fixtureApi: credential } },
			),
		),
	);
	expect(run.json('HTTP')).toMatchObject([{ authorization: 'Bearer k4' }]);
});

test('a package that is not built says so', async () => {
	await expect(startEmbeddedN8n({ packageFolder: folder })).rejects.toThrow('Is it built');
});

test('n8n logs to memory, not to the console', () => {
	expect(n8n.logLines.some((line) => line.startsWith('debug: '))).toBe(true);
});
