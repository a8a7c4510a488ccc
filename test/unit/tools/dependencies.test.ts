import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const read = (file: string) => readFileSync(resolve(__dirname, '../../..', file), 'utf8');

test('each development dependency has its reason in docs/architecture.md', () => {
	const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: object };
	const [, table = ''] = read('docs/architecture.md').split('## What is installed, and why');
	const rows = (table.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
	const explained = rows.flatMap((row) =>
		[...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
	);
	expect(explained.sort()).toEqual(Object.keys(devDependencies).sort());
});
