import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** A command of package.json without the build before it. It ends by itself, or has started what it should not. */
async function run(name: string, option: string) {
	const main = join(root, 'test', name, 'main.ts');
	return await new Promise<{ code: unknown; out: string; error: string }>((done) =>
		execFile(process.execPath, ['--import', 'tsx', main, option], { cwd: root }, (failed, out, error) =>
			done({ code: failed?.code ?? 0, out, error }),
		),
	);
}

test.each(['storm', 'fuzz', 'attack', 'life'])(
	'npm run %s -- --help is told in the words of CONTRIBUTING.md, and an unknown option is an error',
	async (name) => {
		const [help, unknown] = await Promise.all([run(name, '--help'), run(name, '--nonsense')]);
		expect(help).toMatchObject({ code: 0, error: '' });
		const [first = '', ...options] = help.out.split('\n');
		const [usage, about = ''] = first.split(': ');
		expect(usage).toContain(`npm run ${name} [-- options`);
		const row = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
			.split('\n')
			.find((line) => line.startsWith(`| \`npm run ${name}\` |`));
		expect(row).toContain(about);
		expect(options.join('\n')).toMatch(/^ {2}--seed <seed> .*\(default: 1\)$/m);
		expect(unknown).toMatchObject({ code: 1, out: '', error: expect.stringContaining("'--nonsense'") });
	},
);
