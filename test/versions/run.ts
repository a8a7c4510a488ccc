/**
 * npm run test:versions: the suites of test/e2e that need no browser, on several versions of n8n, one after the other.
 * Each version is installed, tested and deleted again; results go to docs/compatibility.json and .md.
 * A suite that has passed on a version is not run again there until one of the files changes that it depends on.
 *
 *   npm run test:versions -- 2.0.3 2.20.12   these versions only
 *   npm run test:versions -- --keep          keep what was installed
 *   npm run test:versions -- --again         also suites that have passed
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { packageFolder, programsFolderOf } from '../../whole-n8n/folders';
import { nodeBinary } from '../../whole-n8n/install';
import {
	fingerprint,
	hasPassed,
	readResults,
	saveResults,
	suiteFile,
	type Result,
	type SuiteResult,
} from './results';
import { columns, withResults } from './table';

const versions = ['1.123.81', '2.0.3', '2.20.12', '2.30.8', '2.36.8', '2.41.1'];
const suites = columns.flatMap((column) => column.suites);

const page = join(packageFolder, 'docs', 'compatibility.md');
const outFolder = join(packageFolder, 'out', 'versions');

const reportSchema = z.object({
	testResults: z.array(
		z.object({
			name: z.string(),
			message: z.string(),
			assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
		}),
	),
});

let isInterrupted = false;

async function main(): Promise<void> {
	// Ctrl-C reaches jest as well, which ends its n8n.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			isInterrupted = true;
		});
	}
	const args = process.argv.slice(2);
	const given = args.filter((one) => !one.startsWith('--'));
	mkdirSync(outFolder, { recursive: true });
	let haveAllPassed = true;
	for (const version of given.length > 0 ? given : versions) {
		const before = readResults()[version]?.suites ?? {};
		const open = args.includes('--again') ? suites : suites.filter((suite) => !isDone(suite, before[suite]));
		if (open.length === 0) {
			say(`n8n ${version}: has passed with these files`);
			continue;
		}
		const fresh = await tested(version, open);
		if (isInterrupted) break;
		const all = { ...before, ...fresh };
		if (Object.keys(fresh).length > 0) save(version, { node: nodeOf(version), suites: all });
		const passed = suites.every((suite) => isDone(suite, all[suite]));
		say(`n8n ${version}: ${passed ? 'passed' : 'failed'}`);
		haveAllPassed &&= passed;
		if (!args.includes('--keep')) rmSync(programsFolderOf(version), { recursive: true, force: true });
	}
	process.exitCode = haveAllPassed && !isInterrupted ? 0 : 1;
}

function isDone(suite: string, result: SuiteResult | undefined): boolean {
	return result !== undefined && hasPassed(result) && result.fingerprint === fingerprint(suite);
}

/** Nothing where jest has come to no result, such as where n8n could not be installed. */
async function tested(version: string, open: string[]): Promise<Result['suites']> {
	const report = join(outFolder, `${version}.json`);
	rmSync(report, { force: true });
	// Before the tests: a file may be changed meanwhile.
	const fingerprints = new Map(open.map((suite) => [suite, fingerprint(suite)]));
	await runJest(version, [
		...['--config', 'test/e2e/jest.config.js', '--globalSetup', './test/versions/start.ts'],
		...['--json', '--outputFile', report, '--runTestsByPath', ...open.map(suiteFile)],
	]);
	if (!existsSync(report)) return {};
	const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
	const date = new Date().toISOString().slice(0, 10);
	return Object.fromEntries(
		testResults.map(({ name, message, assertionResults }) => {
			const suite = basename(name, '.e2e.ts');
			const failed = assertionResults.filter(({ status }) => status !== 'passed').map(({ title }) => title);
			const passed = assertionResults.length - failed.length;
			// A suite that could not be run has no tests.
			if (assertionResults.length === 0) failed.push(`${basename(name)}: ${message.slice(0, 200)}`);
			return [suite, { date, fingerprint: fingerprints.get(suite) ?? '', passed, failed }];
		}),
	);
}

async function runJest(version: string, args: string[]): Promise<void> {
	const child = spawn(process.execPath, [require.resolve('jest/bin/jest'), ...args], {
		cwd: packageFolder,
		env: { ...process.env, N8N_VERSION: version },
		// What jest says goes to stderr; stdout has only the report, which is in a file as well.
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
}

function save(version: string, result: Result): void {
	const results = { ...readResults(), [version]: result };
	saveResults(results);
	writeFileSync(page, withResults(readFileSync(page, 'utf8'), results));
}

/** As it was installed with n8n. */
function nodeOf(version: string): string {
	const node = nodeBinary(programsFolderOf(version));
	return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/, '');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

void main();
