import { inJob, otherFacts, stateOf } from '../../../nodes/delivery/jobs';
import { fingerprint } from '../../../nodes/delivery/recordOutcomes';
import { bulkJobSchema } from '../../../nodes/schemas/bulkJobs';
import type { Sending } from '../../../nodes/delivery/delivery';

const transport: Sending['transport'] = {
	request: async () => ({ kind: 'answer', status: 200, headers: {}, body: undefined }),
	store: async () => ({ kind: 'answer', status: 200, headers: {}, body: undefined }),
	readLines: async () => {},
};
const process = inJob((payload: object) => payload)({
	transport,
	clock: { now: () => 0, sleep: async () => {}, random: () => 0 },
	isIdempotent: true,
	parcelCount: 1,
	claimedBefore: new Map(),
	waitUntil: () => undefined,
	admit: async (parcels) => parcels,
});
const job = (body: unknown) => bulkJobSchema.parse(body);

/** "Metadata such as timestamps and error messages" (OpenAPI). hapifhir/hapi-fhir#4084 and salesforcecli/plugin-data#705: errors of a job that got lost. */
test.each<[object, string]>([
	[{ status: 'FAILED', errorMessage: 'The file is empty' }, 'FAILED: The file is empty'],
	[{ status: 'failed', errors: [{ message: 'a' }, 'b'] }, 'failed: a; b'],
	[{ status: 'CANCELED', message: 'By a person' }, 'CANCELED: By a person'],
	[{ status: 'ERROR', error: { message: 'Out of space' } }, 'ERROR: Out of space'],
	[{ status: 'TIMED_OUT' }, 'TIMED_OUT'],
])('%j', (body, words) => {
	expect(process.resultOf({ job: job(body) }, { jobId: 'j', recordId: '0-x' })).toMatchObject({
		status: 'failed',
		reason: {
			status: 'unknown',
			reasonCode: 'jobEnded',
			reason: `Unknown whether Attentive processed it: job j ended with the status ${words}`,
		},
	});
});

test('what a job says beside keeps its names; addresses of files, nulls and what is endless do not come out', () => {
	const times = { createdAt: '2026-01-01T00:00:00Z', completedAt: 1700000000000 };
	const told = job({
		bulkJobId: 'j',
		status: 'FAILED',
		totalRecords: '3',
		url: 'https://a',
		resultUrl: 'https://b',
		message: null,
		errors: ['a'],
		...times,
	});
	expect(otherFacts(told)).toEqual({ errors: ['a'], ...times });
	expect(told.totalRecords).toBe(3);
	let deep: object = {};
	for (let level = 0; level < 200; level++) deep = { deep };
	expect(otherFacts(job({ status: 'FAILED', deep }))).toEqual({});
});

test.each<[object, string]>([
	[{}, 'incomplete'],
	[{ status: null }, 'incomplete'],
	[{ status: 'in_progress' }, 'underWay'],
	[{ status: 'NEEDS_REVIEW' }, 'ended'],
])('%j is %s', (body, state) => {
	expect(stateOf({ job: job(body) })).toBe(state);
});

test.each([{ hello: 1 }, [], null, 'OK'])('%j is no job', (body) => {
	expect(bulkJobSchema.safeParse(body).success).toBe(false);
});

test('a job without an ID was accepted all the same', () => {
	expect(process.accepted({ message: 'Submitted' }, {}, 0)).toEqual({});
	expect(process.accepted({ batchJobId: 7 }, {}, 0)).toMatchObject({ jobId: '7' });
});

/** zammad/zammad#893, authgear/authgear-server#4387 and soonick/poMMo#114: emails that differ only in case are one. */
test.each<[object, object, boolean]>([
	[{ email: 'Ann@Example.com' }, { email: 'ann@example.com' }, true],
	[
		{ email: 'ANN@EXAMPLE.COM', phone: '+12065551000' },
		{ phone: '+12065551000', email: 'ann@example.COM' },
		true,
	],
	[
		{ identifiers: { email: 'A@b.c' }, attributes: { firstName: 'Ann' } },
		{ identifiers: { email: 'a@B.c' }, attributes: { firstName: 'Ann' } },
		true,
	],
	[{ email: 'ann@example.com' }, { email: 'bob@example.com' }, false],
	// IDs may differ in case alone.
	[{ clientUserId: 'aB' }, { clientUserId: 'Ab' }, false],
	[{ attributes: { firstName: 'Ann' } }, { attributes: { firstName: 'ann' } }, false],
])('%j and %j: the same is %p', (one, other, isSame) => {
	expect(fingerprint(one) === fingerprint(other)).toBe(isSame);
});
