import type { Machine } from './machine';
import type { Run } from './runs';
import type { Scene } from './scene';

/** Something that happens in the middle of runs. */
export interface Scenario {
	/** For the command line. */
	name: string;
	/** For the table: what happens. */
	what: string;
	/** n8n in one process with SQLite, and not in queue mode. */
	isRegular?: boolean;
	/** n8n itself starts an execution a second time. */
	startsTwice?: true;
	/** n8n may show a Retry that has sent nothing as a success. */
	mayForget?: true;
	/** Events if left out. */
	kind?: Run['kind'];
	/** Starts the runs, where that takes more than a call of their webhooks. */
	begin?(scene: Scene): Promise<void>;
	/** Lets it happen, and brings back what has ended. */
	deed(machine: Machine, scene: Scene): Promise<void>;
}
