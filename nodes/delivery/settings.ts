/** What holds for all that a run sends. Times in ms. */
export interface SendingSettings {
	/** Whether a request of this run changes nothing when it comes a second time (RFC 9110). */
	isIdempotent: boolean;
	requestTimeout: number;
	/** How long to go on without one success. */
	patience: number;
	/** How long to wait for results that come later; 0 for not at all. */
	waiting: number;
	stopAfterFailures?: number;
	/** All options as they stand in the panel, for those of the operation alone. */
	options: Record<string, unknown>;
}
