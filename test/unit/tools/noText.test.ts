import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { noTextReasons } from '../../../sandbox/attentive/journeys';

const root = resolve(__dirname, '../../..');
const page = readFileSync(resolve(root, 'docs/no-text.md'), 'utf8');

test('docs/no-text.md has a question for each reason of the sandbox, and for no other', () => {
	const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| \[(\d+)\]\(#\2-[^)]+\) \|$/gm)];
	expect(rows.map(([, reason]) => reason).sort()).toEqual([...noTextReasons].sort());
});

test('the sandbox names the same reasons', () => {
	const readme = readFileSync(resolve(root, 'sandbox/README.md'), 'utf8');
	const [sentence = ''] = /Reasons for no text:[^.]*\./s.exec(readme) ?? [];
	const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, reason]) => reason);
	expect(named.sort()).toEqual([...noTextReasons].sort());
});

test('each question leads to the next', () => {
	const questions = page.split(/^### /m).slice(1);
	expect(questions.length).toBeGreaterThan(9);
	questions.slice(0, -1).forEach((question, index) => {
		expect(question).toMatch(new RegExp(`^${index + 1}\\. `));
		expect(question).toContain('**Look in ');
		expect(question).toMatch(new RegExp(`^- \\*\\*Yes.*continue with ${index + 2}\\.$`, 'm'));
		expect(question).toMatch(/^- \*\*No/m);
	});
});
