import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readResults } from '../../versions/results';
import { withResults } from '../../versions/table';

test('the table of docs/compatibility.md has the results of docs/compatibility.json', () => {
	const page = readFileSync(resolve(__dirname, '../../../docs/compatibility.md'), 'utf8');
	expect(withResults(page, readResults())).toBe(page);
});

test('a version is shown with what passed, what failed and what was not run', () => {
	const page = 'before\n<!-- results: made by `npm run test:versions` -->\n<!-- end of results -->\nafter';
	const suite = { date: '2026-11-29', fingerprint: 'f', passed: 2, failed: [] };
	const older = { node: '22.1.0', suites: { package: suite, flow: { ...suite, failed: ['a flow'] } } };
	const newer = { node: '24.1.0', suites: { package: { ...suite, date: '2026-11-30' } } };
	const lines = withResults(page, { '2.10.0': newer, '2.9.0': older }).split('\n');
	expect(lines[0]).toBe('before');
	expect(lines[4]).toContain('| 2.9.0 | 22.1.0 | 2026-11-29 | 2 passed | 2 passed, **1 failed** | not run |');
	expect(lines[5]).toContain('| 2.10.0 | 24.1.0 | 2026-11-30 | 2 passed | not run |');
	expect(lines).toContain('- n8n 2.9.0: a flow');
	expect(lines.at(-1)).toBe('after');
});
