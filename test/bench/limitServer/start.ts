import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Arrival, Asked, ServerSettings } from './settings';

/** A server that keeps a limit, in a process of its own: what is measured is the sender. */
export interface LimitServer {
	url: string;
	/** Of its process. */
	pid: number;
	/** Begins anew with these settings; all others are the default's. */
	set(settings: Partial<ServerSettings>): Promise<void>;
	/** All requests since then, in the order in which they came. */
	arrivals(): Promise<Arrival[]>;
	close(): void;
}

const arrivalsSchema = z.array(z.object({ at: z.number(), status: z.number(), keys: z.array(z.string()) }));

export async function startLimitServer(): Promise<LimitServer> {
	const child = fork(resolve(__dirname, 'serve.ts'), { execArgv: ['--import', 'tsx'] });
	const next = async (): Promise<unknown> => {
		const [message]: unknown[] = await once(child, 'message');
		return message;
	};
	const port = z.number().parse(await next());
	const ask = async (asked: Asked): Promise<unknown> => {
		child.send(asked);
		return await next();
	};
	return {
		url: `http://127.0.0.1:${port}`,
		pid: child.pid ?? 0,
		set: async (set) => void (await ask({ set })),
		arrivals: async () => arrivalsSchema.parse(await ask({ log: true })),
		close: () => child.disconnect(),
	};
}

/** What a run's requests add up to. */
export interface Arrived {
	accepted: number;
	/** Share of all requests that were refused because of the limit. */
	refusedShare: number;
	/** From the first accepted request to the last, in seconds. */
	seconds: number;
	/** Accepted requests a second in that time. */
	perSecond: number;
}

export function summed(arrivals: Arrival[]): Arrived {
	const accepted = arrivals.filter(({ status }) => status !== 429);
	const first = accepted[0]?.at ?? 0;
	const seconds = ((accepted.at(-1)?.at ?? 0) - first) / 1_000;
	return {
		accepted: accepted.length,
		refusedShare: 1 - accepted.length / arrivals.length,
		seconds,
		// The last one ends no interval.
		perSecond: (accepted.length - 1) / seconds,
	};
}

/** Throws unless each of the keys was accepted exactly once. */
export function expectEachOnce(arrivals: Arrival[], expected: Iterable<string>): void {
	const times = new Map<string, number>();
	for (const { status, keys } of arrivals) {
		if (status === 429) continue;
		for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
	}
	const twice = [...times].filter(([, count]) => count > 1).length;
	let lost = 0;
	for (const key of expected) {
		if (!times.delete(key)) lost++;
	}
	if (twice > 0 || lost > 0 || times.size > 0)
		throw new Error(`${lost} lost, ${twice} sent twice, ${times.size} that were not to be sent`);
}
