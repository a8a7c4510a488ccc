import { realTime, type Clock } from '../attentive/clock';
import type { Body, Exchange } from './messages';

/** How many requests are kept, at most, and how many characters of all their bodies and answers. */
export const mostKept = 20_000;
const mostCharacters = 64_000_000;
/** Of one body or answer. */
const mostOfOne = 20_000;
/** Cutting seldom keeps a request's cost constant. */
const cutAtOnce = 1_000;

/** How much the account has of what requests lead to. */
export interface Counts {
	ledger: number;
	texts: number;
	noTexts: number;
}

/** Counts before and after. */
export interface Span {
	from: Counts;
	to: Counts;
}

/** A request with its answer, as the log keeps it: without what came of it, of which it only knows where to look. */
export interface KeptRequest extends Omit<Exchange, 'ledger' | 'userId' | 'texts' | 'notSent'> {
	/** What was written while it was answered, all of it because of it. */
	wrote: Span;
}

export interface Arrival {
	endpoint: string | null;
	method: string;
	path: string;
	app: string | undefined;
	body: string;
	limit: number;
	/** Body and answer have secrets: neither is kept. */
	secret?: boolean;
}

/** A request on its way through the sandbox. */
export interface Noted {
	/** @param reason why it was refused, in words */
	refused(reason: string): void;
	struckBy(fault: string): void;
	/** What is written from now on until the answer is written because of this request. */
	writes(): void;
	/** Ends it. @param status null: no answer */
	answered(status: number | null, answer?: string): void;
}

/** The last requests with their answers, for the window. An account has none unless somebody may open the window. */
export class RequestLog {
	private kept: KeptRequest[] = [];
	private characters = 0;
	private last = 0;

	constructor(
		private readonly clock: Clock,
		private readonly counts: () => Counts,
	) {}

	arrived(arrival: Arrival): Noted {
		const { secret = false } = arrival;
		const began = realTime();
		// As the rate limits count.
		const second = Math.round(performance.timeOrigin + Math.floor(performance.now() / 1000) * 1000);
		let reason: string | undefined;
		let fault: string | undefined;
		let from: Counts | undefined;
		return {
			refused: (why) => void (reason = why),
			struckBy: (kind) => void (fault = kind),
			writes: () => void (from = this.counts()),
			answered: (status, answer = '') => {
				const to = this.counts();
				this.add({
					endpoint: arrival.endpoint,
					method: arrival.method,
					path: beginning(arrival.path),
					app: arrival.app ?? null,
					limit: arrival.limit,
					second,
					at: this.clock.iso(),
					body: keptText(arrival.body, secret),
					answer: keptText(answer, secret),
					status,
					took: realTime() - began,
					wrote: { from: from ?? to, to },
					...(reason === undefined ? {} : { reason }),
					...(fault === undefined ? {} : { fault }),
				});
			},
		};
	}

	/** The number of the last one; 0 before the first. */
	get lastNumber(): number {
		return this.last;
	}

	/** The oldest that is still kept. */
	get oldest(): KeptRequest | undefined {
		return this.kept[0];
	}

	find(number: number): KeptRequest | undefined {
		return this.kept[number - (this.kept[0]?.number ?? 1)];
	}

	/** @param after a number @param most how many at once */
	list(after: number, most: number): KeptRequest[] {
		const first = Math.max(after + 1 - (this.kept[0]?.number ?? 1), 0);
		return this.kept.slice(first, first + most);
	}

	private add(request: Omit<KeptRequest, 'number'>): void {
		this.last += 1;
		this.kept.push({ number: this.last, ...request });
		this.characters += charactersOf(request);
		while (this.kept.length > mostKept + cutAtOnce || this.characters > mostCharacters) {
			const cut = this.kept.splice(0, Math.min(cutAtOnce, this.kept.length));
			for (const one of cut) this.characters -= charactersOf(one);
		}
	}
}

function charactersOf({ body, answer, path }: Omit<KeptRequest, 'number'>): number {
	return body.text.length + answer.text.length + path.length;
}

function keptText(text: string, hidden: boolean): Body {
	return hidden
		? { text: '', length: text.length, hidden: true }
		: { text: beginning(text), length: text.length };
}

/** A copy where it is cut: a slice would keep the whole in memory. */
function beginning(text: string): string {
	return text.length <= mostOfOne ? text : Buffer.from(text.slice(0, mostOfOne)).toString();
}
