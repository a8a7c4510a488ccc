import { backingOff, engine } from '../../simulation/clients';
import { LIMIT, simulate, type Setup } from '../../simulation/simulate';

const ours = async (setup: Omit<Setup, 'client' | 'requests'> & { requests?: number }) =>
	await simulate({ client: engine, requests: 6_000 / setup.senders, ...setup });

describe('alone', () => {
	test.each([20, 50, 300])(
		'the limit is used nearly whole, the start included: answers take %p ms',
		async (latency) => {
			const { used, tooMany } = await ours({ senders: 1, requests: 3_000, latency });
			expect(used).toBeGreaterThanOrEqual(0.96);
			expect(tooMany).toBeLessThan(0.01);
		},
	);

	test('a limit that is counted back from each request is used, too', async () => {
		const { used, tooMany } = await ours({ senders: 1, windows: 'sliding' });
		expect(used).toBeGreaterThanOrEqual(0.94);
		expect(tooMany).toBeLessThan(0.02);
	});

	test('a limit that changes on the way is followed', async () => {
		const { used, tooMany } = await ours({
			senders: 1,
			limitAt: (time) => (time > 12_000 && time < 24_000 ? 60 : LIMIT),
		});
		expect(used).toBeGreaterThanOrEqual(0.95);
		expect(tooMany).toBeLessThan(0.01);
	});
});

describe('several that do not know of each other', () => {
	test.each([
		[2, 0],
		[2, 300],
		[2, 3_000],
		[4, 0],
		[4, 300],
	])('%p share the limit evenly, one starts %p ms after the other', async (senders, gap) => {
		const { used, tooMany, slowest } = await ours({ senders, startOf: (sender) => sender * gap });
		expect(used).toBeGreaterThanOrEqual(0.94);
		expect(tooMany).toBeLessThan(0.02);
		// Who comes later begins with less.
		expect(slowest).toBeGreaterThanOrEqual(gap === 0 ? 0.75 : 0.6);
	});

	test.each([2, 4])('%p share a limit that is counted back from each request', async (senders) => {
		const { used, tooMany, slowest } = await ours({ senders, windows: 'sliding' });
		expect(used).toBeGreaterThanOrEqual(0.92);
		expect(tooMany).toBeLessThan(0.04);
		expect(slowest).toBeGreaterThanOrEqual(0.6);
	});

	test('ten get few refusals', async () => {
		const { used, tooMany, slowest } = await ours({ senders: 10 });
		expect(used).toBeGreaterThanOrEqual(0.95);
		expect(tooMany).toBeLessThan(0.07);
		expect(slowest).toBeGreaterThanOrEqual(0.7);
	});

	test.each([2, 4, 10, 50])(
		'%p get at least 88 %% fewer refusals than with exponential backoff, and are done sooner',
		async (senders) => {
			const setup = { senders, requests: Math.max(200, 6_000 / senders) };
			const paced = await ours(setup);
			const backingOffAlone = await simulate({ client: backingOff(20), ...setup });
			const refusals = ({ arrivals }: typeof paced) =>
				arrivals.filter(({ isAccepted }) => !isAccepted).length;
			expect(refusals(paced)).toBeLessThan(0.12 * refusals(backingOffAlone));
			expect(paced.took).toBeLessThan(backingOffAlone.took);
		},
	);
});
