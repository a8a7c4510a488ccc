import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n, type WorkflowFile } from '../../embedded-n8n';
import { eachField } from '../mappedFields';

/**
 * How fast items are read: users in bulk with four fields, by paths, by other expressions, and typed, in n8n's engine in this process
 * (its old expression engine). With `--base DIR` also by the columns of a version from before there were paths, built in that folder.
 */
const ROWS = 50_000;
const ROUNDS = 3;

const BULK = {
	resource: 'user',
	operation: 'upsertMany',
	defaultCountry: 'US',
	options: { output: 'resultOnly' },
};
const WAYS: Record<string, INodeParameters> = {
	'by paths': {
		...BULK,
		phone: '={{ $json.phone }}',
		email: '={{ $json.email }}',
		attributes: eachField([
			{ column: 'tier', type: 'string' },
			{ column: 'points', type: 'number' },
		]),
	},
	'by other expressions': {
		...BULK,
		phone: '={{ $json.phone + "" }}',
		email: '={{ $json.email + "" }}',
		attributes: {
			assignments: [
				{ id: '1', name: 'tier', value: '={{ $json.tier + "" }}', type: 'string' },
				{ id: '2', name: 'points', value: '={{ $json.points + 0 }}', type: 'number' },
			],
		},
	},
};
const BY_COLUMNS: INodeParameters = {
	...BULK,
	userFrom: 'columns',
	phoneColumn: 'phone',
	emailColumn: 'email',
	attributesFrom: 'columns',
	attributesColumns: {
		columns: [
			{ column: 'tier', type: 'text' },
			{ column: 'points', type: 'number' },
		],
	},
};

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { base: { type: 'string' } } });
	const stub = fork(resolve(__dirname, 'attentiveStub.js'));
	const port = await new Promise((listening) => stub.once('message', listening));
	const baseUrl = `http://127.0.0.1:${String(port)}`;
	try {
		const current = await startEmbeddedN8n();
		const cases = Object.entries(WAYS).map(([name, parameters]) => ({ name, n8n: current, parameters }));
		if (values.base !== undefined) {
			const n8n = await startEmbeddedN8n({ packageFolder: resolve(values.base) });
			cases.push({ name: 'by columns, as before', n8n, parameters: BY_COLUMNS });
		}
		const took = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
		for (let round = 0; round < ROUNDS; round++) {
			for (const { name, n8n, parameters } of cases)
				took.get(name)?.push(await seconds(n8n, parameters, baseUrl));
		}
		const paths = median(took.get('by paths') ?? []);
		for (const [name, times] of took) {
			const time = median(times);
			const spread = `${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} s`;
			console.log(
				`${name}: ${Math.round(ROWS / time).toLocaleString('en-US')} rows a second (${spread}), ${(paths / time).toFixed(2)} times as fast as by paths`,
			);
		}
	} finally {
		stub.disconnect();
	}
}

const rows: IDataObject[] = Array.from({ length: ROWS }, (_row, index) => ({
	phone: `+1206${String(2_000_000 + index)}`,
	email: `user${index}@example.com`,
	tier: index % 2 === 0 ? 'Gold' : 'Silver',
	points: index,
}));

async function seconds(n8n: EmbeddedN8n, parameters: INodeParameters, baseUrl: string): Promise<number> {
	const began = performance.now();
	// Started by hand it would stop at so many people.
	const run = await n8n.run(workflow(n8n, parameters, baseUrl), {
		input: rows.map((json) => ({ json })),
		mode: 'trigger',
	});
	const took = (performance.now() - began) / 1_000;
	const items = run.status === 'success' ? run.json('Attentive') : [];
	if (items.filter(({ status }) => status === 'pending').length !== ROWS)
		throw new Error(run.error?.message ?? JSON.stringify(items[0]));
	return took;
}

function workflow(n8n: EmbeddedN8n, parameters: INodeParameters, baseUrl: string): WorkflowFile {
	const credential = n8n.addCredential('attentiveApi', { apiKey: 'key', baseUrl });
	const node = { typeVersion: 1, position: [0, 0] as [number, number] };
	return {
		name: 'Bench',
		nodes: [
			{ ...node, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
			{
				...node,
				id: '2',
				name: 'Attentive',
				type: 'n8n-nodes-attentive.attentive',
				parameters,
				credentials: { attentiveApi: credential },
			},
		],
		connections: { Start: { main: [[{ node: 'Attentive', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

function median(times: number[]): number {
	return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

void main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
