import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { filledIn } from '../../demo/filledIn';
import { fillSandbox } from '../../demo/fillSandbox';
import { makeMembers } from '../../demo/makeMembers';
import type { Execution } from '../../whole-n8n';
import { exampleWorkflows } from '../../whole-n8n/examples';
import { enterStage, type Stage } from './stage';

const attributes = 'Set Attributes';
const events = 'Send Points Awarded';
const errorOutput = 1;

const table = z.array(z.record(z.string(), z.string()));
const members = makeMembers();

let stage: Stage;
let run: Execution;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	await fillSandbox(stage.control);
	const example = exampleWorkflows(stage.filesFolder, { attentiveApi: stage.credential }).find(
		({ name }) => name === 'Loyalty points to Attentive',
	);
	if (!example) throw new Error('The loyalty example is missing.');
	const live = filledIn(example, { file: (name) => name, credentials: {}, live: true });
	run = await stage.rest.run(await stage.rest.createWorkflow(live), 'Every Morning');
});

function csv(name: string): Array<Record<string, string>> {
	const text = readFileSync(join(stage.filesFolder, name), 'utf8');
	return table.parse(parse(text, { columns: true, bom: true, relax_column_count: true }));
}

function rejected() {
	return [attributes, events].flatMap((name) => run.items(name, errorOutput).map(({ json }) => json));
}

test('the example over its spreadsheet ends well', () => {
	expect(run).toMatchObject({ status: 'success', mode: 'manual' });
});

test('every good row is one event at Attentive, every bad one is rejected', async () => {
	const expectedEvents = members.rows.filter(({ expected }) => expected.kind === 'event').length;
	expect(await stage.control.ledger('POST /v1/events/custom')).toHaveLength(expectedEvents);
	expect(run.items(events)).toHaveLength(expectedEvents);
	expect(run.items(attributes)).toHaveLength(
		(await stage.control.ledger('POST /v1/attributes/custom')).length,
	);
	expect(rejected()).toHaveLength(members.rows.length - expectedEvents);
});

test('a rejected row carries its columns and its reason', () => {
	const sheet = csv('loyalty-members.csv');
	expect(rejected().length).toBeGreaterThan(0);
	for (const item of rejected()) {
		// Row 1 is the headers.
		const original = sheet[Number(item.Row) - 2];
		expect(item).toMatchObject({ ...original, error: { message: expect.stringMatching(/\w{3}/) } });
	}
});

test('the rejected file has one line for each of them', () => {
	expect(csv('rejected.csv')).toHaveLength(rejected().length);
});
