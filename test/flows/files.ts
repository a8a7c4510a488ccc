import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Settings } from 'luxon';
import { readLines } from '../../demo/loyaltyFlow';
import type { Run, RunOptions, WorkflowFile } from '../../embedded-n8n';
import type { Flows } from './flow';

/** What tests of flows that read and write files do in the folder of these flows. */
export class Files {
	constructor(private readonly flows: Flows) {}

	/** Writes lines of text as a file that a flow reads. */
	write(name: string, lines: string[]): void {
		writeFileSync(this.path(name), lines.map((line) => `${line}\n`).join(''));
	}

	/** A CSV file that a flow wrote. */
	csv(name: string): Array<Record<string, string>> {
		return readLines(this.path(name));
	}

	bytes(name: string): Buffer {
		return readFileSync(this.path(name));
	}

	isThere(name: string): boolean {
		return existsSync(this.path(name));
	}

	private path(name: string): string {
		return join(this.flows.folder, name);
	}
}

/** Runs a flow from this node to its end. Throws if it does not end well. */
export async function runFrom(
	flows: Flows,
	startNode: string,
	workflow: WorkflowFile,
	options: RunOptions = {},
): Promise<Run> {
	const run = await flows.n8n.run(workflow, { startNode, ...options });
	if (run.status !== 'success')
		throw new Error(`The flow ended with ${run.status} at ${run.lastNode}: ${run.error?.message}`);
	return run;
}

/** The bodies that Attentive accepted at this endpoint. */
export async function bodiesOf({ sandbox }: Flows, endpoint: string): Promise<unknown[]> {
	return (await sandbox.control.ledger(endpoint)).map(({ body }) => body);
}

/** Requests about different people go out side by side: their order says nothing. */
export function sorted<Thing>(things: Thing[]): Thing[] {
	const text = (thing: Thing) => inspect(thing, { sorted: true, depth: null });
	return things.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}

/**
 * What day it is for n8n's expressions, which ask luxon: each test of a file begins at this time.
 * @returns how to set another time
 */
export function useTime(start: string): (time: string) => void {
	const set = (time: string) => {
		Settings.now = () => Date.parse(time);
	};
	beforeEach(() => set(start));
	afterAll(() => {
		Settings.now = () => Date.now();
	});
	return set;
}
