import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, until, UPSERT_MANY, type Bench } from './setup';

/** What the tests of waiting have in common. */

export const waiting = (waitMinutes: number): INodeParameters => ({ waitForResults: true, waitMinutes });

export const getJob = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'bulkJob',
	operation: 'get',
	jobId: '={{ $json.jobId }}',
	options,
});

/** Members of so many segments: each segment is a job. */
export const addMembers = (waitMinutes: number): INodeParameters => ({
	resource: 'segment',
	operation: 'addMembers',
	externalId: '={{ $json.segment }}',
	email: '={{ $json.email }}',
	options: waiting(waitMinutes),
});
export const membersOf = (segments: number): IDataObject[] =>
	Array.from({ length: segments }, (_row, index) => ({
		segment: `segment-${index}`,
		email: `p${index}@example.com`,
	}));
export async function createSegments(bench: Bench, count: number): Promise<void> {
	const parameters: INodeParameters = {
		resource: 'segment',
		operation: 'create',
		name: '={{ $json.segment }}',
		additionalFields: { externalId: '={{ $json.segment }}' },
	};
	await bench.run(parameters, membersOf(count));
}

/** Submits so many jobs of one user each, and gives their IDs in order. */
export async function createJobs({ sandbox }: Bench, count: number): Promise<string[]> {
	await sandbox.control.setLimit({ endpoint: UPSERT_MANY, perSecond: 1_000 });
	for (let index = 0; index < count; index++) {
		await fetch(`${sandbox.url}/v2/bulk/user/attributes`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${sandbox.apiKey}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({ users: [{ identifiers: { email: `p${index}@example.com` } }] }),
		});
	}
	return (await sandbox.control.jobs()).map(({ bulkJobId }) => bulkJobId);
}

/** What the node puts out; nothing where the run was cancelled, as soon as something has happened that must not. */
export async function outputUnless(
	bench: Bench,
	isWrong: () => Promise<boolean>,
	parameters: INodeParameters,
	rows: IDataObject[],
): Promise<IDataObject[]> {
	const started = bench.n8n.start(bench.workflow(parameters, CONTINUE), {
		input: rows.map((json) => ({ json })),
		mode: 'trigger',
	});
	let hasEnded = false;
	void started.finished.finally(() => (hasEnded = true));
	await until(async () => hasEnded || (await isWrong()));
	if (hasEnded) return (await started.finished).json('Attentive');
	started.cancel();
	await started.finished;
	return [];
}
