import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { countsOf, whatDoesNotAddUp } from '../../demo/addUp';
import { flaws } from '../../demo/flaws';
import { filledIn } from '../../demo/filledIn';
import { nodeNames, prepareLoyaltyFlow, readLines, workflowFile, type Outcome } from '../../demo/loyaltyFlow';
import { headers, makeMembers, membersCsv, membersFile } from '../../demo/makeMembers';
import { lastLine } from '../../demo/report';
import { readWorkflowFile, startEmbeddedN8n } from '../../embedded-n8n';
import type { Fault } from '../../sandbox/control';
import { startSandbox } from '../../sandbox/start';

const members = makeMembers();
const folder = mkdtempSync(join(tmpdir(), 'loyalty-test-'));

afterAll(() => rmSync(folder, { recursive: true }));

async function runFlow(...faults: Fault[]): Promise<Outcome> {
	const flow = await prepareLoyaltyFlow(folder);
	try {
		for (const fault of faults) await flow.sandbox.control.addFault(fault);
		return await flow.run();
	} finally {
		await flow.close();
	}
}

describe('the spreadsheet', () => {
	test('is what the script makes', () => {
		// Git may have changed the ends of lines on Windows.
		expect(readFileSync(membersFile, 'utf8').replaceAll('\r\n', '\n')).toBe(membersCsv(members));
	});

	test('is the same for the same seed only', () => {
		expect(membersCsv(makeMembers(7))).toBe(membersCsv(makeMembers(7)));
		expect(membersCsv(makeMembers(7))).not.toBe(membersCsv(members));
	});

	test('has many rows, bad in many ways', () => {
		const bad = members.rows.flatMap(({ expected }) =>
			expected.kind === 'rejected' ? [expected.reasonCode] : [],
		);
		expect(members.rows.length).toBeGreaterThanOrEqual(500);
		expect(bad.length).toBeGreaterThanOrEqual(40);
		expect(new Set(bad).size).toBeGreaterThanOrEqual(12);
		expect(new Set(bad)).toEqual(new Set(flaws.map(({ reasonCode }) => reasonCode)));
	});

	test('has people in it twice, and headers with spaces at their end', () => {
		const emails = members.rows.map(({ cells }) => cells.email.trim()).filter((email) => email.includes('@'));
		expect(emails.length - new Set(emails).size).toBeGreaterThanOrEqual(5);
		expect(Object.values(headers).filter((header) => header !== header.trim()).length).toBeGreaterThan(1);
	});
});

describe('the workflow file', () => {
	test('runs as it is shipped: only paths and credential are filled in, and everyone is a recipient', () => {
		const shipped = readWorkflowFile(workflowFile);
		const credential = { id: 'mine', name: 'My account' };
		const filled = filledIn(shipped, {
			file: (name) => `/mine/${name}`,
			credentials: { attentiveApi: credential },
			live: true,
		});
		const differences = filled.nodes.flatMap((node, index) => {
			const { parameters = {}, ...rest } = shipped.nodes[index] ?? {};
			const { parameters: filledParameters, ...filledRest } = node;
			return [
				...differing(rest, filledRest),
				...differing(parameters, filledParameters).map((name) => `parameters.${name}`),
			].map((name) => `${node.name}: ${name}`);
		});
		expect(differences.sort()).toEqual([
			'Read Members: parameters.fileSelector',
			'Send Points Awarded: credentials',
			'Send Points Awarded: parameters.mode',
			'Send Points Awarded: parameters.testRecipients',
			'Set Attributes: credentials',
			'Set Attributes: parameters.mode',
			'Set Attributes: parameters.testRecipients',
			'Write Rejected File: parameters.fileName',
		]);
		expect({ ...filled, nodes: [] }).toEqual({ ...shipped, nodes: [] });
	});
});

