import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(__dirname, '../..');
const file = join(root, 'docs', 'compatibility.json');

/** What every result depends on, beside the files that the suite and what starts it import. */
const shared = [
	...['package.json', 'package-lock.json', 'gulpfile.js', 'nodes', 'credentials', 'icons', 'examples'],
	...['test/e2e/jest.config.js', 'jest.config.js'],
];

const suiteSchema = z.object({
	/** As in 2026-11-29. */
	date: z.string(),
	/** Of the files that were tested. */
	fingerprint: z.string(),
	passed: z.number(),
	/** Names of tests. */
	failed: z.array(z.string()),
});

const resultSchema = z.object({
	/** The Node that n8n ran on. */
	node: z.string(),
	/** By the names of the files in test/e2e, without `.e2e.ts`. */
	suites: z.record(z.string(), suiteSchema),
});

/** What came of a suite on one version of n8n. */
export type SuiteResult = z.infer<typeof suiteSchema>;

/** What came of the suites on one version of n8n. */
export type Result = z.infer<typeof resultSchema>;

/** By n8n's version. */
export type Results = Record<string, Result>;

export function readResults(): Results {
	if (!existsSync(file)) return {};
	return z.record(z.string(), resultSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

export function saveResults(results: Results): void {
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
}

export function hasPassed({ passed, failed }: SuiteResult): boolean {
	return passed > 0 && failed.length === 0;
}

/** Of the contents of all files that a suite's result depends on, so that a commit that touches none of them changes nothing. */
export function fingerprint(suite: string): string {
	const files = new Set(shared.flatMap(filesIn));
	for (const entry of [suiteFile(suite), 'test/versions/start.ts']) addWithImports(entry, files);
	const hash = createHash('sha256');
	for (const name of [...files].sort()) {
		hash
			.update(`${name}\0`)
			.update(readFileSync(join(root, name)))
			.update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

export function suiteFile(suite: string): string {
	return `test/e2e/${suite}.e2e.ts`;
}

/** Without pages of text. */
function filesIn(name: string): string[] {
	if (!statSync(join(root, name)).isDirectory()) return name.endsWith('.md') ? [] : [name];
	return readdirSync(join(root, name)).flatMap((inside) => filesIn(`${name}/${inside}`));
}

/** A file, and those of this repository that it imports, and so on. */
function addWithImports(name: string, files: Set<string>): void {
	if (files.has(name)) return;
	files.add(name);
	for (const [, path = ''] of readFileSync(join(root, name), 'utf8').matchAll(/ from '(\.[^']*)'/g)) {
		const wanted = posix.join(posix.dirname(name), path);
		const found = [wanted, `${wanted}.ts`, `${wanted}/index.ts`].find(isFile);
		if (found === undefined) throw new Error(`${name} imports ${path}, which is not there`);
		addWithImports(found, files);
	}
}

function isFile(name: string): boolean {
	return existsSync(join(root, name)) && statSync(join(root, name)).isFile();
}
