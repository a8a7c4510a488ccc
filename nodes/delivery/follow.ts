import type { IDataObject } from 'n8n-workflow';
import type { Requests } from '../engine/requests';
import type { Clock, Endpoint, Outcome } from '../engine/types';
import type { ItemResult } from '../errors/itemResult';
import { itemError } from '../errors/itemError';
import type { Reason } from '../errors/reasons';
import type { Parcel } from './parcel';

/** Pauses between two looks, in ms: short at first, for a test of a few rows, then longer. */
const SHORTEST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;
const GROWTH = 1.5;
/** For so long after the deadline the last looks may start, in ms: there may be many. Also what each look has in any case. */
const LAST_LOOKS = 60_000;
/** Looks at one thing that may come to nothing before no more are made: a file that cannot be read, a job that is not found. */
const MOST_VAIN_LOOKS = 3;

/** Something at Attentive that can be looked at, such as a job. `Found` is what one look shows. */
export interface Looks<Found> {
	endpoint: Endpoint;
	/**
	 * Looks once. `found` is missing where the answer cannot be understood.
	 * @param patience ms that reading what came of it may take
	 * @param waiting details of the results that wait for it
	 */
	look(id: string, patience?: number, waiting?: IDataObject[]): Promise<{ outcome: Outcome; found?: Found }>;
	/** incomplete: it has ended, but not all that came of it could be read. */
	stateOf(found: Found): 'underWay' | 'incomplete' | 'ended';
}

/** Something that Attentive works on after it has accepted items. */
export interface Process<Payload extends object = object, Found = unknown> extends Looks<Found> {
	/** What the result of an accepted item says, such as the ID of the job. Throws where the answer cannot be understood. */
	accepted(body: unknown, payload: Payload, position: number): IDataObject;
	/** ID of what an item with these details waits for. */
	idOf(details: IDataObject): string | undefined;
	/** What an item with these details has become; undefined as long as that is not known. */
	resultOf(found: Found, details: IDataObject): LaterResult | undefined;
}

/** What became of an item after Attentive had accepted it. */
export type LaterResult =
	| Extract<ItemResult, { status: 'accepted' | 'validated' | 'pending' }>
	| { status: 'failed'; reason: Reason };

/** What a look has shown, or why Attentive refuses to tell. */
export type Seen<Found> = { found: Found } | { problem: string };

export interface Following {
	requests: Requests;
	clock: Clock;
	/** Time of the clock in ms. The last look is made right after it. */
	deadline: number;
}

/** Looks at one thing again and again until it has ended, or until the deadline, and tells what each look has shown. */
export async function untilEnded<Found>(
	looks: Looks<Found>,
	id: string,
	{ requests, clock, deadline }: Following,
	tell: (seen: Seen<Found>) => void,
	waiting?: IDataObject[],
): Promise<void> {
	let vainLooks = 0;
	let pause = SHORTEST_PAUSE;
	for (let at = 0; at < deadline; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
		at = Math.min(clock.now() + pause, deadline);
		let found: Found | undefined;
		const reply = await requests.request({
			endpoint: looks.endpoint,
			isIdempotent: true,
			notBefore: at,
			notAfter: deadline + LAST_LOOKS,
			send: async () => {
				const patience = Math.max(deadline - clock.now(), LAST_LOOKS);
				const look = await looks.look(id, patience, waiting);
				found = look.found;
				return look.outcome;
			},
		});
		if (reply.kind === 'stopped') return;
		const seen = found === undefined ? refusal(reply.outcome) : { found };
		if (seen === undefined) continue;
		tell(seen);
		const state = 'found' in seen ? looks.stateOf(seen.found) : 'incomplete';
		if (state === 'ended') return;
		// Attentive may not have it yet, and the address of a file does not live long: the next look may tell more.
		vainLooks = state === 'incomplete' ? vainLooks + 1 : 0;
		if (vainLooks >= MOST_VAIN_LOOKS) return;
	}
}

function refusal(outcome: Outcome): { problem: string } | undefined {
	if (outcome.kind !== 'answer' || outcome.status < 400) return undefined;
	const { status } = outcome;
	const isTransient = status >= 500 || status === 408 || status === 429;
	return isTransient ? undefined : { problem: `Attentive answered ${status} when asked for the result` };
}

/** Follows what Attentive is still at work on, all of it side by side, and amends the results. */
export async function follow(process: Process, parcels: Parcel[], following: Following): Promise<void> {
	const waiting = new Map<string, { same: Parcel[]; details: IDataObject[] }>();
	for (const parcel of parcels) {
		const { result } = parcel;
		const id = result?.status === 'pending' ? process.idOf(result.details) : undefined;
		if (id === undefined || result?.status !== 'pending') continue;
		const all = waiting.get(id) ?? { same: [], details: [] };
		all.same.push(parcel);
		all.details.push(result.details);
		waiting.set(id, all);
	}
	await Promise.all(
		[...waiting].map(async ([id, { same, details }]) => {
			const tell = (seen: Seen<unknown>) => {
				for (const parcel of same) amend(process, parcel, seen);
			};
			await untilEnded(process, id, following, tell, details);
		}),
	);
}

/** Says in the results of what is still pending why Attentive does not tell more. */
export function tellRefusal(parcels: Parcel[], outcome: Outcome): void {
	const problem = refusal(outcome);
	for (const parcel of parcels) {
		const { result } = parcel;
		if (result?.status === 'pending')
			parcel.amend({ status: 'pending', details: { ...result.details, ...problem } });
	}
}

function amend(process: Process, parcel: Parcel, seen: Seen<unknown>): void {
	const { result } = parcel;
	if (result?.status !== 'pending') return;
	// Of an earlier look, which has shown something else.
	const { problem: _, ...details } = result.details;
	if ('problem' in seen) return parcel.amend({ status: 'pending', details: { ...details, ...seen } });
	const later = process.resultOf(seen.found, details) ?? { status: 'pending', details };
	parcel.amend(
		later.status === 'failed' ? { status: 'failed', error: itemError(parcel.index, later.reason) } : later,
	);
}
