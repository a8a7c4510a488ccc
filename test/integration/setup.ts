import type { Sandbox } from '../../sandbox/start';
import { Bench, type Settings } from './bench';

export { Bench, type NodeSettings, type Settings, type Through } from './bench';
export * from './readings';
export * from './samples';
export * from './standIn';

/** With these a failed item comes out with its error, and the others go on. */
export const CONTINUE = { onError: 'continueRegularOutput' } satisfies Settings;

export async function startBench(): Promise<Bench> {
	const bench = new Bench();
	await bench.start();
	return bench;
}

/**
 * A bench for a test file, or for a describe, reset before each test.
 * @param prepare what each test finds at Attentive
 */
export function useBench(prepare?: (sandbox: Sandbox) => Promise<void>): Bench {
	const bench = new Bench();
	beforeAll(async () => await bench.start());
	beforeEach(async () => {
		await bench.reset();
		await prepare?.(bench.sandbox);
	});
	afterAll(async () => await bench.close());
	return bench;
}

/**
 * A test with a bench of its own, for `test.concurrent`: tests that mostly wait then wait side by side. Their file has no
 * `beforeEach`, which would run when they have all begun.
 */
export function onItsOwnBench<Row extends unknown[]>(
	run: (bench: Bench, ...row: Row) => Promise<void>,
): (...row: Row) => Promise<void> {
	return async (...row) => {
		const bench = await startBench();
		try {
			await run(bench, ...row);
		} finally {
			await bench.close();
		}
	};
}