describe('the flow', () => {
	let outcome: Outcome;
	beforeAll(async () => {
		outcome = await runFlow();
	});

	test('adds up', () => {
		expect(whatDoesNotAddUp(outcome)).toEqual([]);
		const { rows, events, rejected, lost, texted } = countsOf(outcome);
		expect(rows).toBe(members.rows.length);
		expect(events + rejected).toBe(rows);
		expect(lost).toBe(0);
		expect(texted).toBeGreaterThan(0);
		expect(texted).toBeLessThan(events);
		expect(lastLine(countsOf(outcome))).toMatch(
			/^demo: rows=\d+ attributes=\d+ events=\d+ rejected=\d+ lost=0 texted=(\d+) webhooks=\1$/,
		);
	});

	test('rejects exactly the bad rows, each for its reason and naming its field', () => {
		const expected = members.rows.flatMap((member) =>
			member.expected.kind === 'rejected' ? [{ row: member.row, ...member.expected }] : [],
		);
		const byRow = new Map(outcome.rejections.map((rejection) => [rejection.row, rejection]));
		expect(outcome.rejections).toHaveLength(expected.length);
		for (const { row, reasonCode, field: named = '' } of expected) {
			const { reasonCode: code, field = '' } = byRow.get(row) ?? {};
			expect({ row, code, namesField: field.startsWith(named) }).toEqual({
				row,
				code: reasonCode,
				namesField: true,
			});
		}
	});

	test('writes a file with row, reason, and the row as it stands in the spreadsheet', () => {
		const byRow = new Map(outcome.rejections.map((rejection) => [rejection.row, rejection]));
		expect(outcome.rejectedLines).toHaveLength(byRow.size);
		for (const { Row: row, 'Failed At': step, Reason: reason = '', ...cells } of outcome.rejectedLines) {
			expect(byRow.get(Number(row))?.message).toMatch(/ \[item \d+\]$/);
			expect(byRow.get(Number(row))?.message.startsWith(reason)).toBe(true);
			const member = members.rows.find((each) => each.row === Number(row));
			const original = Object.entries(headers).map(([key, header]) => [
				header,
				Object.entries(member?.cells ?? {}).find(([name]) => name === key)?.[1],
			]);
			expect(cells).toEqual(Object.fromEntries(original));
			const wasSet = member?.expected.kind === 'rejected' && member.expected.set !== undefined;
			expect(step).toBe(wasSet ? 'event' : 'attributes');
		}
		expect(Object.keys(outcome.rejectedLines[0] ?? {})).toEqual([
			'Row',
			'Failed At',
			'Reason',
			...Object.values(headers),
		]);
	});

	test('writes that file in the order of the spreadsheet', () => {
		const rows = outcome.rejectedLines.map(({ Row }) => Number(Row));
		expect(rows).toEqual(rows.toSorted((a, b) => a - b));
	});

	test('has a row for each text in the other file, also where a delivery went wrong at first', () => {
		const phones = (rows: Array<{ phone?: string }>) => rows.map(({ phone }) => phone).sort();
		expect(phones(outcome.textLines.map(({ Phone }) => ({ phone: Phone ?? '' })))).toEqual(
			phones(outcome.texts),
		);
		// On a busy machine one delivery can go wrong twice.
		const failed = outcome.deliveries.flatMap(({ attempts }) => attempts.slice(0, -1));
		expect(failed.map(({ status }) => status).sort()).toEqual([503, null]);
	});

	test.each<[string, (lines: Outcome['textLines']) => Outcome['textLines'], RegExp]>([
		[
			'missing',
			(lines) => lines.slice(1),
			/the file of texts has \d+ rows\.\nTexts to these phones are missing/,
		],
		['there twice', (lines) => [...lines, ...lines.slice(0, 1)], /The file has more texts to these phones/],
		[
			'about somebody else',
			(lines) => [...lines.slice(1), { Phone: '+12065550000' }],
			/missing in the file: \+\d+\.\nThe file has more texts to these phones than went out: \+12065550000/,
		],
	])('does not add up if a row of the other file is %s', (_case, changed, words) => {
		const problems = whatDoesNotAddUp({ ...outcome, textLines: changed(outcome.textLines) });
		expect(problems.join('\n')).toMatch(words);
	});

	test('can run on the rejected file, whose reasons are then new', async () => {
		const again = mkdtempSync(join(folder, 'again-'));
		const old = outcome.rejectedLines.map((line) => ({ ...line, Reason: 'old', 'Failed At': 'old' }));
		writeFileSync(join(again, 'loyalty-members.csv'), stringify(old, { header: true }));
		const sandbox = await startSandbox();
		try {
			const n8n = await startEmbeddedN8n({ allowedFolders: [again] });
			const credential = n8n.addCredential('attentiveApi', {
				apiKey: sandbox.apiKey,
				baseUrl: sandbox.url,
			});
			const workflow = filledIn(readWorkflowFile(workflowFile), {
				file: (name) => join(again, name),
				credentials: { attentiveApi: credential },
				live: true,
			});
			expect((await n8n.run(workflow, { startNode: nodeNames.start })).status).toBe('success');
		} finally {
			await sandbox.close();
		}
		const lines = readLines(join(again, 'rejected.csv'));
		expect(lines.length).toBeGreaterThan(0);
		expect(lines.flatMap((line) => [line.Reason, line['Failed At']])).not.toContain('old');
	});
});

test('what goes wrong on the way is noticed', async () => {
	const events = 'POST /v1/events/custom';
	const outcome = await runFlow(
		// Attentive has the event, but the node cannot know.
		{ endpoint: events, kind: '500after', after: 20 },
		// The answer looks well, but nothing was written.
		{ endpoint: events, kind: 'garbage', after: 40 },
	);
	const problems = whatDoesNotAddUp(outcome).join('\n');
	expect(problems).toContain('lost=-1');
	expect(problems).toContain('The flow does not tell of 1 of the events that Attentive has');
	expect(problems.match(/row \d+ should be accepted but is/g)).toHaveLength(2);
});

/** The names under which two objects differ. */
function differing(one: object, other: object): string[] {
	const [a, b] = [
		new Map<string, unknown>(Object.entries(one)),
		new Map<string, unknown>(Object.entries(other)),
	];
	return [...new Set([...a.keys(), ...b.keys()])].filter(
		(name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)),
	);
}
