import { fewTries } from '../../../nodes/engine/fewTries';
import type { Outcome, RetryClass } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

const answer = (status: number, headers: Record<string, unknown> = {}): Outcome => ({
	kind: 'answer',
	status,
	headers,
	body: {},
});

/** Sends to something that gives these answers in turn, the last one for ever. */
async function sent(retryClass: RetryClass, ...answers: Outcome[]) {
	const clock = new FakeClock();
	let count = 0;
	const send = async () => answers[Math.min(count++, answers.length - 1)] ?? answer(200);
	const { ended, outcome } = await clock.run(fewTries(send, retryClass, clock));
	return { count, kind: ended.kind, status: outcome.kind === 'answer' ? outcome.status : outcome.cause };
}

test.each<[string, RetryClass, Outcome[], object]>([
	['a success', 'unsafe', [answer(201)], { count: 1, kind: 'done', status: 201 }],
	['a refusal', 'repeatable', [answer(404)], { count: 1, kind: 'refused', status: 404 }],
	['passing', 'repeatable', [answer(500), answer(429), answer(200)], { count: 3, kind: 'done', status: 200 }],
	['lasting', 'repeatable', [answer(503)], { count: 3, kind: 'unknown', status: 503 }],
	['unsafe and perhaps processed', 'unsafe', [answer(500)], { count: 1, kind: 'unknown', status: 500 }],
	['unsafe, not processed', 'unsafe', [answer(429), answer(201)], { count: 2, kind: 'done', status: 201 }],
	['too many, for long', 'unsafe', [answer(429)], { count: 3, kind: 'notTried', status: 429 }],
	[
		'told to wait for longer than somebody waits',
		'repeatable',
		[answer(429, { 'retry-after': 30 }), answer(200)],
		{ count: 1, kind: 'notTried', status: 429 },
	],
])('%s', async (_case, retryClass, answers, expected) => {
	expect(await sent(retryClass, ...answers)).toEqual(expected);
});
