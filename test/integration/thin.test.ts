import { startBench, SEND_EVENT, SET_ATTRIBUTES, rows, EVENTS, type Bench } from './setup';
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
test('thin', async () => {
	const run = await bench.run(SEND_EVENT, [{ phone: '(206) 399-6576', points: '1,250' }]);
	console.log(
		run.status,
		run.error,
		JSON.stringify(run.json('Attentive')),
		JSON.stringify(await bench.sandbox.control.ledger(EVENTS)),
	);
	const run2 = await bench.run(SET_ATTRIBUTES, [...rows(2), { phone: '123', points: 3 }], {
		onError: 'continueErrorOutput',
	});
	console.log(
		run2.status,
		run2.error,
		JSON.stringify(run2.json('Attentive')),
		JSON.stringify(run2.json('Attentive', 1)),
		run2.hints('Attentive'),
	);
	const run3 = await bench.run(SET_ATTRIBUTES, [...rows(2), { phone: '123', points: 3 }]);
	console.log(run3.status, run3.error?.message, run3.error?.description);
	const run4 = await bench.run({ resource: 'account', operation: 'get' }, [{}]);
	console.log(run4.status, run4.error?.message, JSON.stringify(run4.json('Attentive')));
	const run5 = await bench.run(
		{ resource: 'customAttribute', operation: 'get', lookUpBy: 'phone', phone: '+12065551000' },
		[{}],
	);
	console.log(run5.status, run5.error?.message, JSON.stringify(run5.json('Attentive')));
});
