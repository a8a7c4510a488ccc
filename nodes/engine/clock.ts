import { sleep } from 'n8n-workflow';
import type { Clock } from './types';

/** n8n bans timers in community nodes; its own sleep is the one way to wait. */
export const realClock: Clock = {
	now: () => performance.now(),
	sleep: async (ms) => await sleep(ms),
	random: () => Math.random(),
};

/** Longest single sleep, in ms: how long a sleep may go on unseen after the wait for it has ended. */
const LONGEST_SLEEP = 250;

/** Waits until the given time of the clock, or until `wake` settles, whichever comes first. */
export async function waitUntil(clock: Clock, time: number, wake: Promise<void>): Promise<void> {
	let awake = false;
	const woken = wake.then(() => {
		awake = true;
	});
	for (let left = time - clock.now(); left > 0 && !awake; left = time - clock.now()) {
		await Promise.race([clock.sleep(Math.min(left, LONGEST_SLEEP)), woken]);
	}
}

/** Waits until the given time of the clock, whatever happens meanwhile. */
export async function sleepUntil(clock: Clock, time: number): Promise<void> {
	while (clock.now() < time) await clock.sleep(time - clock.now());
}

/** Something changes now and then: whoever waits for the next change goes on with it. */
export class Changes {
	private announceNow: () => void = () => {};
	/** Settles at the next change. */
	next = this.upcoming();

	announce(): void {
		this.announceNow();
		this.next = this.upcoming();
	}

	private upcoming(): Promise<void> {
		return new Promise((resolve) => {
			this.announceNow = resolve;
		});
	}
}
