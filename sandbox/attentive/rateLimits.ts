/** Requests a second that a token has for an endpoint unless the endpoint says otherwise (notes). */
export const defaultRequestsPerSecond = 150;

export interface Allowance {
	exceeded: boolean;
	/** For x-ratelimit-limit: requests a second. */
	limit: number;
	/** For x-ratelimit-remaining: requests left in this second. */
	remaining: number;
}

/** Per token and endpoint, in fixed windows of one second of real time (that windows are fixed is assumed). */
export class RateLimits {
	private readonly windows = new Map<string, { second: number; used: number }>();
	private readonly set = new Map<string, number>();

	setLimit(endpoint: string, perSecond: number): void {
		this.set.set(endpoint, perSecond);
	}

	of(endpoint: string, usual: number): number {
		return this.set.get(endpoint) ?? usual;
	}

	/** Counts one request. A refused request uses nothing up (assumed). */
	take(token: string, endpoint: string, usual: number): Allowance {
		const limit = this.of(endpoint, usual);
		const second = Math.floor(performance.now() / 1000);
		const key = `${endpoint}\n${token}`;
		let window = this.windows.get(key);
		if (window === undefined || window.second !== second) {
			window = { second, used: 0 };
			this.windows.set(key, window);
		}
		if (window.used >= limit) return { exceeded: true, limit, remaining: 0 };
		window.used += 1;
		return { exceeded: false, limit, remaining: limit - window.used };
	}
}
