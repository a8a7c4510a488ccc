import { resolve } from 'node:path';
import { n8nVersion, usualN8nVersion } from './version';

/** The root of this repository: also the package that n8n loads, once it is built. */
export const packageFolder = resolve(__dirname, '..');

/** Everything of the whole n8n is kept here, nothing in the home directory. Git ignores it. */
export const wholeN8nFolder = resolve(packageFolder, '.n8n');

/** What npm installs for a version of n8n. */
export function programsFolderOf(version: string): string {
	return resolve(wholeN8nFolder, version === usualN8nVersion ? 'programs' : `programs-${version}`);
}

/** One of it, however many n8n run. */
export const programsFolder = programsFolderOf(n8nVersion);

export const examplesFolder = resolve(packageFolder, 'examples');
