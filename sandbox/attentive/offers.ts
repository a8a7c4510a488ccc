/** An offer's distribution window, as chosen in Attentive's own screens. */
export const distributionWindows = ['custom', 'never', 'timeToLive'] as const;
export type DistributionWindow = (typeof distributionWindows)[number];

const windowNames: Record<DistributionWindow, string> = {
	custom: 'Custom time period',
	never: 'Never expire',
	timeToLive: 'Time to live',
};

/** When codes may be handed out, as sent. */
export interface DistributionRange {
	start: string;
	stop: string;
}

export interface OfferRecord {
	id: number;
	window: DistributionWindow;
	/** In all uploads. */
	codeCount: number;
	uploads: { codeCount: number; range: DistributionRange | null }[];
}

interface Offer {
	id: number;
	window: DistributionWindow;
	uploads: { codes: readonly string[]; range: DistributionRange | undefined }[];
}

export class Offers {
	private readonly byId = new Map<number, Offer>();

	/** A known one gets another window and keeps its codes. */
	set(id: number, window: DistributionWindow): void {
		this.byId.set(id, { id, window, uploads: this.byId.get(id)?.uploads ?? [] });
	}

	find(id: number): Offer | undefined {
		return this.byId.get(id);
	}

	/** Why codes with these dates cannot be added, or undefined if they can. All rules are OpenAPI's. */
	objection({ window, uploads }: Offer, range: DistributionRange | undefined): string | undefined {
		const received = range === undefined ? 'neither' : shown(range);
		const place = 'body.distributionStart and distributionStop';
		if (range !== undefined && window !== 'custom') {
			return `${place}: expected neither, because the offer's distribution window is ${windowNames[window]}, received ${received} [OpenAPI]`;
		}
		if (range === undefined && window === 'custom') {
			return `${place}: expected both, because the offer's distribution window is ${windowNames.custom}, received ${received} [OpenAPI]`;
		}
		const [first] = uploads;
		if (first !== undefined && (first.range === undefined) !== (range === undefined)) {
			const before = first.range === undefined ? 'neither' : 'both';
			return `${place}: expected ${before}, because earlier uploads to this offer have ${before}, received ${received} [OpenAPI]`;
		}
		const overlapped = range && uploads.find((upload) => upload.range && overlap(upload.range, range));
		if (overlapped?.range !== undefined) {
			return `${place}: expected a range equal to an earlier one or apart from all, received ${received}, which overlaps ${shown(overlapped.range)} [OpenAPI]`;
		}
		return undefined;
	}

	/** The first of these codes that the offer has already. */
	known({ uploads }: Offer, codes: readonly string[]): string | undefined {
		const own = new Set(uploads.flatMap((upload) => upload.codes));
		return codes.find((code) => own.has(code));
	}

	/** @param codes kept as they are, not copied */
	upload(offer: Offer, codes: readonly string[], range: DistributionRange | undefined): void {
		offer.uploads.push({ codes, range });
	}

	list(): OfferRecord[] {
		return [...this.byId.values()].map(({ id, window, uploads }) => ({
			id,
			window,
			codeCount: uploads.reduce((sum, { codes }) => sum + codes.length, 0),
			uploads: uploads.map(({ codes, range }) => ({ codeCount: codes.length, range: range ?? null })),
		}));
	}
}

/** Equal ranges do not count, nor do ranges that only touch (the latter is assumed). */
function overlap(a: DistributionRange, b: DistributionRange): boolean {
	const [aStart, aStop, bStart, bStop] = [a.start, a.stop, b.start, b.stop].map((time) => Date.parse(time));
	if (aStart === bStart && aStop === bStop) return false;
	return Number(aStart) < Number(bStop) && Number(bStart) < Number(aStop);
}

function shown({ start, stop }: DistributionRange): string {
	return `${start} to ${stop}`;
}
