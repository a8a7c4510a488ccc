import { events, pointsTaken } from './events';
import { enterStage, type Stage } from './stage';
import { attentive, attentiveWorkflow, sendEvent, start, type NodeSettings } from './workflows';

const rows = Array.from({ length: 20 }, (_row, index) => ({
	phone: `+1206555${String(100 + index).padStart(4, '0')}`,
	points: index + 1,
}));

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
});

beforeEach(async () => {
	await stage.control.reset();
});

async function workflow(name: string, settings?: NodeSettings): Promise<string> {
	return await stage.rest.createWorkflow(
		attentiveWorkflow(name, stage.credential, sendEvent, rows, settings),
	);
}

const everyRowOnce = rows.map(({ points }) => points);

test.each(['original', 'saved'] as const)(
	'Retry (%s workflow) after a refused key sends the rest, and nothing twice',
	async (which) => {
		await stage.control.addFault({ endpoint: events, kind: '401', after: 7 });
		const failed = await stage.rest.run(await workflow(`Retry ${which}`), start);
		expect(failed.status).toBe('error');
		const before = await pointsTaken(stage);
		expect(before.length).toBeGreaterThan(0);
		expect(before.length).toBeLessThan(rows.length);

		const retried = await stage.rest.retry(failed.id, which);
		expect(retried).toMatchObject({ status: 'success', mode: 'retry' });
		expect(retried.items(attentive)).toHaveLength(rows.length);
		expect(await pointsTaken(stage)).toEqual(everyRowOnce);
	},
);

test('Retry does not send again what Attentive may have taken', async () => {
	await stage.control.addFault({ endpoint: events, kind: '503after', after: 7 });
	const failed = await stage.rest.run(await workflow('Retry unknown'), start);
	expect(failed.status).toBe('error');

	const retried = await stage.rest.retry(failed.id);
	// The row of unknown fate stays a failure: only a person can look it up.
	expect(retried.status).toBe('error');
	expect(await pointsTaken(stage)).toEqual(everyRowOnce);
});

test('Retry On Fail sends the rest, and nothing twice', async () => {
	await stage.control.addFault({ endpoint: events, kind: '401', after: 7 });
	const run = await stage.rest.run(
		await workflow('Retry On Fail', { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }),
		start,
	);
	expect(run.status).toBe('success');
	expect(run.items(attentive)).toHaveLength(rows.length);
	expect(await pointsTaken(stage)).toEqual(everyRowOnce);
});
