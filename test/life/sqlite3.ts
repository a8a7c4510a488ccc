import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeN8nFolder } from '../../whole-n8n';
import { programsFolder } from '../../whole-n8n/folders';
import { nodeBinary } from '../../whole-n8n/install';

const folder = join(wholeN8nFolder, 'sqlite3');
const compiled = join(folder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

/**
 * n8n's SQLite, compiled once in a folder beside its programs: takes a compiler and more than a minute.
 * @returns what n8n's environment needs for it
 */
export function compiledSqlite3(): { ATTENTIVE_SQLITE3: string } {
	if (!existsSync(compiled)) compile();
	return { ATTENTIVE_SQLITE3: join(folder, 'node_modules', 'sqlite3') };
}

function compile(): void {
	const { version } = JSON.parse(
		execFileSync(nodeBinary(), ['-p', "JSON.stringify(require('sqlite3/package.json'))"], {
			cwd: programsFolder,
			encoding: 'utf8',
		}),
	);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
	const npm = (...args: string[]) =>
		execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: folder,
			env: { ...process.env, npm_config_nodedir: join(nodeBinary(), '..', '..') },
			stdio: 'pipe',
		});
	npm('install', `sqlite3@${version}`, '--ignore-scripts');
	npm('rebuild', 'sqlite3', '--ignore-scripts=false');
}
