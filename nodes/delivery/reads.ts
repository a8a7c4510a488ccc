import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../engine/types';
import { isAttentives404 } from '../errors/outcomeWords';
import { notUnderstood, readReason, type Refusal } from '../errors/reasons';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { Delivery } from './delivery';
import type { Parcel } from './parcel';
import { understood } from './understood';

export interface Reads<Payload> {
	endpoint: Endpoint;
	/** What the request has beside method and path of the endpoint. */
	request?(payload: Payload): Partial<AttentiveRequest>;
	/** The records of one page of the answer. Throws where it cannot be understood. */
	records(body: unknown, payload: Payload): IDataObject[];
	/** For answers in pages: what the request for the next one has; undefined where no more is wanted or there. Throws as `records` does. */
	next?(pages: unknown[], payload: Payload): Partial<AttentiveRequest> | undefined;
	/** How many records are wanted at most; undefined for all. */
	most?(payload: Payload): number | undefined;
	/** What a user is told where there are no records. */
	foundNothing?: string;
	/** The records where Attentive has nothing about the payload and answers 404; an error unless given. */
	notFound?(payload: Payload): IDataObject[];
	/** What a refusal with this status means for this operation in particular. */
	refusal?: Refusal;
}

/** A delivery that gets records, page by page. */
export function reads<Payload extends object>(how: Reads<Payload>): Delivery<Payload> {
	const { method, path } = how.endpoint;
	const requestFor = (payload: Payload) => ({ method, path, ...how.request?.(payload) });
	return {
		endpoint: how.endpoint,
		foundNothing: how.foundNothing,
		details: () => ({}),
		preview: (payload) => ({ request: requestFor(payload) }),
		start: ({ transport, permission }) => ({
			async send([parcel], requests) {
				if (!parcel) return;
				const pages: unknown[] = [];
				let request: AttentiveRequest | undefined = requestFor(parcel.payload);
				while (request) {
					const sent: AttentiveRequest = request;
					const reply = await requests.request({
						endpoint: how.endpoint,
						isIdempotent: true,
						send: async () => await transport.request(sent),
					});
					if (reply.kind === 'stopped') return;
					const { ended, outcome } = reply;
					if (ended.kind !== 'done' || outcome.kind !== 'answer') {
						if (how.notFound && isAttentives404(outcome))
							parcel.settle({ status: 'read', records: how.notFound(parcel.payload) });
						else parcel.fail(readReason(ended, outcome, permission, how.refusal));
						return;
					}
					pages.push(outcome.body);
					const page = understood(() => ({ next: how.next?.(pages, parcel.payload) }));
					if (!page) return parcel.fail(notUnderstood(outcome.status));
					request = page.next && { ...requestFor(parcel.payload), ...page.next };
				}
				settle(how, parcel, pages);
			},
		}),
	};
}

function settle<Payload extends object>(
	how: Reads<Payload>,
	parcel: Parcel<Payload>,
	pages: unknown[],
): void {
	const { payload } = parcel;
	const records = understood(() => pages.flatMap((body) => how.records(body, payload)));
	if (records) parcel.settle({ status: 'read', records: records.slice(0, how.most?.(payload)) });
	else parcel.fail(notUnderstood());
}
