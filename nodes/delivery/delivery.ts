import type { IDataObject } from 'n8n-workflow';
import type { Requests } from '../engine/requests';
import type { Clock, Endpoint } from '../engine/types';
import type { Permission } from '../errors/permission';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { Transport } from '../transport/transport';
import type { Process } from './follow';
import type { Parcel } from './parcel';
import type { Claim } from './question';

/** How an operation sends what was read. */
export interface Delivery<Payload extends object = object> {
	endpoint: Endpoint;
	/** For requests that hold several payloads; one unless given. */
	batch?: Batch<Payload>;
	/** What the result says about a payload, known before it is sent. */
	details(payload: Payload): IDataObject;
	/** What the result needs of the answer, by its name there: what a user is warned of where Attentive leaves it out. */
	needed?: Record<string, string>;
	/** What a user is told where a read has found nothing. */
	foundNothing?: string;
	preview(payload: Payload): Preview;
	/** Called once a run. */
	start(sending: Sending): Sender<Payload>;
}

export interface Batch<Payload> {
	/** How much one request holds: payloads, or what `size` measures. */
	most: number;
	/** Payloads with equal keys may share a request. */
	by?(payload: Payload): string;
	size?(payload: Payload): number;
	/** What `size` counts, in the plural. */
	unit?: string;
}

/** What Validate Only shows of a payload. */
export interface Preview {
	request: AttentiveRequest;
	/** What is sent but does not stand in the request. */
	more?: IDataObject;
	/** Names and values that the payload brings to Attentive, where their types matter. */
	named?: Record<string, unknown>;
}

/** Sends the parcels of one run. */
export interface Sender<Payload extends object = object> {
	/**
	 * Sends one batch, and settles each parcel. What is not settled when it returns was not sent.
	 * Waits for nothing slow but its requests.
	 */
	send(batch: Array<Parcel<Payload>>, requests: Requests): Promise<void>;
	/** What Attentive works on after it has accepted a parcel. */
	process?: Process;
}

/** What a delivery may use and know of the run. */
export interface Sending {
	transport: Transport;
	clock: Clock;
	/** Whether a second time would change nothing. */
	isIdempotent: boolean;
	permission?: Permission;
	/** How many parcels the run has. */
	parcelCount: number;
	/** What items of an earlier try of this run have claimed. */
	claimedBefore: ReadonlyMap<string, Claim>;
	/** Until when results are waited for, in ms of the clock; undefined where they are not. The same for all of the run. */
	waitUntil(): number | undefined;
	/** Gives the parcels that may be sent as far as Skip Repeats By is concerned, and settles the others. */
	admit<Payload extends object>(parcels: Array<Parcel<Payload>>): Promise<Array<Parcel<Payload>>>;
}
