import type { RetryClass } from '../engine/types';

export type Mode = 'live' | 'testRecipients' | 'validateOnly';

/** What holds for a whole run of the node. Times in ms. */
export interface Settings {
	mode: Mode;
	/** E.164 phones and lower-case emails. */
	testRecipients: ReadonlySet<string>;
	resultOnly: boolean;
	/** Whether skipped items come out: those that follow would take them for sent. */
	passesSkippedOn: boolean;
	/** Infinity where any number is allowed; undefined where nothing is said. */
	stopAboveItems?: number;
	stopAboveInvalidPercent?: number;
	stopAfterFailures?: number;
	/** Whether this run can text the people that its items are about. */
	textsPeople: boolean;
	requestTimeout: number;
	patience: number;
	/** How long to wait for results that come later; 0 for not at all. */
	waiting: number;
	/** How far a request of this run may be repeated. */
	retryClass: RetryClass;
	/** All options as they stand in the panel, for those of the operation alone. */
	options: Record<string, unknown>;
}
