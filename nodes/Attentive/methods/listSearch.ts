import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { z } from 'zod';
import { sentence } from '../../errors/itemError';
import type { Permission } from '../../errors/permission';
import { failureReason, notUnderstood, type Reason } from '../../errors/reasons';
import { segmentsPageSchema } from '../../schemas/segments';
import { webhooksAnswerSchema } from '../../schemas/webhooks';
import { attentiveRequest, type AttentiveRequest } from '../../transport/attentiveRequest';
import { openConnection } from '../../transport/connection';
import { nextCursor, segmentListEndpoint, segmentsPermission } from '../actions/segment/segmentEndpoint';
import { listEndpoint, webhooksPermission } from '../actions/webhook/webhookEndpoint';

/** How long somebody waits for a list in the panel, in ms. */
const TIMEOUT = 20_000;

/** n8n says no more than that a list is empty. As an entry of the list; chosen, it is as if nothing were. */
const NO_SEGMENTS = 'No segments found. Only segments made through the API are listed.';

/** The lists that the panel can pick from, by the names that the fields give. */
export const lists = {
	async searchWebhooks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		const { method, path } = listEndpoint;
		const body = await asked(this, { method, path }, webhooksPermission);
		const { webhooks } = understood(this, webhooksAnswerSchema, body);
		const results = (webhooks ?? []).flatMap(({ id, url = id, disabledAt }) =>
			id === undefined ? [] : [{ name: disabledAt ? `${url} (disabled)` : `${url}`, value: id }],
		);
		return { results: matching(results, filter) };
	},
	async searchSegments(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { method, path } = segmentListEndpoint;
		const name = filter?.trim();
		const query = {
			limit: '100',
			...(name ? { name } : {}),
			...(paginationToken ? { cursor: paginationToken } : {}),
		};
		const body = await asked(this, { method, path, query }, segmentsPermission('Read'));
		const results = (understood(this, segmentsPageSchema, body).segments ?? []).flatMap(
			({ externalId, name = externalId }) =>
				externalId === undefined ? [] : [{ name: `${name}`, value: externalId }],
		);
		const next = nextCursor(body);
		const isEmpty = results.length === 0 && !paginationToken && next === undefined;
		return { results: isEmpty ? [{ name: NO_SEGMENTS, value: '' }] : results, paginationToken: next };
	},
};

/** Attentive's answer. Throws an error that says what to do. */
async function asked(
	context: ILoadOptionsFunctions,
	request: AttentiveRequest,
	permission: Permission,
): Promise<unknown> {
	const outcome = await attentiveRequest(context, await openConnection(context), request, TIMEOUT);
	if (outcome.kind === 'answer' && outcome.status < 300) return outcome.body;
	throw unreadable(context, failureReason({ kind: 'refused', denied: false }, outcome, permission));
}

/** What the answer says. Throws an error that says what to do where it is another service's. */
function understood<Schema extends z.ZodTypeAny>(
	context: ILoadOptionsFunctions,
	schema: Schema,
	body: unknown,
): z.output<Schema> {
	const read = schema.safeParse(body);
	if (read.success) return read.data;
	throw unreadable(context, notUnderstood());
}

function unreadable(context: ILoadOptionsFunctions, reason: Reason): NodeOperationError {
	return new NodeOperationError(context.getNode(), `The list could not be read: ${sentence(reason)}`);
}

function matching(results: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return results.filter(({ name }) => name.toLowerCase().includes(wanted));
}
