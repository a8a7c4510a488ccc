/**
 * npm run check-release -- v1.2.3: whether the tag, the version of package.json and package-lock.json, and the newest
 * entry of CHANGELOG.md are the same version. Exits with 1 and says what differs.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { differences } from './release';

const read = (file: string) => readFileSync(resolve(__dirname, '..', file), 'utf8');
const versionIn = (file: string) => (JSON.parse(read(file)) as { version: string }).version;

const found = differences({
	tag: process.argv[2] ?? '',
	manifest: versionIn('package.json'),
	lock: versionIn('package-lock.json'),
	changelog: read('CHANGELOG.md'),
});
for (const difference of found) console.error(difference);
if (found.length === 0) console.log(`Ready to publish ${versionIn('package.json')}`);
process.exitCode = found.length === 0 ? 0 : 1;
