import { attack } from '../attack/attack';
import { enterStage } from './stage';

/** The quick form of npm run attack. */
test('hostile deliveries beside genuine ones: each genuine one starts one run, and nothing else does', async () => {
	const stage = await enterStage();
	await stage.control.reset();
	const { rest, control, url, logFile } = stage;
	const { counts, wrong } = await attack({ rest, control, url }, { seed: 1, deliveries: 300, logFile });
	expect(wrong).toEqual([]);
	const sum = (of: 'deliveries' | 'started') => counts.reduce((total, count) => total + count[of], 0);
	expect(sum('deliveries')).toBeGreaterThanOrEqual(300);
	expect(sum('started')).toBeGreaterThanOrEqual(100);
}, 900_000);
