import { eachField } from '../mappedFields';
import type { INodeParameters } from 'n8n-workflow';
import { events, pointsTaken, resultOf } from './events';
import { enterStage, type Stage } from './stage';
import { attentive, attentiveWorkflow, sendEvent, start } from './workflows';

/** What one run does must hold in later ones: Skip Repeats By, and jobs that take hours. */
const rows = Array.from({ length: 20 }, (_row, index) => ({
	phone: `+1206555${String(200 + index).padStart(4, '0')}`,
	points: index + 1,
}));
const everyRowOnce = rows.map(({ points }) => points);

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
});

beforeEach(async () => {
	await stage.control.reset();
});

test('Skip Repeats By: a retry sends the rest, and a later run nothing', async () => {
	const once: INodeParameters = { ...sendEvent, additionalFields: { skipRepeatsBy: '={{ $json.points }}' } };
	const id = await stage.rest.createWorkflow(attentiveWorkflow('Once', stage.credential, once, rows));
	await stage.control.addFault({ endpoint: events, kind: '401', after: 7 });
	const failed = await stage.rest.run(id, start);
	expect(failed.status).toBe('error');
	const before = await pointsTaken(stage);
	expect(before.length).toBeLessThan(rows.length);

	// Another run in between takes what was not sent: those values were free again.
	await stage.control.clearFaults();
	const second = await stage.rest.run(id, start);
	expect(second.status).toBe('success');
	const states = second.items(attentive).map((item) => resultOf(item).status);
	expect(states.filter((status) => status === 'accepted')).toHaveLength(rows.length - before.length);
	expect(states.filter((status) => status === 'skipped')).toHaveLength(before.length);
	expect(await pointsTaken(stage)).toEqual(everyRowOnce);

	// The retry of the first one does not know of it, and n8n's store does.
	const retried = await stage.rest.retry(failed.id);
	expect(retried.status).toBe('success');
	const third = await stage.rest.run(id, start);
	expect(third.items(attentive).map((item) => resultOf(item).reasonCode)).toEqual(
		rows.map(() => 'alreadySent'),
	);
	expect(await pointsTaken(stage)).toEqual(everyRowOnce);
});

test('a job that takes hours is followed up by a second run', async () => {
	await stage.control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	const people = ['Gold', 'Bronze', 'Gold'].map((tier, index) => ({ email: `p${index}@example.com`, tier }));
	const upsert: INodeParameters = {
		resource: 'user',
		operation: 'upsertMany',
		email: '={{ $json.email }}',
		attributes: eachField([{ column: 'tier', type: 'text' }]),
	};
	const sending = await stage.rest.createWorkflow(
		attentiveWorkflow('Send', stage.credential, upsert, people),
	);
	const sent = (await stage.rest.run(sending, start)).items(attentive);
	expect(sent.map((item) => resultOf(item).status)).toEqual(['pending', 'pending', 'pending']);

	await stage.control.advanceClock(24 * 3_600_000);
	const lookUp: INodeParameters = {
		resource: 'bulkJob',
		operation: 'get',
		jobId: '={{ $json.attentive.jobId }}',
		recordId: '={{ $json.attentive.recordId }}',
	};
	const following = await stage.rest.createWorkflow(
		attentiveWorkflow(
			'Follow up',
			stage.credential,
			lookUp,
			sent.map(({ json }) => json),
		),
	);
	const outcomes = (await stage.rest.run(following, start)).items(attentive);
	expect(outcomes.map(({ json }) => json.status)).toEqual(['accepted', 'refused', 'accepted']);
});
