export interface RequestCount {
	endpoint: string;
	/** All that came, accepted or not. */
	total: number;
	/** How many got which status; 'noAnswer' for those that were reset or left hanging. */
	statuses: Record<string, number>;
	/** The most in one of the seconds by which the rate limits count. */
	peakPerSecond: number;
	/** The most in any 1,000 ms, wherever they begin. */
	peakInAnySecond: number;
	/** How many came before the time was over that the Retry-After of an earlier answer had named. */
	tooEarly: number;
	/** Real time in milliseconds since 1970, with fractions; null before the first. */
	firstAt: number | null;
	lastAt: number | null;
}

class EndpointCount {
	total = 0;
	readonly statuses = new Map<string, number>();
	peakPerSecond = 0;
	peakInAnySecond = 0;
	tooEarly = 0;
	notBefore = 0;
	firstAt: number | null = null;
	lastAt: number | null = null;
	private second = -1;
	private inSecond = 0;
	private recent: number[] = [];
	private oldest = 0;

	arrived(receivedAt: number): void {
		this.total += 1;
		this.firstAt ??= receivedAt;
		this.lastAt = receivedAt;
		if (receivedAt < this.notBefore) this.tooEarly += 1;

		const second = Math.floor(performance.now() / 1000);
		this.inSecond = second === this.second ? this.inSecond + 1 : 1;
		this.second = second;
		this.peakPerSecond = Math.max(this.peakPerSecond, this.inSecond);

		this.recent.push(receivedAt);
		while ((this.recent[this.oldest] ?? receivedAt) <= receivedAt - 1000) this.oldest += 1;
		this.peakInAnySecond = Math.max(this.peakInAnySecond, this.recent.length - this.oldest);
		// Cutting seldom keeps a request's cost constant however many came before.
		if (this.oldest > 10_000) {
			this.recent = this.recent.slice(this.oldest);
			this.oldest = 0;
		}
	}
}

/** Counts every request of an endpoint, so that a test can say how many came at all. */
export class RequestCounts {
	private readonly byEndpoint = new Map<string, EndpointCount>();

	arrived(endpoint: string, receivedAt: number): void {
		this.of(endpoint).arrived(receivedAt);
	}

	answered(endpoint: string, status: number | 'noAnswer'): void {
		const { statuses } = this.of(endpoint);
		statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
	}

	/** A Retry-After has told the client to come again at this time, in milliseconds since 1970. */
	askedToWait(endpoint: string, until: number): void {
		const count = this.of(endpoint);
		count.notBefore = Math.max(count.notBefore, until);
	}

	/** One for each of these endpoints, in their order, also where nothing came. */
	list(endpoints: readonly string[]): RequestCount[] {
		return endpoints.map((endpoint) => {
			const count = this.of(endpoint);
			return {
				endpoint,
				total: count.total,
				statuses: Object.fromEntries(count.statuses),
				peakPerSecond: count.peakPerSecond,
				peakInAnySecond: count.peakInAnySecond,
				tooEarly: count.tooEarly,
				firstAt: count.firstAt,
				lastAt: count.lastAt,
			};
		});
	}

	private of(endpoint: string): EndpointCount {
		let count = this.byEndpoint.get(endpoint);
		if (count === undefined) {
			count = new EndpointCount();
			this.byEndpoint.set(endpoint, count);
		}
		return count;
	}
}
