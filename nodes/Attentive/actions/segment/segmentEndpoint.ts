import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../../../engine/types';
import type { Permission } from '../../../errors/permission';
import { picked } from '../../../fields/picked';
import { segmentsPageSchema, type Segment } from '../../../schemas/segments';

/** Attentive documents this for all calls about segments, each its own. */
const REQUESTS_PER_SECOND = 100;

export const segmentListEndpoint = {
	method: 'GET',
	path: '/v2/segments',
	requestsPerSecond: REQUESTS_PER_SECOND,
} as const;

export function segmentEndpoint(method: Endpoint['method']): Endpoint {
	return { method, path: '/v2/segments/external/{externalId}', requestsPerSecond: REQUESTS_PER_SECOND };
}

export function membersEndpoint(method: 'POST' | 'DELETE'): Endpoint {
	return { method, path: '/v2/bulk/segments/members', requestsPerSecond: REQUESTS_PER_SECOND };
}

export function segmentPath(externalId: string): string {
	return `/v2/segments/external/${encodeURIComponent(externalId)}`;
}

export function segmentsPermission(level: Permission['level']): Permission {
	return { name: 'Segments', level };
}

export const segment = picked({
	displayName: 'Segment',
	list: 'searchSegments',
	placeholder: 'e.g. loyalty_gold_2025',
	description: 'External IDs are in the output of Segment: Get Many',
});

/** A segment as results show it, without what Attentive leaves empty. */
export function shownSegment(found: Segment): IDataObject {
	return Object.fromEntries(
		Object.entries(found).filter(([, value]) => value !== null && value !== undefined),
	);
}

/** The segments of one page. */
export function segmentsIn(page: unknown): Segment[] {
	return segmentsPageSchema.parse(page).segments ?? [];
}

/** Where the next page of the list begins; undefined on the last. */
export function nextCursor(page: unknown): string | undefined {
	const { cursor, hasMore } = segmentsPageSchema.parse(page);
	return hasMore === false || !cursor ? undefined : cursor;
}
