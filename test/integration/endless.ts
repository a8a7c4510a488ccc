import { setTimeout as sleep } from 'node:timers/promises';

/** A body of pieces, as long as somebody reads. It has ended once nobody does. */
class Endless {
	hasEnded = false;
	pieces = 0;

	constructor(
		private readonly piece: string,
		private readonly pause: number,
	) {}

	async *body(): AsyncGenerator<string> {
		try {
			for (; ; this.pieces++) {
				yield this.piece;
				if (this.pause > 0) await sleep(this.pause);
			}
		} finally {
			this.hasEnded = true;
		}
	}
}
export const trickle = () => new Endless(' ', 20);
export const flood = () => new Endless('x'.repeat(65_536), 0);
