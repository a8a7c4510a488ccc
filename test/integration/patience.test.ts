import { CONTINUE, rows, SEND_EVENT, SET_ATTRIBUTES, statuses, useBench } from './setup';

// Half a minute is the promise: nothing shorter shows it.
jest.setTimeout(90_000);

const bench = useBench();

test('a host that cannot be reached is told within half a minute, though an outage is borne for ten', async () => {
	const runs = await Promise.all(
		[SEND_EVENT, SET_ATTRIBUTES].map(
			async (parameters) =>
				await bench.run(parameters, rows(2), { ...CONTINUE, baseUrl: 'https://127.0.0.1:1' }),
		),
	);
	for (const run of runs) expect(statuses(run)).toEqual(['notTried', 'notTried']);
});
