import { createHash } from 'node:crypto';

/** A number from 0 up to, not including, 1, drawn from what it is for: the same however the requests overtake each other. */
export function chance(...what: Array<string | number>): number {
	return createHash('sha256').update(JSON.stringify(what)).digest().readUInt32BE() / 2 ** 32;
}

/** One of a list, drawn in the same way. */
export function pick<One>(list: readonly One[], ...what: Array<string | number>): One {
	const one = list[Math.floor(chance(...what) * list.length)];
	if (one === undefined) throw new Error('There is nothing to pick from.');
	return one;
}
