import type { RetryClass } from '../engine/types';

export type Mode = 'live' | 'testRecipients' | 'validateOnly';

/** What holds for a whole run of the node. Times in ms. */
export interface Settings {
	mode: Mode;
	/** E.164 phones and lower-case emails. */
	testRecipients: ReadonlySet<string>;
	resultOnly: boolean;
	stopAboveItems?: number;
	stopAfterFailures?: number;
	requestTimeout: number;
	patience: number;
	/** How long to wait for results that come later; 0 where nobody wants to. */
	waiting: number;
	/** How far a request of this run may be repeated. */
	retryClass: RetryClass;
	/** All options as they stand in the panel, for those of the operation alone. */
	options: Record<string, unknown>;
}
