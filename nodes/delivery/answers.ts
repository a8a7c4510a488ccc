import type { IDataObject } from 'n8n-workflow';
import type { Answer, ItemResult } from '../engine/types';
import type { AttentiveRequest } from '../transport/attentiveRequest';
import type { Operation } from '../operation/operation';

/** What must be known of an item to understand the answer to its request. */
interface SentItem {
	payload: object;
	details: IDataObject;
	/** The pages of its answer so far. */
	pages: unknown[];
}

/** The results that an answer gives, with the pages before it; undefined where it cannot be understood. */
export function understood(
	operation: Operation,
	items: SentItem[],
	answer: Answer,
): ItemResult[] | undefined {
	try {
		const pages = items[0]?.pages ?? [];
		const payloads = items.map(({ payload }) => payload);
		const details = items.map((item) => item.details);
		// Throws where the page cannot be understood.
		if (payloads[0]) operation.nextPage([...pages, answer.body], payloads[0]);
		const [first = [], ...later] = [...pages, answer.body].map((body) =>
			operation.results({ ...answer, body }, payloads, details),
		);
		return later
			.reduce(withPage, first)
			.map((result, index) => shortened(operation, result, payloads[index]));
	} catch {
		return undefined;
	}
}

/** Only as many records as are wanted. */
function shortened(operation: Operation, result: ItemResult, payload: object | undefined): ItemResult {
	if (result.status !== 'read' || !payload) return result;
	return { status: 'read', records: result.records.slice(0, operation.most(payload)) };
}

/** The records of one page after those of the pages before. */
function withPage(results: ItemResult[], page: ItemResult[]): ItemResult[] {
	return results.map((result, index) => {
		const next = page[index];
		return result.status === 'read' && next?.status === 'read'
			? { status: 'read', records: [...result.records, ...next.records] }
			: result;
	});
}

/** The request for the next page; none where the answer cannot be understood, which is told when its records are read. */
export function understoodPage(
	operation: Operation,
	pages: unknown[],
	payload: object,
): Partial<AttentiveRequest> | undefined {
	try {
		return operation.nextPage(pages, payload);
	} catch {
		return undefined;
	}
}
