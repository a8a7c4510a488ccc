import { Parcel } from '../../../nodes/delivery/parcel';
import type { EarlierTry, ToSend } from '../../../nodes/delivery/preparedItem';
import { Journal } from '../../../nodes/engine/journal';
import type { Reason } from '../../../nodes/errors/reasons';

const KEY = 'the item';
const NOT_TRIED: Reason = { status: 'notTried', reasonCode: 'storeFailed', reason: 'The store failed' };

function parcelOf(item: Partial<ToSend> = {}) {
	const journal = new Journal({}, 0);
	const toSend: ToSend = { kind: 'toSend', payload: {}, key: KEY, parts: [], warnings: [], ...item };
	const parcel = Parcel.of(0, toSend, { results: [undefined], journal, onFailure: () => {} });
	return { parcel, journal };
}

test('once it is settled, nothing is kept of what was sent or asked', () => {
	const question = { queries: [], claims: [], settle: () => ({ payload: {}, claims: [] }) };
	const { parcel } = parcelOf({ question });
	expect(parcel.question).toBe(question);
	parcel.accept('accepted', {}, {});
	expect(parcel.question).toBeUndefined();
	expect(() => parcel.payload).toThrow();
});

test.each<[EarlierTry | undefined, string]>([
	[undefined, 'storeFailed'],
	['storeFailed', 'storeFailed'],
	// It may have been processed: that is more than what the store could tell.
	['unknown', 'unknown'],
])('after an earlier try that was %s, a store that fails leaves %s in the journal', (earlierTry, left) => {
	const { parcel, journal } = parcelOf({ earlierTry });
	if (earlierTry) journal.remember(KEY, earlierTry, {});
	parcel.failByStore(NOT_TRIED);
	expect(journal.recall(KEY)?.status).toBe(left);
});
