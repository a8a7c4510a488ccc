import type { Exchange } from '../../../nodes/engine/exchange';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Task } from '../../../nodes/engine/queue';
import type { Conditions, Order, Reply, Requests } from '../../../nodes/engine/requests';
import type { Endpoint, Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';
import { exchangeOn } from './runExchange';
import { answer } from './scenarios';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What the tasks of a run have at hand. */
interface Running {
	exchange: Exchange;
	clock: FakeClock;
	/** What happened, in order: each request as it leaves, by its name, and what tasks add. */
	log: string[];
	order(name: string, more?: Partial<Order>): Order;
}

interface Setup extends Partial<Conditions> {
	tasks: number | Task[];
	work(task: number, requests: Requests, running: Running): Promise<void>;
	requestsPerSecond?: number;
	latency?: number;
	service?(name: string, attempt: number): Outcome;
}

async function run(setup: Setup) {
	const {
		tasks,
		work,
		requestsPerSecond = 150,
		latency = 50,
		service = () => answer(202),
		...conditions
	} = setup;
	const clock = new FakeClock();
	const limiter = new Limiter(requestsPerSecond);
	const endpoint: Endpoint = { method: 'POST', path: '/events', requestsPerSecond };
	const exchange = exchangeOn(clock, limiter, conditions);
	const log: string[] = [];
	const left: Array<{ name: string; at: number }> = [];
	const attempts = new Map<string, number>();
	let underWay = 0;
	const order = (name: string, more: Partial<Order> = {}): Order => ({
		endpoint,
		isIdempotent: true,
		async send() {
			const attempt = (attempts.get(name) ?? 0) + 1;
			attempts.set(name, attempt);
			log.push(name);
			left.push({ name, at: clock.now() });
			underWay++;
			await clock.sleep(latency);
			underWay--;
			return service(name, attempt);
		},
		...more,
	});
	const list = typeof tasks === 'number' ? Array.from({ length: tasks }, () => ({ waitsFor: [] })) : tasks;
	const running = { exchange, clock, log, order };
	const stop = await clock.run(
		exchange.run(list, (task, requests) => work(task, requests, running)),
		24 * HOUR,
	);
	expect(underWay).toBe(0);
	return { stop, log, left, endedAt: clock.now(), timesOf: timesOf(left) };
}

function timesOf(left: Array<{ name: string; at: number }>) {
	return (name: string): number[] => left.flatMap((one) => (one.name === name ? [one.at] : []));
}

const kindOf = (reply: Reply) => (reply.kind === 'ended' ? reply.ended.kind : reply.kind);

/** Lets everything go on that can, without any time passing. */
async function manyTurns(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

describe('a task', () => {
	test('may order several requests at once, and gets the answer of each', async () => {
		const { log } = await run({
			tasks: 1,
			service: (name) => answer(name === 'b' ? 400 : 202),
			async work(_task, requests, { log, order }) {
				const replies = await Promise.all(['a', 'b', 'c'].map((name) => requests.request(order(name))));
				log.push(...replies.map(kindOf));
			},
		});
		expect(log).toEqual(['a', 'b', 'c', 'done', 'refused', 'done']);
	});

	test('makes its next request before other tasks start', async () => {
		const { log } = await run({
			tasks: 4,
			requestsPerSecond: 10,
			latency: 150,
			async work(task, requests, { order }) {
				for (let turn = 0; turn < 2; turn++) await requests.request(order(`${task}.${turn}`));
			},
		});
		// 0 is answered while 2 waits for its time to leave.
		expect(log).toEqual(['0.0', '1.0', '2.0', '0.1', '1.1', '2.1', '3.0', '3.1']);
	});

	test.each<[string, (clock: FakeClock) => Promise<void>]>([
		['at once', async () => {}],
		['after some steps', manyTurns],
		['after a while', async (clock) => await clock.sleep(40)],
	])('that decides %s does so before anything else starts', async (_when, decide) => {
		const { log } = await run({
			tasks: 40,
			service: (name, attempt) => answer(name.startsWith('3') && attempt === 1 ? 429 : 202),
			async work(task, requests, { clock, log, order }) {
				log.push(`begin ${task}`);
				await decide(clock);
				log.push('end');
				for (let turn = 0; turn < 3; turn++) {
					await requests.request(order(`${task}.${turn}`));
					log.push('begin');
					await decide(clock);
					log.push('end');
				}
			},
		});
		let deciding = 0;
		for (const entry of log) {
			if (entry.startsWith('begin')) deciding++;
			else if (entry === 'end') deciding--;
			else expect(deciding).toBe(0);
		}
		expect(log.filter((entry) => entry.includes('.'))).toHaveLength(40 * 3 + 11 * 3);
	});

	test.each<[string, Partial<Conditions>, (clock: FakeClock) => Promise<void>]>([
		['the first', { stopAtFirstFailure: true }, async () => {}],
		['the first, after some steps', { stopAtFirstFailure: true }, manyTurns],
		['the first, after a while', { stopAtFirstFailure: true }, async (clock) => await clock.sleep(40)],
		['one too many', { stopAfterFailures: 2 }, manyTurns],
	])(
		'that counts a failure between its requests, %s, ends the run before anything else starts',
		async (_which, conditions, decide) => {
			const { log, stop } = await run({
				tasks: 100,
				...conditions,
				service: (name) => answer(name === '5.0' ? 400 : 202),
				async work(task, requests, { exchange, clock, log, order }) {
					const reply = await requests.request(order(`${task}.0`));
					if (kindOf(reply) === 'refused') {
						await decide(clock);
						exchange.countFailures(2);
						log.push('failed');
					}
					await requests.request(order(`${task}.1`));
				},
			});
			expect(stop?.kind).toBe(conditions.stopAtFirstFailure ? 'firstFailure' : 'tooManyFailures');
			expect(log.at(-1)).toBe('failed');
		},
	);

	test('may wait for long before its request: that is no time without success', async () => {
		const { stop, timesOf } = await run({
			tasks: [{ waitsFor: [] }, { waitsFor: [0] }],
			patience: 30_000,
			service: (_name, attempt) => (attempt === 1 ? answer(503) : answer(202)),
			async work(task, requests, { clock, order }) {
				await clock.sleep(40_000);
				await requests.request(order(`${task}`));
			},
		});
		expect(stop).toBeUndefined();
		expect(['0', '1'].map((name) => timesOf(name).length)).toEqual([2, 2]);
	});

	test('that counts a failure while another of its requests waits to be repeated ends the run at once', async () => {
		const { stop, endedAt } = await run({
			tasks: 1,
			stopAtFirstFailure: true,
			service: (name) => (name === 'a' ? answer(429, { 'retry-after': '60' }) : answer(400)),
			async work(_task, requests, { exchange, clock, order }) {
				const first = requests.request(order('a'));
				await requests.request(order('b'));
				await clock.sleep(1_000);
				exchange.countFailures(1);
				expect(kindOf(await first)).toBe('notTried');
			},
		});
		expect(stop).toEqual({ kind: 'firstFailure' });
		expect(endedAt).toBeLessThan(1_500);
	});

	test('that does not wait for its request leaves it to the run, which repeats it and ends after it', async () => {
		const replies: string[] = [];
		const { stop, log } = await run({
			tasks: 1,
			service: (_name, attempt) => answer(attempt < 3 ? 503 : 202),
			async work(_task, requests, { order }) {
				void requests.request(order('a')).then((reply) => replies.push(kindOf(reply)));
			},
		});
		expect(stop).toBeUndefined();
		expect(log).toEqual(['a', 'a', 'a']);
		expect(replies).toEqual(['done']);
	});

	test('can order nothing any more once it has ended, and holds up nobody by trying', async () => {
		const late: string[] = [];
		const { log } = await run({
			tasks: 20,
			async work(task, requests, { clock, log, order }) {
				if (task === 0) {
					void clock.sleep(70).then(async () => late.push(kindOf(await requests.request(order('late')))));
					return;
				}
				await requests.request(order(`${task}`));
				log.push('begin');
				await clock.sleep(20);
				log.push('end');
			},
		});
		expect(late).toEqual(['stopped']);
		const begins = log.flatMap((entry, index) => (entry === 'begin' ? [log[index + 1]] : []));
		expect(begins.every((next) => next === 'end' || next === 'begin')).toBe(true);
	});
});

describe('a task that orders nothing', () => {
	test('ends at once', async () => {
		const begun: number[] = [];
		const { stop, endedAt } = await run({
			tasks: 1_000,
			async work(task) {
				begun.push(task);
			},
		});
		expect(stop).toBeUndefined();
		expect(begun).toHaveLength(1_000);
		expect(endedAt).toBe(0);
	});

	test.each([
		[false, false],
		[true, false],
		[false, true],
		[true, true],
	])('lets go what waits for it (failed: %p, stop at first failure: %p)', async (fails, stops) => {
		const { stop, log } = await run({
			tasks: [{ waitsFor: [] }, { waitsFor: [0] }],
			stopAtFirstFailure: stops,
			async work(task, requests, { exchange, order }) {
				if (task === 1) await requests.request(order('1'));
				else if (fails) exchange.countFailures(0);
			},
		});
		const endsThere = fails && stops;
		expect(log).toEqual(endsThere ? [] : ['1']);
		expect(stop).toEqual(endsThere ? { kind: 'firstFailure' } : undefined);
	});

	test('and has failed untried counts for no limit of failures', async () => {
		const { stop, log } = await run({
			tasks: 10,
			stopAfterFailures: 1,
			async work(task, requests, { exchange, order }) {
				if (task < 5) exchange.countFailures(0);
				else await requests.request(order(`${task}`));
			},
		});
		expect(stop).toBeUndefined();
		expect(log).toEqual(['5', '6', '7', '8', '9']);
	});
});

describe('tasks that start together', () => {
	/** Each logs that it begins, then makes one request. */
	const begins = async (task: number, requests: Requests, { log, order }: Running) => {
		log.push(`begin ${task}`);
		await requests.request(order(`${task}`));
	};

	test('are as many as asked for, and no more start until all their requests have left', async () => {
		const { log } = await run({ tasks: 7, requestsPerSecond: 5, startsTogether: () => 3, work: begins });
		expect(log).toEqual([
			...['begin 0', 'begin 1', 'begin 2', '0', '1', '2'],
			...['begin 3', 'begin 4', 'begin 5', '3', '4', '5'],
			...['begin 6', '6'],
		]);
	});

	test('are counted anew each time, and are one where that says nothing', async () => {
		const counts = [2, 0, Number.NaN, 3];
		const { log } = await run({
			tasks: 7,
			startsTogether: () => counts.shift() ?? -1,
			work: begins,
		});
		expect(log.join(' ')).toBe('begin 0 begin 1 0 1 begin 2 2 begin 3 3 begin 4 begin 5 begin 6 4 5 6');
		expect((await run({ tasks: 2, work: begins })).log).toEqual(['begin 0', '0', 'begin 1', '1']);
	});

	test('may wait for one thing together', async () => {
		const asked: number[][] = [];
		let waiting: number[] = [];
		let answered: Promise<void> | undefined;
		const { log } = await run({
			tasks: 6,
			startsTogether: () => 3,
			async work(task, requests, { clock, order }) {
				waiting.push(task);
				answered ??= clock.sleep(30).then(() => {
					asked.push(waiting);
					waiting = [];
					answered = undefined;
				});
				await answered;
				await requests.request(order(`${task}`));
			},
		});
		expect(asked).toEqual([
			[0, 1, 2],
			[3, 4, 5],
		]);
		expect(log).toEqual(['0', '1', '2', '3', '4', '5']);
	});

	test('are not those that wait for one another', async () => {
		const { log } = await run({
			tasks: [{ waitsFor: [] }, { waitsFor: [0] }, { waitsFor: [] }, { waitsFor: [0] }],
			startsTogether: () => 10,
			work: begins,
		});
		expect(log).toEqual(['begin 0', 'begin 2', '0', '2', 'begin 1', 'begin 3', '1', '3']);
	});
});

describe('the turn of a task', () => {
	test('comes together with others, before tasks that have not started', async () => {
		const { log } = await run({
			tasks: 5,
			startsTogether: () => 2,
			async work(task, requests, { log, order }) {
				log.push(`begin ${task}`);
				expect(await requests.turn()).toBe(true);
				log.push(`turn ${task}`);
				await requests.request(order(`${task}`));
			},
		});
		expect(log).toEqual([
			...['begin 0', 'begin 1', 'turn 0', 'turn 1', '0', '1'],
			...['begin 2', 'begin 3', 'turn 2', 'turn 3', '2', '3'],
			...['begin 4', 'turn 4', '4'],
		]);
	});

	test('comes after the requests that wait', async () => {
		const { log } = await run({
			tasks: 3,
			requestsPerSecond: 1,
			startsTogether: () => 3,
			async work(task, requests, { log, order }) {
				if (task > 0) await requests.request(order(`${task}`));
				else if (await requests.turn()) log.push('turn');
			},
		});
		expect(log).toEqual(['1', '2', 'turn']);
	});

	test('never comes once the run has been stopped', async () => {
		const turns: boolean[] = [];
		const { stop, log } = await run({
			tasks: 2,
			requestsPerSecond: 1,
			async work(task, requests, { exchange, order }) {
				if (task === 0) turns.push(await requests.turn());
				else {
					await requests.request(order('a'));
					exchange.countFailures(1);
					turns.push(await requests.turn());
				}
			},
			stopAtFirstFailure: true,
			startsTogether: () => 2,
		});
		expect(stop).toEqual({ kind: 'firstFailure' });
		expect({ log, turns }).toEqual({ log: ['a'], turns: [true, false] });
	});

	test('that is awaited when the run is stopped does not come', async () => {
		const turns: boolean[] = [];
		await run({
			tasks: 1,
			async work(_task, requests, { exchange }) {
				const turn = requests.turn();
				exchange.countFailures(1);
				turns.push(await turn);
			},
			stopAtFirstFailure: true,
		});
		expect(turns).toEqual([false]);
	});
});

describe('notBefore', () => {
	test('is when a request leaves, and others leave meanwhile', async () => {
		const { stop, timesOf } = await run({
			tasks: 20,
			async work(task, requests, { order }) {
				await requests.request(order(`${task}`, task === 3 ? { notBefore: 5_000 } : {}));
			},
		});
		expect(stop).toBeUndefined();
		expect(timesOf('3')).toEqual([5_000]);
		expect(timesOf('19')[0]).toBeLessThan(1_000);
	});

	test('in the past changes nothing', async () => {
		const { timesOf } = await run({
			tasks: 1,
			async work(_task, requests, { order }) {
				await requests.request(order('a', { notBefore: -5 }));
			},
		});
		expect(timesOf('a')).toEqual([0]);
	});

	test('holds up nobody else, however many wait', async () => {
		const { timesOf, endedAt } = await run({
			tasks: 1_000,
			async work(task, requests, { order }) {
				await requests.request(order(`${task}`, task < 900 ? { notBefore: HOUR } : {}));
			},
		});
		expect(timesOf('999')[0]).toBeLessThan(2_000);
		expect(endedAt).toBeGreaterThan(HOUR);
	});

	test('is not waited for after a cancel', async () => {
		const control = new AbortController();
		const replies: string[] = [];
		const { stop, log, endedAt } = await run({
			tasks: 2,
			signal: control.signal,
			async work(task, requests, { clock, order }) {
				if (task === 0) clock.at(1_000, () => control.abort());
				replies.push(kindOf(await requests.request(order(`${task}`, { notBefore: HOUR }))));
			},
		});
		expect(stop).toEqual({ kind: 'cancelled' });
		expect(replies).toEqual(['stopped', 'stopped']);
		expect(log).toEqual([]);
		expect(endedAt).toBe(1_000);
	});

	test('is no time without success: what fails after it is repeated', async () => {
		const replies: string[] = [];
		const { stop, log } = await run({
			tasks: 1,
			service: (name, attempt) => answer(name === 'look' && attempt < 4 ? 503 : 202),
			async work(_task, requests, { clock, order }) {
				await requests.request(order('write'));
				const reply = await requests.request(order('look', { notBefore: clock.now() + HOUR }));
				replies.push(kindOf(reply));
			},
		});
		expect(stop).toBeUndefined();
		expect(replies).toEqual(['done']);
		expect(log).toEqual(['write', 'look', 'look', 'look', 'look']);
	});

	test('gives a failing service no more time', async () => {
		const { stop, endedAt } = await run({
			tasks: 100,
			patience: 60_000,
			service: () => answer(503),
			async work(task, requests, { order }) {
				await requests.request(order(`${task}`, { notBefore: task * 10_000 }));
			},
		});
		expect(stop).toEqual({ kind: 'noSuccess' });
		expect(endedAt).toBeLessThan(2 * MINUTE);
	});
});

test('requests that failed before another went well are ill themselves, and hold up nobody', async () => {
	const { timesOf } = await run({
		tasks: 5,
		latency: 10,
		service: () => answer(500),
		async work(task, requests, { clock, order }) {
			const well = async () => {
				await clock.sleep(700);
				return answer(202);
			};
			const more = [{}, {}, {}, { send: well }, { notBefore: 20_000 }][task];
			await requests.request(order(`${task}`, more));
		},
	});
	expect(timesOf('0').length).toBeGreaterThan(5);
	expect(timesOf('4')[0]).toBe(20_000);
});

describe('notAfter', () => {
	test('is when it is too late to leave', async () => {
		const replies: string[] = [];
		const { stop, left } = await run({
			tasks: 10,
			requestsPerSecond: 1,
			async work(_task, requests, { order }) {
				replies.push(kindOf(await requests.request(order('a', { notAfter: 4_500 }))));
			},
		});
		expect(stop).toBeUndefined();
		expect(left).toHaveLength(5);
		expect(left.every(({ at }) => at <= 4_500)).toBe(true);
		expect(replies.sort()).toEqual([...Array(5).fill('done'), ...Array(5).fill('stopped')]);
	});

	test.each([
		[429, 'notTried'],
		[503, 'unknown'],
	])('is when a %p is repeated no more', async (status, kind) => {
		const replies: string[] = [];
		const { stop, left, endedAt } = await run({
			tasks: 1,
			service: () => answer(status),
			async work(_task, requests, { order }) {
				replies.push(kindOf(await requests.request(order('a', { notAfter: 20_000 }))));
			},
		});
		expect(stop).toBeUndefined();
		expect(replies).toEqual([kind]);
		expect(left.length).toBeGreaterThan(2);
		expect(left.every(({ at }) => at <= 20_000)).toBe(true);
		expect(endedAt).toBeLessThanOrEqual(20_100);
	});

	test.each([
		[429, 'notTried'],
		[503, 'unknown'],
	])('a %p whose turn comes too late ends as its last attempt did', async (status, kind) => {
		const replies: string[] = [];
		const { left } = await run({
			tasks: 3,
			requestsPerSecond: 1,
			service: (name) => answer(name === '0' ? status : 202),
			async work(task, requests, { order }) {
				const reply = await requests.request(order(`${task}`, task === 0 ? { notAfter: 1_000 } : {}));
				if (task === 0) replies.push(kindOf(reply));
			},
		});
		// It is due within half a second; at one request a second its turn comes after the others have left.
		expect(left.map(({ name }) => name)).toEqual(['0', '1', '2']);
		expect(replies).toEqual([kind]);
	});
});

describe('a fault', () => {
	const fault = new Error('a fault of ours');
	const rejects = async (): Promise<Outcome> => await Promise.reject(fault);
	const throws = () => {
		throw fault;
	};

	test.each<[string, Setup['work']]>([
		['of a task', async () => throws()],
		[
			'of a task that has taken its time',
			async (_task, _requests, { clock }) => await clock.sleep(20).then(throws),
		],
		[
			'of a task that has an answer',
			async (_task, requests, { order }) => {
				await requests.request(order('own'));
				throws();
			},
		],
		[
			'of a send() that rejects',
			async (_task, requests, { order }) => {
				await requests.request(order('own', { send: rejects }));
			},
		],
		[
			'of a send() that throws',
			async (_task, requests, { order }) => {
				await requests.request(order('own', { send: throws }));
			},
		],
		[
			'of an onStart()',
			async (_task, requests, { order }) => {
				await requests.request(order('own', { onStart: throws }));
			},
		],
		[
			'of one of several orders',
			async (_task, requests, { order }) => {
				await Promise.all([
					requests.request(order('own')),
					requests.request(order('own too', { send: rejects })),
				]);
			},
		],
		[
			'of an order that nobody waits for',
			async (_task, requests, { order }) => {
				void requests.request(order('own', { send: rejects }));
			},
		],
	])('%s ends the run, and what is under way finishes', async (_whose, work) => {
		const ended: number[] = [];
		const { stop, log, endedAt } = await run({
			tasks: 100,
			latency: 500,
			async work(task, requests, running) {
				if (task === 5) await work(task, requests, running);
				else if (kindOf(await requests.request(running.order(`${task}`))) === 'done') ended.push(task);
			},
		});
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(ended.map(String)).toEqual(log.filter((name) => !name.startsWith('own')));
		expect(log.length).toBeLessThan(100);
		expect(endedAt).toBeLessThan(1_700);
	});

	test('of a task that is no async function ends the run as well', async () => {
		const { stop, log } = await run({ tasks: 3, work: throws });
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(log).toEqual([]);
	});

	test('that a task catches is none of the run', async () => {
		const { stop, log } = await run({
			tasks: 3,
			async work(task, requests, { order }) {
				const more = task === 1 ? { send: rejects } : {};
				await requests.request(order(`${task}`, more)).catch(() => {});
				await requests.request(order(`${task} again`));
			},
		});
		expect(stop).toBeUndefined();
		expect(log).toEqual(expect.arrayContaining(['0 again', '1 again', '2 again']));
	});

	test('of a limiter ends the run as well', async () => {
		const { stop, log } = await run({
			tasks: 3,
			limiterOf: throws,
			async work(task, requests, { order }) {
				await requests.request(order(`${task}`));
			},
		});
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(log).toEqual([]);
	});

	test('of a second order waits until the task has come to it', async () => {
		const { stop, endedAt } = await run({
			tasks: 1,
			latency: 5_000,
			async work(_task, requests, { order }) {
				const first = requests.request(order('a'));
				const second = requests.request(order('b', { send: rejects }));
				expect(kindOf(await first)).toBe('done');
				await second;
			},
		});
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(endedAt).toBe(5_000);
	});

	test('of a task whose request is under way lets that end', async () => {
		const { stop, log, endedAt } = await run({
			tasks: 5,
			latency: 5_000,
			async work(task, requests, { clock, order }) {
				const reply = requests.request(order(`${task}`));
				if (task !== 0) return void (await reply);
				await clock.sleep(1_000);
				throws();
			},
		});
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(log).toEqual(['0', '1', '2', '3', '4']);
		expect(endedAt).toBeLessThan(5_500);
	});

	test('of a task whose request waits to be repeated ends the run at once', async () => {
		const { stop, log, endedAt } = await run({
			tasks: 2,
			service: () => answer(429, { 'retry-after': '60' }),
			async work(task, requests, { clock, order }) {
				const reply = requests.request(order(`${task}`));
				if (task !== 0) return void (await reply);
				await clock.sleep(1_000);
				throws();
			},
		});
		expect(stop).toEqual({ kind: 'fault', error: fault });
		expect(log).toEqual(['0', '1']);
		expect(endedAt).toBe(1_000);
	});
});

describe('a cancel while a task decides', () => {
	test.each<[string, (clock: FakeClock) => Promise<void>]>([
		['at once', async () => {}],
		['after some steps', manyTurns],
		['after a while', async (clock) => await clock.sleep(40)],
	])('before its first request, %s, sends nothing', async (_when, wait) => {
		const control = new AbortController();
		const replies: string[] = [];
		const { stop, log } = await run({
			tasks: 3,
			signal: control.signal,
			async work(task, requests, { clock, order }) {
				await wait(clock);
				control.abort();
				replies.push(kindOf(await requests.request(order(`${task}`))));
			},
		});
		expect(stop).toEqual({ kind: 'cancelled' });
		expect(log).toEqual([]);
		expect(replies).toEqual(['stopped']);
	});

	test('sends nothing more, and what is under way finishes', async () => {
		const control = new AbortController();
		const replies: string[] = [];
		const { stop, log } = await run({
			tasks: 100,
			latency: 200,
			signal: control.signal,
			async work(task, requests, { clock, log, order }) {
				const reply = kindOf(await requests.request(order(`${task}`)));
				replies.push(reply);
				if (task === 7) {
					await clock.sleep(30);
					control.abort();
					log.push('cancelled');
				}
				if (reply !== 'stopped') replies.push(kindOf(await requests.request(order(`${task} again`))));
			},
		});
		expect(stop).toEqual({ kind: 'cancelled' });
		expect(log.at(-1)).toBe('cancelled');
		// All that left was answered; every further order was not sent.
		expect(replies.filter((reply) => reply === 'done')).toHaveLength(log.length - 1);
	});
});

test('whatever tasks do, the run ends, and each of their orders is answered', async () => {
	for (let seed = 1; seed <= 500; seed++) {
		const { random } = new FakeClock({ seed });
		const below = (most: number) => Math.floor(random() * most);
		const control = new AbortController();
		const size = below(40);
		const troubles = random() < 0.5 ? 0.05 : 0;
		let ordered = 0;
		let answered = 0;
		let open = 0;
		const { stop } = await run({
			tasks: Array.from({ length: size }, (_none, task) => ({
				waitsFor: task > 0 && random() < 0.3 ? [below(task)] : [],
			})),
			latency: below(300),
			requestsPerSecond: 1 + below(150),
			startsTogether: () => below(4),
			stopAfterFailures: random() < 0.2 ? 5 : undefined,
			signal: random() < 0.3 ? control.signal : undefined,
			patience: random() < 0.3 ? 5_000 : 10 * MINUTE,
			service: () => answer([202, 202, 202, 400, 429, 503][below(6)] ?? 202),
			async work(task, requests, { exchange, clock, order }) {
				open++;
				const ask = async (name: string) => {
					ordered++;
					const more: Partial<Order> = { isIdempotent: random() < 0.5 };
					if (random() < 0.1) more.notBefore = clock.now() + below(20_000);
					if (random() < 0.1) more.notAfter = clock.now() + below(5_000);
					if (random() < troubles) more.send = async () => await Promise.reject(new Error('a fault'));
					try {
						return kindOf(await requests.request(order(name, more)));
					} finally {
						answered++;
					}
				};
				try {
					for (let turn = below(4); turn > 0; turn--) {
						if (random() < 0.2) await clock.sleep(below(100));
						if (random() < 0.2) await requests.turn();
						const asked = Array.from({ length: 1 + below(3) }, (_none, part) =>
							ask(`${task}.${turn}.${part}`),
						);
						for (const one of asked) one.catch(() => {});
						if (random() < 0.1) continue;
						if (random() < troubles) throw new Error('a fault');
						const replies = await (random() < 0.8 ? Promise.all(asked) : Promise.race(asked));
						if (replies.includes('refused')) exchange.countFailures(1);
						if (random() < 0.02) control.abort();
					}
				} finally {
					open--;
				}
			},
		});
		expect({ seed, stop: stop?.kind, open, unanswered: ordered - answered }).toEqual({
			seed,
			stop: stop?.kind,
			open: 0,
			unanswered: 0,
		});
		if (troubles === 0) expect(stop?.kind).not.toBe('fault');
	}
});
