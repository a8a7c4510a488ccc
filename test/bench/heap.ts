import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** Bytes in use, after a forced collection: what nobody needs any more does not count. */
export function heldBytes(): number {
	if (typeof collect === 'function') collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** How often a run is looked at, in ms. A forced collection takes as long as there is much to keep. */
const PAUSE = 250;

export interface Held {
	/** Most bytes above those before the work, of some moments of it. */
	peak: number;
	/** Bytes above those before the work, as long as its result is kept. */
	after: number;
}

/** What some work holds beyond what was there before. */
export async function heldBy<Result>(work: () => Promise<Result>): Promise<Held & { result: Result }> {
	const before = heldBytes();
	let peak = 0;
	const watch = setInterval(() => (peak = Math.max(peak, heldBytes() - before)), PAUSE);
	try {
		const result = await work();
		const after = heldBytes() - before;
		return { result, after, peak: Math.max(peak, after) };
	} finally {
		clearInterval(watch);
	}
}
