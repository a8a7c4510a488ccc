import { setMaxListeners } from 'node:events';
import { AttributeTypes, type AttributeTyping } from './attributeTypes';
import { Clock } from './clock';
import { CustomEvents } from './customEvents';
import { Faults } from './faults';
import { Journeys } from './journeys';
import { Latencies } from './latencies';
import { Ledger } from './ledger';
import { RateLimits } from './rateLimits';
import { RequestCounts } from './requestCounts';
import { permissions, Tokens } from './tokens';
import { Users } from './users';

/** Where the sources disagree on what Attentive does. */
export interface Settings {
	attributeTypes: AttributeTyping;
	/** A second event with an externalEventId that was seen is answered 200 and dropped. */
	dropEqualExternalEventIds: boolean;
}

export interface UnknownRequest {
	method: string;
	/** With its query. */
	path: string;
	/** By the sandbox's clock. */
	at: string;
}

/** One Attentive account with all that happened to it: a reset begins a new one. */
export class Account {
	readonly clock = new Clock();
	readonly tokens = new Tokens();
	readonly limits = new RateLimits();
	readonly latencies = new Latencies();
	readonly faults = new Faults();
	readonly requests = new RequestCounts();
	readonly unknownRequests: UnknownRequest[] = [];
	readonly ledger = new Ledger();
	readonly users = new Users();
	readonly attributeTypes = new AttributeTypes();
	readonly customEvents = new CustomEvents();
	readonly journeys = new Journeys();
	settings: Settings = { attributeTypes: 'json', dropEqualExternalEventIds: false };
	private readonly ended = new AbortController();
	private errors = 0;

	constructor(apiKey: string) {
		this.tokens.add(apiKey, 'sandbox', permissions);
		setMaxListeners(0, this.ended.signal);
	}

	/** Aborted when the account is over: what still waits or hangs then ends. */
	get end(): AbortSignal {
		return this.ended.signal;
	}

	close(): void {
		this.ended.abort();
	}

	/** For `error.id`, which in Attentive leads to its logs. */
	nextErrorId(): number {
		this.errors += 1;
		return this.errors;
	}
}
