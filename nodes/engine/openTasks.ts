import type { Changes } from './clock';
import type { Order, Reply, Work } from './requests';
import type { Outcome } from './types';

/** A request that a task waits for. */
export interface PendingRequest {
	order: Order;
	attempts: number;
	firstStartedAt?: number;
	firstFailedAt?: number;
	last?: Outcome;
	/** Of an attempt that may have been processed: a later one that was not does not change that. */
	inDoubt?: Outcome;
	reply(reply: Reply): void;
	fail(error: unknown): void;
}

/** What a task that runs asks of the exchange. */
interface Host {
	isStopped(): boolean;
	order(request: PendingRequest): void;
	/** Has a task wait for its turn to go on. */
	pause(task: number): void;
	end(task: number): void;
	/** Something threw. */
	fault(error: unknown): void;
}

/** Tasks that have started and not ended: those that wait for a request, and those that decide what an answer means. */
export class OpenTasks {
	open = 0;
	/** How many of them wait for nothing. */
	private busy = 0;
	/** Those that wait for their turn, and what lets them go on. */
	private readonly paused = new Map<number, (isTurn: boolean) => void>();

	constructor(
		private readonly changes: Changes,
		private readonly host: Host,
	) {}

	/** Waits until no task is deciding what an answer means. */
	async quiet(): Promise<void> {
		while (this.busy > 0) await this.changes.next;
	}

	/** Lets a task go on; false for one that has not started. */
	goOn(task: number, isTurn: boolean): boolean {
		const next = this.paused.get(task);
		this.paused.delete(task);
		next?.(isTurn);
		return next !== undefined;
	}

	/** No turn comes any more. */
	endPauses(): void {
		for (const task of [...this.paused.keys()]) this.goOn(task, false);
	}

	/** Runs a task to its end. Never throws. */
	async begin(task: number, work: Work): Promise<void> {
		const { host } = this;
		let waitsFor = 0;
		let hasEnded = false;
		const waits = () => {
			if (waitsFor++ === 0) this.lessBusy();
		};
		// At once, and not when the task goes on: nothing may start in between.
		const goesOn = () => {
			if (--waitsFor === 0 && !hasEnded) this.busy++;
		};
		const request = (order: Order): Promise<Reply> => {
			if (hasEnded || host.isStopped()) return Promise.resolve({ kind: 'stopped' });
			waits();
			const replied = new Promise<Reply>((resolve, reject) => {
				host.order({
					order,
					attempts: 0,
					reply: (reply) => {
						goesOn();
						resolve(reply);
					},
					fail: (error) => {
						// Nobody else would learn of it.
						if (hasEnded) host.fault(error);
						goesOn();
						reject(error);
					},
				});
			});
			// A task that waits for another of its requests first learns of an error later: until then it must not count as unhandled.
			replied.catch(() => {});
			return replied;
		};
		const turn = async (): Promise<boolean> => {
			if (hasEnded || host.isStopped() || this.paused.has(task)) return false;
			waits();
			return await new Promise((resolve) => {
				this.paused.set(task, (isTurn) => {
					goesOn();
					resolve(isTurn);
				});
				host.pause(task);
			});
		};
		this.open++;
		this.busy++;
		try {
			await work(task, { request, turn });
		} catch (error) {
			host.fault(error);
		}
		hasEnded = true;
		host.end(task);
		this.open--;
		if (waitsFor === 0) this.lessBusy();
		else this.changes.announce();
	}

	private lessBusy(): void {
		this.busy--;
		if (this.busy === 0) this.changes.announce();
	}
}
