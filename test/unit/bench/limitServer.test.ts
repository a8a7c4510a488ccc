import axios from 'axios';
import { expectEachOnce, startLimitServer, summed, type LimitServer } from '../../bench/limitServer/start';

let server: LimitServer;
beforeAll(async () => {
	server = await startLimitServer();
});
afterAll(() => server.close());

const post = async (points: number) =>
	await axios.post(`${server.url}/events`, { points }, { validateStatus: () => true });

test.each(['fixed', 'sliding'] as const)(
	'keeps a limit over a second, and says what is left (%s)',
	async (window) => {
		// So many that a machine would have to be very slow for all of them to come in seconds of their own.
		await server.set({ perSecond: 2, window, key: '"points":(\\d+)' });
		const answers = await Promise.all(Array.from({ length: 50 }, (_request, points) => post(points)));
		const accepted = answers.filter(({ status }) => status === 200);
		const refused = answers.filter(({ status }) => status === 429);
		expect(accepted.length).toBeGreaterThanOrEqual(2);
		expect(refused.length).toBeGreaterThanOrEqual(1);
		expect(answers.map(({ headers }) => headers['x-ratelimit-limit'])).toEqual(answers.map(() => '2'));
		expect(refused.every(({ headers }) => headers['x-ratelimit-remaining'] === '0')).toBe(true);
		const { accepted: counted, refusedShare } = summed(await server.arrivals());
		expect(counted).toBe(accepted.length);
		expect(refusedShare).toBeCloseTo(refused.length / 50);
	},
);

test('knows each record of a body, and what was lost or sent twice', async () => {
	await server.set({ key: '"points":(\\d+)' });
	await axios.post(`${server.url}/bulk`, { users: [{ points: 1 }, { points: 2 }] });
	await post(3);
	const arrivals = await server.arrivals();
	expect(arrivals.map(({ keys }) => keys)).toEqual([['1', '2'], ['3']]);
	expect(() => expectEachOnce(arrivals, ['1', '2', '3'])).not.toThrow();
	expect(() => expectEachOnce(arrivals, ['1', '2', '3', '4'])).toThrow('1 lost, 0 sent twice');
	expect(() => expectEachOnce(arrivals, ['1', '2'])).toThrow('1 that were not to be sent');
	await post(3);
	expect(() => expectEachOnce(arrivals.concat(arrivals), ['1', '2', '3'])).toThrow('0 lost, 3 sent twice');
});
