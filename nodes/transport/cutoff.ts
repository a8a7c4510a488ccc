import { sleep } from 'n8n-workflow';
import { cancelSignal, type Context } from './connection';

/** How often the exchanges under way are looked at, in ms. */
const TICK = 100;

const underWay = new Set<Cutoff>();
let isWatching = false;

/** One loop for all exchanges: n8n bans timers that can be stopped, and any other would outlive its exchange. */
async function watch(): Promise<void> {
	if (isWatching) return;
	isWatching = true;
	for (; underWay.size > 0; await sleep(TICK)) for (const one of underWay) one.check();
	isWatching = false;
}

/**
 * Ends one exchange when it has taken too long, from its beginning to the last byte of the answer, or when the execution is canceled.
 * The timeout of n8n's requests only counts how long nothing at all comes.
 */
export class Cutoff {
	private readonly controller = new AbortController();
	private readonly cancel: AbortSignal | undefined;
	private readonly abort = () => this.controller.abort();
	/** Whether it took too long. */
	isOver = false;

	/** @param due when it has taken too long, in ms as performance.now() counts */
	constructor(
		context: Context,
		private readonly due: () => number,
	) {
		this.cancel = cancelSignal(context);
		this.cancel?.addEventListener('abort', this.abort);
		if (this.cancel?.aborted) this.abort();
		underWay.add(this);
		void watch();
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	check(): void {
		if (performance.now() < this.due()) return;
		this.isOver = true;
		this.abort();
	}

	/** To be called when the exchange has ended, however it did. */
	end(): void {
		underWay.delete(this);
		this.cancel?.removeEventListener('abort', this.abort);
	}
}
