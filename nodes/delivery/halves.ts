import type { IDataObject } from 'n8n-workflow';
import type { Reply } from '../engine/requests';
import type { Reason } from '../errors/reasons';
import type { Delivery, Sending } from './delivery';
import type { Parcel } from './parcel';

const BAD_REQUEST = 400;
const TOO_LARGE = 413;
/**
 * Where all payloads are bad for one reason, separating them would cost two requests each. So it ends after this many refusals in a row, or
 * a quarter of the run's payloads if that is more. A good payload among 256 bad ones costs at most 511.
 */
const FEWEST_REFUSALS = 1_024;
const PART_OF_RUN = 4;

/** What one request sends: parcels with their payloads, or a part of a single parcel. */
export interface Shipment<Payload extends object> {
	parcels: Array<Parcel<Payload>>;
	payloads: Payload[];
}

export interface Halving<Payload extends object> {
	/** Whether a request that is refused as a whole may be bad in a few of its payloads only. */
	separates?: boolean;
	/** Two halves of a payload that is too large by itself; undefined where it cannot be halved. */
	halved?(payload: Payload): [Payload, Payload] | undefined;
}

/** What has become of the parts of one payload. Sizes as the batch measures them. */
interface Division {
	size: number;
	accepted: number;
	added: IDataObject;
	failure?: Reason;
}

/** Halves of what Attentive has refused as a whole: one bad payload must not cost the good ones, and what is too large goes in parts. */
export class Halves<Payload extends object> {
	private refusedInARow = 0;
	private readonly mostRefused: number;
	private readonly divisions = new Map<Parcel<Payload>, Division>();

	constructor(
		private readonly how: Halving<Payload>,
		private readonly delivery: Delivery<Payload>,
		private readonly sending: Sending,
	) {
		this.mostRefused = Math.max(FEWEST_REFUSALS, sending.parcelCount / PART_OF_RUN);
	}

	/** The halves of a request that are to be sent in its place; undefined where its outcome counts. */
	of(
		shipment: Shipment<Payload>,
		{ ended, outcome }: Extract<Reply, { kind: 'ended' }>,
	): [Shipment<Payload>, Shipment<Payload>] | undefined {
		if (ended.kind === 'done') this.refusedInARow = 0;
		if (ended.kind !== 'refused' || outcome.kind !== 'answer') return undefined;
		this.refusedInARow++;
		const { parcels, payloads } = shipment;
		const isTooLarge = outcome.status === TOO_LARGE;
		if (parcels.length === 1) return isTooLarge ? this.halvesOfPayload(shipment) : undefined;
		if (!isTooLarge && !this.maySeparate(outcome.status)) return undefined;
		for (const parcel of parcels) parcel.returns();
		const middle = Math.ceil(parcels.length / 2);
		return [
			{ parcels: parcels.slice(0, middle), payloads: payloads.slice(0, middle) },
			{ parcels: parcels.slice(middle), payloads: payloads.slice(middle) },
		];
	}

	private maySeparate(status: number): boolean {
		return (
			this.how.separates === true &&
			status === BAD_REQUEST &&
			this.sending.isIdempotent &&
			this.refusedInARow <= this.mostRefused
		);
	}

	private halvesOfPayload({
		parcels,
		payloads: [payload],
	}: Shipment<Payload>): [Shipment<Payload>, Shipment<Payload>] | undefined {
		const [parcel] = parcels;
		const halves = payload && this.how.halved?.(payload);
		if (!parcel || !halves) return undefined;
		const division = this.divisions.get(parcel);
		if (!division || division.accepted === 0) parcel.returns();
		if (!division) this.divisions.set(parcel, { size: this.sizeOf(parcel.payload), accepted: 0, added: {} });
		return [
			{ parcels, payloads: [halves[0]] },
			{ parcels, payloads: [halves[1]] },
		];
	}

	/** Whether it is a part of a parcel of which an earlier part has failed: what was accepted must be the beginning, and known. */
	isLeftOut({ parcels: [parcel] }: Shipment<Payload>): boolean {
		return parcel !== undefined && this.divisions.get(parcel)?.failure !== undefined;
	}

	/** Keeps what became of a part of a parcel; false for a parcel that goes as a whole. */
	keep(
		parcel: Parcel<Payload>,
		[part]: Payload[],
		outcome: { added: IDataObject } | { failure: Reason },
	): boolean {
		const division = this.divisions.get(parcel);
		if (!division || !part) return false;
		if ('failure' in outcome) division.failure = outcome.failure;
		else {
			division.accepted += this.sizeOf(part);
			division.added = outcome.added;
		}
		return true;
	}

	/** Settles a parcel that went in parts, once no more of them go. */
	conclude(parcel: Parcel<Payload>, status: 'accepted' | 'pending'): void {
		const division = this.divisions.get(parcel);
		if (!division) return;
		const { size, accepted, added, failure } = division;
		if (accepted === size) parcel.accept(status, this.delivery.details(parcel.payload), added);
		else if (accepted > 0)
			parcel.fail(partlyAccepted(accepted, `${size} ${this.delivery.batch?.unit ?? 'parts'}`, failure));
		else if (failure) parcel.fail(failure);
	}

	private sizeOf(payload: Payload): number {
		return this.delivery.batch?.size?.(payload) ?? 1;
	}
}

/** Unknown, so that no later try sends again what was accepted. */
function partlyAccepted(accepted: number, all: string, failure: Reason | undefined): Reason {
	const isInDoubt = failure?.status === 'unknown';
	const words = isInDoubt ? `. The others: ${failure.reason}` : `, but not the others (${failure?.reason})`;
	return {
		status: 'unknown',
		reasonCode: 'partlyAccepted',
		reason: `Attentive accepted the first ${accepted} of ${all}${failure ? words : ', and the others were not sent'}`,
		wayOut: isInDoubt
			? 'Look up the others in Attentive before you send them in another item'
			: 'Send the others in another item',
	};
}
