import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';

/** Which of several jobs that are due is done first. */
export const bulkJobOrders = ['asSent', 'lastFirst'] as const;
export type BulkJobOrder = (typeof bulkJobOrders)[number];

export interface BulkJobSettings {
	/** How long a job takes, by the sandbox's clock. */
	bulkJobMs: number;
	bulkJobOrder: BulkJobOrder;
	/** How jobs end. With any other word than COMPLETED nothing of the job is done, and there is no result file. */
	bulkJobEnd: string;
	/** What the status of a job says beside, with its times: "metadata such as timestamps and error messages" (OpenAPI); null: neither. */
	bulkJobMessage: string | null;
	/** Records to refuse when a job is done: those that hold this text as JSON. The first that fits counts. */
	refusedRecords: { match: string; status: number; message: string }[];
}

export const usualBulkJobSettings: BulkJobSettings = {
	bulkJobMs: 4 * 60 * 60 * 1000,
	bulkJobOrder: 'asSent',
	bulkJobEnd: 'COMPLETED',
	bulkJobMessage: null,
	refusedRecords: [],
};

/** What became of one record. */
export interface RecordAnswer {
	status: number;
	message: string;
}

/** One answer for all that went well: a job may have 10,000 of them. */
export const recordDone: RecordAnswer = { status: 200, message: 'Success' };

export interface BulkRequest {
	/** As in 'POST /v2/bulk/user/attributes'. */
	endpoint: string;
	/** The token's label. */
	app: string;
	/** As they were sent, not copied. */
	records: readonly object[];
	/** The segment, where the records are its members. */
	segment?: string;
	/** By what each record is told from others when they are counted: a user's identifiers, a whole member. */
	identities: readonly object[];
	/** Does one record. */
	perform(index: number): RecordAnswer;
}

export interface BulkJobRecord {
	bulkJobId: string;
	endpoint: string;
	app: string;
	segment?: string;
	/** IN_PROGRESS, COMPLETED, or whatever word the job ended with. */
	status: string;
	totalRecords: number;
	/** Records done and records refused; both 0 until the job is completed. */
	done: number;
	refused: number;
	/** ISO times, by the sandbox's clock. */
	submittedAt: string;
	dueAt: string;
	/** Null while in progress. */
	endedAt: string | null;
}

/** How often one record came, and what became of it, over all jobs. */
export interface RecordCount {
	endpoint: string;
	segment?: string;
	/** A user's identifiers, or a segment's member. */
	record: object;
	accepted: number;
	done: number;
	refused: number;
}

/** What the answer of a status request has of a job is kept for two weeks (OpenAPI). */
const keptMs = 14 * 24 * 60 * 60 * 1000;
const recordLimit = 1024 * 1024;
const tooLarge: RecordAnswer = {
	status: 413,
	message: 'expected a record of at most 1 MiB (1,048,576 bytes as JSON) [notes]',
};

export class BulkJob {
	readonly id = randomUUID();
	status = 'IN_PROGRESS';
	endedAt: number | undefined;
	/** In the order of the records; empty unless completed. */
	answers: RecordAnswer[] = [];

	constructor(
		readonly request: BulkRequest,
		readonly submittedAt: number,
		readonly dueAt: number,
	) {}

	end(status: string, now: number, toRefuse: BulkJobSettings['refusedRecords']): void {
		this.status = status;
		this.endedAt = now;
		if (status !== 'COMPLETED') return;
		this.answers = this.request.records.map((record, index) => {
			const json = JSON.stringify(record);
			if (Buffer.byteLength(json) > recordLimit) return tooLarge;
			return toRefuse.find(({ match }) => json.includes(match)) ?? this.request.perform(index);
		});
	}

	record(): BulkJobRecord {
		const { endpoint, app, segment, records } = this.request;
		const done = this.answers.filter(({ status }) => status < 300).length;
		return {
			bulkJobId: this.id,
			endpoint,
			app,
			...(segment === undefined ? {} : { segment }),
			status: this.status,
			totalRecords: records.length,
			done,
			refused: this.answers.length - done,
			submittedAt: new Date(this.submittedAt).toISOString(),
			dueAt: new Date(this.dueAt).toISOString(),
			endedAt: this.endedAt === undefined ? null : new Date(this.endedAt).toISOString(),
		};
	}
}

export class BulkJobs {
	private readonly all = new Map<string, BulkJob>();
	private open: BulkJob[] = [];

	constructor(
		private readonly clock: Clock,
		private readonly settings: () => BulkJobSettings,
	) {}

	submit(request: BulkRequest): BulkJob {
		const now = this.clock.now();
		const job = new BulkJob(request, now, now + this.settings().bulkJobMs);
		this.all.set(job.id, job);
		this.open.push(job);
		return job;
	}

	find(id: string): BulkJob | undefined {
		const job = this.all.get(id);
		return job !== undefined && this.clock.now() <= job.submittedAt + keptMs ? job : undefined;
	}

	/** Ends what is due by `now`. */
	catchUp(now: number): void {
		const due = this.open.filter((job) => job.dueAt <= now);
		if (due.length === 0) return;
		this.open = this.open.filter((job) => job.dueAt > now);
		const { bulkJobOrder, bulkJobEnd, refusedRecords } = this.settings();
		for (const job of bulkJobOrder === 'asSent' ? due : due.reverse()) {
			job.end(bulkJobEnd, now, refusedRecords);
		}
	}

	/** Ends one before it is due, with any word. Whether there was such a job that had not ended. */
	end(id: string, status: string): boolean {
		const job = this.open.find((each) => each.id === id);
		if (job === undefined) return false;
		this.open = this.open.filter((each) => each !== job);
		job.end(status, this.clock.now(), this.settings().refusedRecords);
		return true;
	}

	list(): BulkJobRecord[] {
		return [...this.all.values()].map((job) => job.record());
	}

	/** Counted when asked: nothing is kept for it. */
	recordCounts(endpoint?: string): RecordCount[] {
		const counts = new Map<string, RecordCount>();
		for (const { request, answers } of this.all.values()) {
			if (endpoint !== undefined && request.endpoint !== endpoint) continue;
			request.identities.forEach((record, index) => {
				const key = JSON.stringify([request.endpoint, request.segment, Object.entries(record).sort()]);
				let count = counts.get(key);
				if (count === undefined) {
					const { endpoint, segment } = request;
					const place = segment === undefined ? { endpoint } : { endpoint, segment };
					count = { ...place, record, accepted: 0, done: 0, refused: 0 };
					counts.set(key, count);
				}
				const status = answers[index]?.status;
				count.accepted += 1;
				if (status !== undefined && status < 300) count.done += 1;
				if (status !== undefined && status >= 300) count.refused += 1;
			});
		}
		return [...counts.values()];
	}
}
