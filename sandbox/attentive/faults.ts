/** What a fault does in place of, or in addition to, the usual answer. All but the '...after' kinds strike before a write. */
export const statusFaults = [
	'400',
	'401',
	'403',
	'404',
	'405',
	'409',
	'413',
	'429',
	'500before',
	'502',
	'503',
	'504',
	'500after',
	'502after',
	'503after',
	'504after',
] as const;

export const otherFaults = ['reset', 'resetAfter', 'hang', 'hangAfter', 'garbage'] as const;

export const answerFaults = ['answer', 'answerAfter'] as const;

interface Target {
	/** One endpoint, as in 'POST /v1/events/custom'; all if left out. */
	endpoint?: string | undefined;
	/** How many requests it strikes: 1 if left out. */
	count?: number | undefined;
	/** How many requests to let pass first. */
	after?: number | undefined;
	/** Strikes (and counts) only requests whose URL or raw body holds this text. */
	match?: string | undefined;
}

export type Fault = Target &
	(
		| {
				kind: (typeof statusFaults)[number];
				/** Seconds, for a Retry-After header. */
				retryAfter?: number | undefined;
		  }
		| { kind: 'slow'; ms: number }
		| { kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 | undefined }
		| {
				/** An answer that the usual one never is: in its place, or after the write. */
				kind: (typeof answerFaults)[number];
				status: number;
				/** Anything as JSON; a text as plain text. Left out: no body. */
				body?: unknown;
		  }
		| { kind: (typeof otherFaults)[number] }
	);

interface Waiting {
	fault: Fault;
	toPass: number;
	toStrike: number;
}

export class Faults {
	private waiting: Waiting[] = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, toPass: fault.after ?? 0, toStrike: fault.count ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault for a request that was not looked at yet. */
	beforeWrite(endpoint: string, url: string, body: string): Fault | undefined {
		return this.next(false, endpoint, url, body);
	}

	/** The fault for a request whose write has just happened. So these kinds count accepted writes only. */
	afterWrite(endpoint: string, url: string, body: string): Fault | undefined {
		return this.next(true, endpoint, url, body);
	}

	private next(afterWrite: boolean, endpoint: string, url: string, body: string): Fault | undefined {
		for (const waiting of this.waiting) {
			const { fault } = waiting;
			if (strikesAfterWrite(fault) !== afterWrite) continue;
			if (fault.endpoint !== undefined && fault.endpoint !== endpoint) continue;
			if (fault.match !== undefined && !url.includes(fault.match) && !body.includes(fault.match)) continue;
			if (waiting.toPass > 0) {
				waiting.toPass -= 1;
				continue;
			}
			waiting.toStrike -= 1;
			if (waiting.toStrike <= 0) this.waiting = this.waiting.filter((each) => each !== waiting);
			return fault;
		}
		return undefined;
	}
}

function strikesAfterWrite({ kind }: Fault): boolean {
	return kind.endsWith('after') || kind.endsWith('After');
}
