import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import axios from 'axios';
import { openEvents } from '../sandbox/events';

const root = resolve(__dirname, '../..');

test('npm run demo -- --keep keeps the sandbox, whose window shows what arrived, until it is ended', async () => {
	const demo = spawn(process.execPath, ['--import', 'tsx', 'demo/run.ts', '--keep'], { cwd: root });
	const ended = new Promise<number | null>((done) => demo.once('close', done));
	try {
		const output = await new Promise<string>((done, fail) => {
			let said = '';
			demo.stdout.setEncoding('utf8').on('data', (text: string) => {
				said += text;
				if (/What arrived: \S+\//.test(said)) done(said);
			});
			void ended.then(() => fail(new Error(`It ended by itself: ${said}`)));
		});
		const [, url = ''] = /What arrived: (\S+)\//.exec(output) ?? [];
		const [, events = ''] = /^demo: .* events=(\d+) /m.exec(output) ?? [];
		const page = await axios.get(`${url}/`, { proxy: false });
		expect(page.data).toContain('<title>Attentive sandbox</title>');
		const stream = await openEvents(url);
		await stream.until(({ complete }) => complete);
		const accepted = stream.told.exchanges.filter(
			({ endpoint, status }) => endpoint === 'POST /v1/events/custom' && status === 200,
		);
		expect(accepted.length).toBe(Number(events));
		stream.close();
		demo.kill('SIGINT');
		expect(await ended).toBe(0);
	} finally {
		demo.kill('SIGKILL');
	}
});
