import type { Account } from '../attentive/account';
import { Refusal } from '../attentive/refusal';
import type { Segment } from '../attentive/segments';
import { atMost, fields, text, type Rule } from './rules';

export const segmentRequestsPerSecond = 100;

export const notBlank: Rule<string> = {
	expected: 'text that is neither empty nor white space only',
	source: 'OpenAPI',
	holds: (text) => text.trim() !== '',
};

const twoCharacters: Rule<string> = {
	expected: 'at least 2 characters',
	source: 'OpenAPI',
	holds: (text) => text.length >= 2,
};

/** White space around these goes before it is counted (OpenAPI says that it goes, when is assumed). */
const trimmed = text(notBlank).transform((received) => received.trim());
export const segmentName = trimmed.pipe(text(atMost(240, 'OpenAPI')));
export const segmentDescription = trimmed.pipe(text(twoCharacters, atMost(500, 'OpenAPI')));
export const newSegmentId = trimmed.pipe(text(atMost(255, 'OpenAPI')));

/** An ID that nothing could have is unknown, not wrong: OpenAPI has no 400 for it where it stands alone. */
export const segmentParams = fields({ externalId: text() }, 'OpenAPI');

/** One that is not archived. `place` says where its ID stood. */
export function currentSegment(
	{ segments }: Account,
	externalId: string,
	place = 'path.externalId',
): Segment {
	const segment = segments.find(externalId);
	if (segment !== undefined && !segment.archived) return segment;
	throw unknownSegment(externalId, place);
}

export function unknownSegment(externalId: string, place: string): Refusal {
	return new Refusal(
		404,
		`${place}: expected the ID of a segment that is not archived, received ${JSON.stringify(externalId)} [OpenAPI]`,
	);
}

/** OpenAPI's SegmentResponse. */
export function segmentResponse({ externalId, name, description, created, updated }: Segment) {
	return {
		externalId,
		name,
		description,
		created: new Date(created).toISOString(),
		updated: new Date(updated).toISOString(),
	};
}
