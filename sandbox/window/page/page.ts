import type { ConnectionState } from './connection';
import type { DeliveryEntry, Model, Outcome, PersonEntry, RequestEntry } from './model';

export const tabs = ['texts', 'requests', 'people', 'journeys', 'webhooks', 'rate', 'more'] as const;
export type Tab = (typeof tabs)[number];

export type Filter = 'all' | 'sent' | 'notSent';

/** What somebody looks at. */
export interface View {
	tab: Tab;
	/** What was typed into the search, for each tab. */
	query: Record<Tab, string>;
	filter: Filter;
	onlyRefused: boolean;
	chosen: Chosen | undefined;
	/** On a narrow screen: the details cover the list. */
	opened: boolean;
	/** Of the plot; undefined: the busiest. */
	endpoint: string | undefined;
	connection: ConnectionState;
}

export type Chosen =
	| { tab: 'texts'; entry: Outcome }
	| { tab: 'requests'; entry: RequestEntry }
	| { tab: 'people'; entry: PersonEntry }
	| { tab: 'webhooks'; entry: DeliveryEntry };

/** What the parts of the page need to draw themselves. */
export interface Page {
	model: Model;
	view: View;
	/** Changes the view and draws it. */
	set(change: Partial<View>): void;
	search(tab: Tab, query: string): void;
	/** The whole of a long body, once it has come. */
	whole(exchangeNumber: number): { body: string; answer: string } | undefined;
	loadWhole(exchangeNumber: number): void;
}
