import { sleep } from 'n8n-workflow';
import type { Clock } from './types';

/** n8n bans timers in community nodes; its own sleep is the one way to wait. */
export const realClock: Clock = {
	now: () => performance.now(),
	sleep: async (ms) => await sleep(ms),
	random: () => Math.random(),
};

/** Longest single sleep, in ms: what may keep running unseen after a pause was ended early. */
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

/** A bell that one side waits for and any number of others ring. */
export class Bell {
	private ringNow: () => void = () => {};
	next = this.fresh();

	ring(): void {
		this.ringNow();
		this.next = this.fresh();
	}

	private fresh(): Promise<void> {
		return new Promise((resolve) => {
			this.ringNow = resolve;
		});
	}
}
