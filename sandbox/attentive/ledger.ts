export interface LedgerEntry {
	/** From 1, in the order of writing. */
	sequence: number;
	/** By the sandbox's clock. */
	at: string;
	/** When the request arrived: real time in milliseconds since 1970, with fractions. */
	receivedAt: number;
	/** As in 'POST /v1/events/custom'. */
	endpoint: string;
	/** The token's label, never its secret. */
	token: string;
	/** As it was sent. */
	body: unknown;
	/** What stood in the path's braces; only where it has any. */
	params?: Record<string, string>;
	/** Whom it is about; left out where it is about nobody, or nobody known. */
	userId?: string;
	/** Accepted, and then dropped as a repetition. */
	dropped?: true;
	/** Only where a request has many: how many records of its body were accepted. */
	records?: number;
	/** The job that the request became. */
	bulkJobId?: string;
}

/** Every accepted write, in order. */
export class Ledger {
	private readonly entries: LedgerEntry[] = [];

	append(entry: Omit<LedgerEntry, 'sequence'>): void {
		this.entries.push({ sequence: this.entries.length + 1, ...entry });
	}

	list(endpoint?: string): LedgerEntry[] {
		return endpoint === undefined
			? this.entries
			: this.entries.filter((entry) => entry.endpoint === endpoint);
	}
}
