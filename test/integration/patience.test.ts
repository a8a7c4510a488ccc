import { rows, SEND_EVENT, SET_ATTRIBUTES, startBench, type Bench } from './setup';

// Half a minute is the promise: nothing shorter shows it.
jest.setTimeout(90_000);

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());

test('a host that cannot be reached is told within half a minute, though an outage is borne for ten', async () => {
	const runs = await Promise.all(
		[SEND_EVENT, SET_ATTRIBUTES].map(
			async (parameters) =>
				await bench.run(parameters, rows(2), {
					baseUrl: 'https://127.0.0.1:1',
					onError: 'continueRegularOutput',
				}),
		),
	);
	for (const run of runs) {
		expect(run.json('Attentive').map(({ error }) => error)).toEqual(
			rows(2).map(() => expect.objectContaining({ status: 'notTried' })),
		);
	}
});
