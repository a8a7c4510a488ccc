import type { Answer } from '../../nodes/engine/types';

/** How a service counts the second that its limit is for: by its own clock, or back from each request. */
export type Windows = 'fixed' | 'sliding';

const SECOND = 1_000;

/** A service that keeps a limit for one token, and tells it in each answer. A refused request uses nothing up, as in the sandbox. */
export class LimitedService {
	/** Arrival times of what was accepted and still counts. */
	private counted: number[] = [];
	private window = Number.NaN;

	/**
	 * @param limitAt requests a second at a time
	 * @param phase where in the clock's second fixed windows begin
	 */
	constructor(
		private readonly windows: Windows,
		private readonly limitAt: (time: number) => number,
		private readonly phase = 0,
	) {}

	answer(time: number): Answer {
		const limit = this.limitAt(time);
		this.forget(time);
		const isAccepted = this.counted.length < limit;
		if (isAccepted) this.counted.push(time);
		return {
			kind: 'answer',
			status: isAccepted ? 202 : 429,
			headers: {
				'x-ratelimit-limit': String(limit),
				'x-ratelimit-remaining': String(Math.max(0, limit - this.counted.length)),
			},
			body: {},
		};
	}

	private forget(time: number): void {
		if (this.windows === 'fixed') {
			const window = Math.floor((time + this.phase) / SECOND);
			if (window !== this.window) this.counted = [];
			this.window = window;
			return;
		}
		const first = this.counted.findIndex((arrived) => arrived > time - SECOND);
		this.counted = first < 0 ? [] : first > 0 ? this.counted.slice(first) : this.counted;
	}
}
