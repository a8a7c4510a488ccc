import type { BulkJob, RecordAnswer } from './bulkJobs';

/**
 * What a line of a result file looks like: "a record of each request and its corresponding response" is all that OpenAPI says.
 * answerOnly: without the request, so that the place of a line is all that tells.
 */
export const jobResultShapes = ['plain', 'asText', 'nested', 'otherNames', 'answerOnly'] as const;
export type JobResultShape = (typeof jobResultShapes)[number];

export const jobResultOrders = ['asSent', 'shuffled'] as const;
export type JobResultOrder = (typeof jobResultOrders)[number];

/** How a result file writes the emails of requests; elsewhere their case does not matter (assumed). */
export const jobResultEmails = ['asSent', 'lowerCase'] as const;
export type JobResultEmails = (typeof jobResultEmails)[number];

export interface JobResultSettings {
	jobResultShape: JobResultShape;
	jobResultOrder: JobResultOrder;
	/** Every so many-th record has no line; 0: all have one. */
	jobResultMissing: number;
	jobResultEmails: JobResultEmails;
}

export const usualJobResultSettings: JobResultSettings = {
	jobResultShape: 'plain',
	jobResultOrder: 'asSent',
	jobResultMissing: 0,
	jobResultEmails: 'asSent',
};

/** The whole .jsonl file of a completed job. */
export function jobResultFile(
	{ request: { endpoint, records }, answers }: BulkJob,
	settings: JobResultSettings,
): string {
	const { jobResultShape, jobResultOrder, jobResultMissing } = settings;
	const lines = records.flatMap((record, index) => {
		const answer = answers[index];
		if (answer === undefined || (jobResultMissing > 0 && (index + 1) % jobResultMissing === 0)) return [];
		const written = settings.jobResultEmails === 'asSent' ? record : withLowerCaseEmails(record);
		return [JSON.stringify(line(jobResultShape, endpoint, written, answer))];
	});
	const ordered = jobResultOrder === 'asSent' ? lines : shuffled(lines);
	return ordered.map((each) => `${each}\n`).join('');
}

function line(
	shape: JobResultShape,
	endpoint: string,
	request: object,
	{ status, message }: RecordAnswer,
): object {
	const body = { success: status < 300, message };
	switch (shape) {
		case 'plain':
			return { request, response: { status, body } };
		case 'asText':
			return { request: JSON.stringify(request), response: JSON.stringify({ status, body }) };
		case 'nested': {
			const [method, path] = endpoint.split(' ');
			return {
				record: { request: { method, path, body: request }, response: { status: { code: status }, body } },
			};
		}
		case 'otherNames':
			return {
				input: request,
				output: status < 300 ? { statusCode: status } : { statusCode: status, error: { message } },
			};
		case 'answerOnly':
			return { status, ...body };
	}
}

function withLowerCaseEmails(record: object): object {
	const lowered: unknown = JSON.parse(JSON.stringify(record), (name, value: unknown) =>
		name === 'email' && typeof value === 'string' ? value.toLowerCase() : value,
	);
	return Object(lowered);
}

/** Another order, always the same one: by a hash of the place. */
function shuffled(lines: readonly string[]): string[] {
	const hash = (place: number) => Math.imul(place + 1, 0x9e3779b1) >>> 0;
	return lines
		.map((text, place) => ({ text, place }))
		.sort((a, b) => hash(a.place) - hash(b.place))
		.map(({ text }) => text);
}
