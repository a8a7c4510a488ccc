import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { operationsPage } from './operationsPage';
import { withTables } from './readmeTables';
import { textsPage } from './texts';

const root = resolve(__dirname, '..');

if (process.argv.includes('--texts')) {
	mkdirSync(resolve(root, 'out'), { recursive: true });
	writeFileSync(resolve(root, 'out/texts.md'), textsPage());
	console.log('Wrote all texts that a user sees to out/texts.md');
} else {
	const readme = resolve(root, 'README.md');
	writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
	writeFileSync(resolve(root, 'docs/operations.md'), operationsPage());
	console.log('Wrote the tables of README.md, and docs/operations.md');
}
