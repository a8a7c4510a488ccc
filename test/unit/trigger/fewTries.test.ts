import { fewTries } from '../../../nodes/AttentiveTrigger/fewTries';
import type { Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

const answer = (status: number, headers: Record<string, unknown> = {}): Outcome => ({
	kind: 'answer',
	status,
	headers,
	body: {},
});

/** Sends to something that gives these answers in turn, the last one for ever. */
async function sent(isIdempotent: boolean, ...answers: Outcome[]) {
	const clock = new FakeClock();
	let count = 0;
	const send = async () => answers[Math.min(count++, answers.length - 1)] ?? answer(200);
	const { ended, outcome } = await clock.run(fewTries(send, isIdempotent, clock));
	return { count, kind: ended.kind, status: outcome.kind === 'answer' ? outcome.status : outcome.cause };
}

test.each<[string, boolean, Outcome[], object]>([
	['a success', false, [answer(201)], { count: 1, kind: 'done', status: 201 }],
	['a refusal', true, [answer(404)], { count: 1, kind: 'refused', status: 404 }],
	['passing', true, [answer(500), answer(429), answer(200)], { count: 3, kind: 'done', status: 200 }],
	['lasting', true, [answer(503)], { count: 3, kind: 'unknown', status: 503 }],
	['not idempotent, perhaps processed', false, [answer(500)], { count: 1, kind: 'unknown', status: 500 }],
	[
		'not idempotent, not processed',
		false,
		[answer(429), answer(201)],
		{ count: 2, kind: 'done', status: 201 },
	],
	['too many, for long', false, [answer(429)], { count: 3, kind: 'notTried', status: 429 }],
	[
		'told to wait for longer than somebody waits',
		true,
		[answer(429, { 'retry-after': 30 }), answer(200)],
		{ count: 1, kind: 'notTried', status: 429 },
	],
])('%s', async (_case, isIdempotent, answers, expected) => {
	expect(await sent(isIdempotent, ...answers)).toEqual(expected);
});
