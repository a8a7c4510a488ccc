import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxControl } from '../../sandbox/control';
import type { Machine } from './machine';
import type { Part } from './part';
import { NOTHING_DONE, UNFINISHED, type Run } from './runs';

/** Milliseconds. */
const LOOK_EVERY = 500;
const PATIENCE = 300_000;
/** So many looks in a row show the same. */
const QUIET_LOOKS = 8;

/** A run has failed before anything happened to it. */
class Broken extends Error {}

/** The runs of a scenario, which take place at the same time. */
export class Scene {
	constructor(
		readonly machine: Machine,
		/** Of the sandbox. */
		readonly control: SandboxControl,
		readonly runs: Run[],
	) {}

	/** What a person has done of each run. */
	done: string[] = [];

	/** What has ended by itself. */
	readonly endings: string[] = [];

	/** Waits until Attentive has so many items of each. */
	async untilEachHas(count: number): Promise<void> {
		await this.until(`${count} items of each run have arrived`, async () => {
			const mayHave = (await this.accepted()) >= count * this.runs.length;
			if (mayHave && (await this.arrivals()).every((one) => one >= count)) return true;
			const failures = await Promise.all(this.runs.map(async (run) => await run.failures()));
			if (failures.flat().length > 0) throw new Broken(failures.flat().join('\n'));
			return false;
		});
	}

	/** Of all runs. The ledger would say as much, but giving it out holds up the sandbox. */
	private async accepted(): Promise<number> {
		const [run] = this.runs;
		const counts = (await run?.requests()) ?? {};
		return Object.entries(counts).reduce((sum, [status, count]) => sum + (status < '300' ? count : 0), 0);
	}

	/** How many have arrived of each run, one that came twice counted twice. */
	async arrivals(): Promise<number[]> {
		return await Promise.all(this.runs.map(async (run) => sumOf(await run.arrived())));
	}

	/** What a person does where n8n shows a failure: the one run with the workflow as it was, the other with the saved one. */
	async again(): Promise<string[]> {
		this.done = await Promise.all(
			this.runs.map(async (run) => await run.again(run.isOnce ? 'saved' : 'original')),
		);
		return this.done;
	}

	/** Waits until n8n shows no execution as running. @returns false where it goes on showing one */
	async untilEnded(): Promise<boolean> {
		return await this.until('n8n shows every execution as ended', async () => {
			await this.revive();
			const shown = await this.statuses();
			return shown.length >= this.runs.length && shown.every(({ status }) => !UNFINISHED.includes(status));
		}).then(
			() => true,
			() => false,
		);
	}

	/** The same, and nothing arrives any more. */
	async settled(): Promise<boolean> {
		const hasEnded = await this.untilEnded();
		let quiet = 0;
		let before = -1;
		await this.until('nothing arrives any more', async () => {
			const now = await this.accepted();
			quiet = now === before ? quiet + 1 : 0;
			before = now;
			return quiet >= QUIET_LOOKS;
		});
		return hasEnded;
	}

	/** What has ended by itself is started again, as whatever watches over it would do. */
	private async revive(): Promise<void> {
		for (const part of this.machine.parts) {
			if (part.ended === undefined) continue;
			this.endings.push(part.ended);
			await part.start();
		}
	}

	async isDone(): Promise<boolean> {
		return (await Promise.all(this.runs.map(async (run) => await run.isDone()))).every(Boolean);
	}

	/**
	 * What a person does where Retry has not helped: the workflow is started once more.
	 * @param isMissing whether something of the run is; of all if left out
	 */
	async beginAnew(isMissing = this.runs.map(() => true)): Promise<string[]> {
		this.done = [];
		for (const [index, run] of this.runs.entries()) {
			if (isMissing[index]) await run.begin();
			this.done.push(isMissing[index] ? 'a new run' : NOTHING_DONE);
		}
		return this.done;
	}

	/** The workers that run their executions. */
	async workers(): Promise<Part[]> {
		const ids = (await this.statuses()).map(({ id }) => id);
		return this.machine.workers.filter(({ log }) =>
			ids.some((id) => log.some((line) => line.includes(`execution ${id} `))),
		);
	}

	private async statuses(): Promise<Array<{ id: string; status: string }>> {
		return (await Promise.all(this.runs.map(async (run) => await run.statuses()))).flat();
	}

	/** Waits for a condition. n8n may not answer meanwhile: its database may be away. */
	async until(what: string, holds: () => Promise<boolean>): Promise<void> {
		const giveUp = Date.now() + PATIENCE;
		let failure = '';
		for (;;) {
			try {
				if (await holds()) return;
				failure = '';
			} catch (error) {
				if (error instanceof Broken) throw error;
				failure = String(error);
			}
			if (Date.now() > giveUp) throw new Error(`Still not: ${what}. ${failure}`);
			await sleep(LOOK_EVERY);
		}
	}
}

function sumOf(counts: ReadonlyMap<number, number>): number {
	return [...counts.values()].reduce((sum, one) => sum + one, 0);
}
