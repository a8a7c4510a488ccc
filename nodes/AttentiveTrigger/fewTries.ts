import type { Ended } from '../engine/requests';
import { decide } from '../engine/retry';
import type { Clock, Outcome } from '../engine/types';

/** Where one request is all there is, and somebody waits for it. */
const MOST_TRIES = 3;
/** No try starts later than this after the first, in ms. */
const PATIENCE = 10_000;

/** Sends one request, and sends it again a few times where that is safe and may help. `send` must not throw. */
export async function fewTries(
	send: () => Promise<Outcome>,
	isIdempotent: boolean,
	clock: Clock,
): Promise<{ ended: Ended; outcome: Outcome }> {
	const deadline = clock.now() + PATIENCE;
	for (let attempt = 1; ; attempt++) {
		const outcome = await send();
		const ended = decide(isIdempotent, outcome, {
			now: clock.now(),
			attempt,
			random: clock.random(),
			deadline: attempt < MOST_TRIES ? deadline : Number.NEGATIVE_INFINITY,
		});
		if (ended.kind !== 'again') return { ended, outcome };
		await clock.sleep(ended.afterMs);
	}
}
