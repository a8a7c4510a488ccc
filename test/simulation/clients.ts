import { Exchange } from '../../nodes/engine/exchange';
import { Limiter } from '../../nodes/engine/limiter';
import { backoff } from '../../nodes/engine/retry';
import type { Endpoint } from '../../nodes/engine/types';
import { LIMIT, type Client, type Way } from './simulate';

const ENDPOINT: Endpoint = { method: 'POST', path: '/v1/events/custom', requestsPerSecond: LIMIT };

/** Our engine, as it runs in the node. */
export const engine: Client = async (way, requests) => {
	const { clock } = way;
	const limiter = new Limiter(ENDPOINT.requestsPerSecond);
	const exchange = new Exchange({
		clock,
		limiterOf: () => limiter,
		stopAtFirstFailure: false,
		patience: 10 * 60_000,
		patienceWithoutAnswer: 30_000,
	});
	const tasks = Array.from({ length: requests }, () => ({ waitsFor: [] }));
	const stop = await exchange.run(tasks, async (_task, { request }) => {
		const reply = await request({
			endpoint: ENDPOINT,
			isIdempotent: false,
			send: async () => await way.request(),
		});
		if (reply.kind !== 'ended' || reply.ended.kind !== 'done') throw new Error(JSON.stringify(reply));
	});
	if (stop) throw new Error(stop.kind);
};

/** Sends at once, so many side by side, and repeats what was refused after exponential backoff with full jitter. */
export function backingOff(sideBySide: number): Client {
	return async (way, requests) => {
		let left = requests;
		const worker = async (): Promise<void> => {
			while (left-- > 0) await untilAccepted(way);
		};
		await Promise.all(Array.from({ length: sideBySide }, worker));
	};
}

async function untilAccepted({ clock, request }: Way): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const outcome = await request();
		if (outcome.kind === 'answer' && outcome.status < 300) return;
		await clock.sleep(backoff(attempt, clock.random()));
	}
}

/**
 * The Adaptive Token Bucket of arXiv 2510.04516: success multiplies the rate, less so above the rate at which it was last refused, and a
 * 429 halves it and empties the bucket.
 */
export function adaptiveTokenBucket(sideBySide: number): Client {
	return async (way, requests) => {
		const { clock } = way;
		const size = 4;
		let rate = 1;
		let refusedAt = 1;
		let tokens = 1;
		let filledAt = clock.now();
		const take = async (): Promise<void> => {
			const now = clock.now();
			tokens = Math.min(size, tokens + ((now - filledAt) / 1_000) * rate) - 1;
			filledAt = now;
			if (tokens < 0) await clock.sleep((-tokens / rate) * 1_000);
		};
		let left = requests;
		const worker = async (): Promise<void> => {
			while (left-- > 0) {
				for (;;) {
					await take();
					const outcome = await way.request();
					if (outcome.kind === 'answer' && outcome.status < 300) break;
					refusedAt = rate;
					rate = Math.max(0.01, rate / 2);
					tokens = Math.min(tokens, 0);
				}
				rate = Math.min(LIMIT, Math.max(rate + 0.01, rate * (rate < refusedAt ? 1.5 : 1.2)));
			}
		};
		await Promise.all(Array.from({ length: sideBySide }, worker));
	};
}
