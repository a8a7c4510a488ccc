import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { keptReport, withTable } from '../../reliability/record';

const docs = resolve(__dirname, '../../../docs');
const page = readFileSync(resolve(docs, 'reliability.md'), 'utf8');

test('the tables on the page are what the commands counted', () => {
	const names = readdirSync(resolve(docs, 'reliability')).map((file) => file.replace('.json', ''));
	expect(names.sort()).toEqual(['attack', 'fuzz', 'life', 'storm']);
	for (const name of names) expect(withTable(page, name, keptReport(name))).toBe(page);
});

test('a page without a place for a table is an error that names it', () => {
	expect(() => withTable('# Reliability', 'storm', keptReport('life'))).toThrow('no place for storm');
});
