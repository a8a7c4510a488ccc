import type { Run, Shown } from './runs';
import type { Scenario } from './scenario';

/** What became of the items of a run, each counted once at most in each. */
export interface Count {
	items: number;
	/** Not processed, and nothing that n8n shows says so. */
	lost: number;
	/** Processed more than once. */
	twice: number;
	/** n8n shows that it may have been processed or not. */
	unknown: number;
	/** Not processed, in a run that n8n shows as not done: still to be sent. */
	open: number;
	/** Processed in the only execution, which says that it was not: whoever believes it sends it again. */
	denied: number;
	/** The executions in n8n's words, the oldest first. */
	shown: string[];
}

/** Compares item by item what has arrived with what n8n shows. */
export function countOf(
	count: number,
	arrived: ReadonlyMap<number, number>,
	executions: ReadonlyArray<Pick<Shown, 'status' | 'told'>>,
): Count {
	const isDone = executions.at(-1)?.status === 'success';
	const counted = { lost: 0, twice: 0, unknown: 0, open: 0, denied: 0 };
	for (let item = 0; item < count; item++) {
		const times = arrived.get(item) ?? 0;
		if (times > 1) counted.twice++;
		const said = executions.flatMap((execution) => execution.told.get(item) ?? []);
		const told = said.map(({ status }) => status);
		if (told.includes('accepted')) counted.lost += times === 0 ? 1 : 0;
		else if (told.includes('unknown')) counted.unknown++;
		else if (times > 0) counted.denied += executions.length === 1 && told.some(isDenial) ? 1 : 0;
		else if (said.some(({ reason }) => reason.includes('possibly sent'))) counted.unknown++;
		else if (told.includes('skipped') || (isDone && told.length === 0)) counted.lost++;
		else counted.open++;
	}
	return { items: count, ...counted, shown: executions.map(({ status }) => status) };
}

const isDenial = (status: string) => status === 'notTried' || status === 'refused';

/**
 * What the nodes promise and a count does not have: that nothing is lost, and nothing sent twice, unless the items were started anew
 * without Skip Repeats By.
 */
export function brokenIn(
	{ lost, twice, denied, shown }: Count,
	isOnce: boolean,
	{ startsTwice, mayForget }: Pick<Scenario, 'startsTwice' | 'mayForget'>,
): string[] {
	const isAnew = shown.length > 1;
	return [
		...(lost > 0 && !(mayForget && isAnew) ? [`${lost} lost`] : []),
		...(twice > 0 && (isOnce || !(isAnew || startsTwice)) ? [`${twice} twice`] : []),
		...(denied > 0 ? [`${denied} processed, though they are told as not processed`] : []),
	].map((words) => `${words}, Skip Repeats By ${isOnce ? 'on' : 'off'}, ${shown.join(', ')}`);
}

export async function countNow(run: Run): Promise<Count> {
	return countOf(run.load.count, await run.arrived(), await run.executions());
}
