import type { SendingSettings } from '../delivery/settings';

export type Mode = 'live' | 'testRecipients' | 'validateOnly';

/** What holds for a whole run of the node. */
export interface Settings extends SendingSettings {
	mode: Mode;
	/** E.164 phones and lower-case emails. */
	testRecipients: ReadonlySet<string>;
	resultOnly: boolean;
	/** Whether skipped items come out: those that follow would take them for sent. */
	passesSkippedOn: boolean;
	/** Infinity where any number is allowed; undefined where nothing is said. */
	stopAboveItems?: number;
	stopAboveInvalidPercent?: number;
	/** Whether this run can text the people that its items are about. */
	textsPeople: boolean;
}
