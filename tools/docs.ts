import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { operationsPage } from './operationsPage';
import { withTables } from './readmeTables';
import { textsPage } from './texts';
import { webhookVectorsFile } from './webhookVectors';

const root = resolve(__dirname, '..');

if (process.argv.includes('--texts')) {
	mkdirSync(resolve(root, 'out'), { recursive: true });
	writeFileSync(resolve(root, 'out/texts.md'), textsPage());
	console.log('Wrote all texts that a user sees to out/texts.md');
} else {
	const readme = resolve(root, 'README.md');
	writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
	writeFileSync(resolve(root, 'docs/operations.md'), operationsPage());
	writeFileSync(resolve(root, 'docs/webhook-test-vectors.json'), webhookVectorsFile());
	console.log('Wrote the tables of README.md, docs/operations.md and docs/webhook-test-vectors.json');
}
