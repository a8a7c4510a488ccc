import { setTimeout as sleep } from 'node:timers/promises';

/** What runs of a part at present. */
export interface Running {
	pid: number;
	log: readonly string[];
	/** Why it has ended; undefined while it runs. */
	readonly ended: string | undefined;
	kill(): Promise<void>;
}

/** Milliseconds that a program gets to end in good order: n8n gives itself 30 s. */
const PATIENCE = 90_000;

/** One program of an n8n, which can end in any way and be started again in its place. */
export class Part {
	private running?: Running;

	/**
	 * @param run starts the program; called again for each start
	 * @param onStart told the process
	 */
	constructor(
		readonly name: string,
		private readonly run: () => Promise<Running>,
		private readonly onStart: () => void,
	) {}

	get pid(): number | undefined {
		return this.running?.pid;
	}

	/** Why it has ended by itself. */
	get ended(): string | undefined {
		return this.running?.ended;
	}

	/** Lines since the last start. */
	get log(): readonly string[] {
		return this.running?.log ?? [];
	}

	async start(): Promise<void> {
		this.running = await this.run();
		this.onStart();
	}

	/** What it has started is killed as well. */
	async kill(): Promise<void> {
		await this.running?.kill();
		this.running = undefined;
	}

	signal(signal: NodeJS.Signals): void {
		if (this.pid !== undefined) process.kill(this.pid, signal);
	}

	/** In good order, for as long as it takes. */
	async end(): Promise<void> {
		const { running } = this;
		if (!running) return;
		this.signal('SIGTERM');
		await this.untilEnded();
	}

	/** Throws where it does not. */
	async untilEnded(): Promise<void> {
		const giveUp = Date.now() + PATIENCE;
		while (this.running && this.running.ended === undefined) {
			if (Date.now() > giveUp) throw new Error(`${this.name} does not end.`);
			await sleep(100);
		}
		this.running = undefined;
	}
}
