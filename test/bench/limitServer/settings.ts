/** How the server answers. */
export interface ServerSettings {
	/** Requests a second for each token, method and path. */
	perSecond: number;
	/** Whether a limit is counted in whole seconds of the clock, or in the second before each request. Attentive documents neither. */
	window: 'fixed' | 'sliding';
	/** How long each answer takes, in ms. */
	latency: number;
	/** Answers that take longer: the place of the request among the accepted ones, from 0, and ms. */
	slow: Record<number, number>;
	/** What names a record in the text of a body, such as '"points":(\\d+)': each match's group is noted. Empty: nothing is looked at. */
	key: string;
	/** Status and body of what is accepted. */
	answer: { status: number; body: object };
	/** The limit from a time on, in ms after the first request. */
	changes: Array<{ afterMs: number; perSecond: number }>;
}

export const DEFAULT_SETTINGS: ServerSettings = {
	perSecond: 150,
	window: 'fixed',
	latency: 0,
	slow: {},
	key: '',
	answer: { status: 200, body: {} },
	changes: [],
};

/** A request as the server has seen it. */
export interface Arrival {
	/** When it came, in ms of the server's clock. */
	at: number;
	status: number;
	/** What its body named. */
	keys: string[];
}

export type Asked = { set: Partial<ServerSettings> } | { log: true };
