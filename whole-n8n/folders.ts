import { resolve } from 'node:path';

/** The root of this repository: also the package that n8n loads, once it is built. */
export const packageFolder = resolve(__dirname, '..');

/** Everything of the whole n8n is kept here, nothing in the home directory. Git ignores it. */
export const wholeN8nFolder = resolve(packageFolder, '.n8n');

/** What npm installs. One of it, however many n8n run. */
export const programsFolder = resolve(wholeN8nFolder, 'programs');

export const examplesFolder = resolve(packageFolder, 'examples');
