import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, looking every 50 ms.
 * @param what the end of "After half a minute still not: ..." where it never does
 */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
	const giveUp = Date.now() + 30_000;
	while (!(await holds())) {
		if (Date.now() > giveUp) throw new Error(`After half a minute still not: ${what}`);
		await sleep(50);
	}
}
