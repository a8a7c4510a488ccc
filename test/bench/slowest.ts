import type { Arrival } from './limitServer/settings';

/** The smallest group's part of what was accepted while all groups sent, of an even share. */
export function slowest(arrivals: Arrival[], groupOf: (arrival: Arrival) => number): number | undefined {
	const times = new Map<number, number[]>();
	for (const arrival of arrivals) {
		if (arrival.status === 429) continue;
		const group = groupOf(arrival);
		times.set(group, [...(times.get(group) ?? []), arrival.at]);
	}
	const groups = [...times.values()];
	const from = Math.max(...groups.map(([first = 0]) => first));
	const to = Math.min(...groups.map((group) => group.at(-1) ?? 0));
	if (to <= from) return undefined;
	const counts = groups.map((group) => group.filter((at) => at >= from && at <= to).length);
	return (Math.min(...counts) * counts.length) / counts.reduce((sum, one) => sum + one, 0);
}
