import type { Clock, Outcome } from '../../nodes/engine/types';
import { FakeClock } from '../unit/fakeClock';
import { LimitedService, type Windows } from './service';

/** What a sender has: a clock, and a way to the service. */
export interface Way {
	clock: Clock;
	/** Sends one request. */
	request(): Promise<Outcome>;
}

/** Sends so many requests until each is accepted. */
export type Client = (way: Way, requests: number) => Promise<void>;

export interface Setup {
	client: Client;
	senders: number;
	/** Of each sender. */
	requests: number;
	/** When each sender starts, in ms. */
	startOf?(sender: number): number;
	windows?: Windows;
	limitAt?(time: number): number;
	/** From the request to its answer, in ms; each way takes up to 25 % more or less. */
	latency?: number;
	seed?: number;
}

interface Arrival {
	sender: number;
	at: number;
	isAccepted: boolean;
}

/** What came of a simulation. Times in ms. */
export interface Course {
	arrivals: Arrival[];
	/** Share of the limit that was used, from the first request to the last. */
	used: number;
	/** Share of the requests that were answered with a 429. */
	tooMany: number;
	/** From the first request until the last was accepted. */
	took: number;
	/** What the slowest sender got while all were sending, as a part of an even share. */
	slowest: number;
}

export const LIMIT = 150;
/** Timers of a busy process are late by up to so many ms. */
const LATE = 2;

/** Runs senders that know nothing of each other against one limit, on a clock of its own: the same seed gives the same course. */
export async function simulate({
	client,
	senders,
	requests,
	startOf = () => 0,
	windows = 'fixed',
	limitAt = () => LIMIT,
	latency = 80,
	seed = 1,
}: Setup): Promise<Course> {
	const clock = new FakeClock({ seed });
	const service = new LimitedService(windows, limitAt, 1_000 * clock.random());
	const arrivals: Arrival[] = [];
	const oneWay = () => (latency / 2) * (0.75 + 0.5 * clock.random());
	const ends: number[] = [];
	const send = async (sender: number): Promise<void> => {
		await clock.sleep(startOf(sender));
		const way: Way = {
			clock: {
				now: clock.now,
				random: clock.random,
				sleep: async (ms) => await clock.sleep(ms > 0 ? ms + LATE * clock.random() : ms),
			},
			async request() {
				await clock.sleep(oneWay());
				const answer = service.answer(clock.now());
				arrivals.push({ sender, at: clock.now(), isAccepted: answer.status !== 429 });
				await clock.sleep(oneWay());
				return answer;
			},
		};
		await client(way, requests);
		ends.push(clock.now());
	};
	await clock.run(Promise.all(Array.from({ length: senders }, (_none, sender) => send(sender))));
	const lastStart = Math.max(...Array.from({ length: senders }, (_none, sender) => startOf(sender)));
	return { arrivals, ...figures(arrivals, { senders, lastStart, firstEnd: Math.min(...ends), limitAt }) };
}

interface Frame {
	senders: number;
	lastStart: number;
	firstEnd: number;
	limitAt(time: number): number;
}

function figures(
	arrivals: Arrival[],
	{ senders, lastStart, firstEnd, limitAt }: Frame,
): Omit<Course, 'arrivals'> {
	const accepted = arrivals.filter(({ isAccepted }) => isAccepted);
	const first = arrivals[0]?.at ?? 0;
	const last = accepted.at(-1)?.at ?? first;
	let allowed = 0;
	for (let time = first; time < last; time++) allowed += (limitAt(time) / 1_000) * Math.min(1, last - time);
	const counts = Array.from({ length: senders }, () => 0);
	for (const { sender, at } of accepted) {
		if (at >= lastStart && at <= firstEnd) counts[sender] = (counts[sender] ?? 0) + 1;
	}
	const all = counts.reduce((sum, count) => sum + count, 0);
	return {
		used: accepted.length / allowed,
		tooMany: 1 - accepted.length / arrivals.length,
		took: last - first,
		slowest: (Math.min(...counts) * senders) / Math.max(1, all),
	};
}
