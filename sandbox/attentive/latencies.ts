export interface Latency {
	/** One endpoint, as in 'POST /v1/events/custom'; all if left out. */
	endpoint?: string | undefined;
	ms: number;
	/** Up to so many milliseconds more, different for each request. */
	jitterMs?: number | undefined;
}

/** How long requests wait before they are looked at: with jitter, requests on their way together overtake each other. */
export class Latencies {
	private readonly byEndpoint = new Map<string, Latency>();
	private all: Latency = { ms: 0 };

	setLatency(latency: Latency): void {
		if (latency.endpoint !== undefined) {
			this.byEndpoint.set(latency.endpoint, latency);
			return;
		}
		this.all = latency;
		this.byEndpoint.clear();
	}

	/** Milliseconds for the next request. */
	next(endpoint: string): number {
		const { ms, jitterMs } = this.byEndpoint.get(endpoint) ?? this.all;
		return ms + Math.random() * (jitterMs ?? 0);
	}
}
