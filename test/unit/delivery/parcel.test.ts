import type { IDataObject } from 'n8n-workflow';
import { Parcel } from '../../../nodes/delivery/parcel';
import type { Settled, ToSend } from '../../../nodes/delivery/preparedItem';
import { Journal } from '../../../nodes/engine/journal';
import type { ItemResult } from '../../../nodes/errors/itemResult';
import { itemError, type ErrorStatus } from '../../../nodes/errors/itemError';
import type { Reason } from '../../../nodes/errors/reasons';
import { keptOf, toSend } from './deliver';

const reason = (status: ErrorStatus): Reason => ({ status, reasonCode: 'refused', reason: 'No' });

/** A parcel of the items at places 0, 1, ..., with what it writes to. */
function parcelOf({ parts = 0, ...item }: { parts?: number } & Partial<Omit<ToSend, 'parts'>> = {}) {
	const context: IDataObject = {};
	const journal = new Journal(context, 0);
	const results: Array<ItemResult | undefined> = [];
	const failures: number[] = [];
	const prepared = toSend(0, {
		payload: { name: 'a' },
		...item,
		parts: Array.from({ length: parts }, (_part, index) => ({
			index: index + 1,
			key: `item ${index + 1}`,
		})),
	});
	const parcel = Parcel.of(0, prepared, {
		results,
		journal,
		onFailure: (tried) => failures.push(tried),
	});
	const kept = () => Array.from({ length: parts + 1 }, (_item, index) => keptOf(journal, `item ${index}`));
	return { parcel, prepared, journal, results, failures, kept, context };
}

describe('what the journal keeps', () => {
	test.each<[end: string, (parcel: Parcel) => void, kept: string | undefined]>([
		['has left', () => {}, 'unknown'],
		['is accepted', (parcel) => parcel.accept('accepted', {}, { id: 7 }), 'accepted {"id":7}'],
		['is pending', (parcel) => parcel.accept('pending', {}, { jobId: 'j' }), 'pending {"jobId":"j"}'],
		['is refused', (parcel) => parcel.fail(reason('refused')), undefined],
		['is rejected', (parcel) => parcel.fail(reason('rejected')), undefined],
		['was certainly not processed', (parcel) => parcel.fail(reason('notTried')), undefined],
		['has an unknown outcome', (parcel) => parcel.fail(reason('unknown')), 'unknown'],
		['came back', (parcel) => parcel.returns(), undefined],
		[
			'is skipped',
			(parcel) => parcel.settle({ status: 'skipped', reasonCode: 'noCode', reason: 'No' }),
			undefined,
		],
	])('of what %s', (_end, end, expected) => {
		const { parcel, kept } = parcelOf();
		parcel.leaves();
		end(parcel);
		expect(kept()).toEqual([expected]);
	});

	test.each<ErrorStatus>(['rejected', 'refused', 'notTried'])(
		'of what never left and is %s: nothing',
		(status) => {
			const { parcel, kept, context } = parcelOf();
			parcel.fail(reason(status));
			expect(kept()).toEqual([undefined]);
			expect(context).toEqual({});
		},
	);

	test('of what was not sent since the store failed: that', () => {
		const { parcel, kept, results } = parcelOf();
		parcel.failByStore(reason('notTried'));
		expect(kept()).toEqual(['storeFailed']);
		expect(results).toMatchObject([{ status: 'failed', error: { status: 'notTried' } }]);
	});

	test.each<[string, (parcel: Parcel) => void]>([
		['is refused', (parcel) => parcel.fail(reason('refused'))],
		['was certainly not processed', (parcel) => parcel.fail(reason('notTried'))],
		['comes back', (parcel) => parcel.returns()],
	])('where an earlier try may have been processed, and this one %s: unknown', (_what, end) => {
		const { parcel, kept } = parcelOf({ earlierTry: 'unknown' });
		parcel.leaves();
		end(parcel);
		expect(kept()).toEqual(['unknown']);
	});

	test.each<[string, (parcel: Parcel) => void]>([
		['an earlier try', () => {}],
		['what was sent before', (parcel) => parcel.doubt()],
	])(
		'where %s may have been processed, what is not tried again is unknown, with its reason',
		(what, doubt) => {
			const { parcel, results } = parcelOf(what === 'an earlier try' ? { earlierTry: 'unknown' } : {});
			doubt(parcel);
			parcel.fail(reason('notTried'));
			const { reasonCode, reason: words } = reason('notTried');
			expect(results).toMatchObject([
				{
					error: {
						status: 'unknown',
						reasonCode,
						reason: `Unknown whether Attentive processed it in an earlier try. ${words}`,
					},
				},
			]);
		},
	);

	test('where an earlier try may have been processed, and this one never left: what it was', () => {
		const { parcel, journal, kept } = parcelOf({ earlierTry: 'unknown' });
		journal.remember('item 0', 'unknown', {});
		parcel.fail(reason('notTried'));
		expect(kept()).toEqual(['unknown']);
	});

	test('where the store failed in an earlier try, and this one is refused: nothing', () => {
		const { parcel, journal, kept } = parcelOf({ earlierTry: 'storeFailed' });
		journal.remember('item 0', 'storeFailed', {});
		parcel.leaves();
		parcel.fail(reason('refused'));
		expect(kept()).toEqual([undefined]);
	});

	test.each<[string, ItemResult, string | undefined]>([
		['is accepted', { status: 'accepted', details: {} }, 'pending {"jobId":"j"}'],
		['is still pending', { status: 'pending', details: {} }, 'pending {"jobId":"j"}'],
		['is refused', { status: 'failed', error: itemError(0, reason('refused')) }, undefined],
		[
			'has an unknown outcome',
			{ status: 'failed', error: itemError(0, reason('unknown')) },
			'pending {"jobId":"j"}',
		],
	])('of what was pending and then %s', (_what, result, expected) => {
		const { parcel, kept, results } = parcelOf();
		parcel.leaves();
		parcel.accept('pending', {}, { jobId: 'j' });
		parcel.amend(result);
		expect(kept()).toEqual([expected]);
		expect(results).toEqual([result]);
	});

	test('of what an earlier try has sent and Attentive then refuses: nothing', () => {
		const { journal } = parcelOf();
		const results: Array<ItemResult | undefined> = [];
		journal.remember('item 0', 'pending', { jobId: 'j' });
		const result: ItemResult = { status: 'pending', details: { jobId: 'j' } };
		const settled: Settled = { kind: 'settled', result, warnings: [], key: 'item 0' };
		const earlier = Parcel.sentEarlier(0, settled, { results, journal, onFailure: () => {} });
		earlier.amend({ status: 'failed', error: itemError(0, reason('refused')) });
		expect(keptOf(journal, 'item 0')).toBeUndefined();
		expect(results).toMatchObject([{ status: 'failed' }]);
	});

	test('of the answer, not what can be read from the item again', () => {
		const { parcel, results, kept } = parcelOf({ details: { offerId: '1' } });
		parcel.leaves();
		parcel.asked = { alreadySubscribed: ['TEXT'] };
		parcel.accept('accepted', { segment: 'gold' }, { segment: 'gold', id: 7 });
		expect(results).toEqual([
			{
				status: 'accepted',
				details: { offerId: '1', segment: 'gold', alreadySubscribed: ['TEXT'], id: 7 },
			},
		]);
		expect(kept()).toEqual(['accepted {"alreadySubscribed":["TEXT"],"id":7}']);
	});

	test('of a read: nothing', () => {
		const { parcel, context, results } = parcelOf({ key: undefined });
		parcel.leaves();
		parcel.settle({ status: 'read', records: [{ id: 1 }] });
		expect(results).toEqual([{ status: 'read', records: [{ id: 1 }] }]);
		expect(context).toEqual({});
	});
});

describe('several items in one parcel', () => {
	test('share its result, and the journal keeps all of it for each: none of them has it all', () => {
		const { parcel, results, kept } = parcelOf({ parts: 2, details: { orderId: 'O-1' } });
		parcel.leaves();
		expect(kept()).toEqual(['unknown', 'unknown', 'unknown']);
		parcel.accept('accepted', { products: 3 }, { id: 7 });
		const result = { status: 'accepted', details: { orderId: 'O-1', products: 3, id: 7 } };
		expect(results).toEqual([result, result, result]);
		expect(kept()).toEqual(Array.from({ length: 3 }, () => 'accepted {"products":3,"orderId":"O-1","id":7}'));
	});

	test('each have an error of their own, which names them', () => {
		const { parcel, results, kept } = parcelOf({ parts: 2 });
		parcel.leaves();
		parcel.fail(reason('refused'));
		expect(results.map((result) => result?.status === 'failed' && result.error.message)).toEqual([
			'No. [item 0]',
			'No. [item 1]',
			'No. [item 2]',
		]);
		expect(kept()).toEqual([undefined, undefined, undefined]);
	});

	test('fail by the store together', () => {
		const { parcel, kept } = parcelOf({ parts: 1 });
		parcel.failByStore(reason('notTried'));
		expect(kept()).toEqual(['storeFailed', 'storeFailed']);
	});
});

test.each<[ErrorStatus, number]>([
	['refused', 3],
	['unknown', 3],
	['notTried', 0],
	['rejected', 0],
])('of three items that are %s, %d were tried', (status, tried) => {
	const { parcel, failures } = parcelOf({ parts: 2 });
	parcel.fail(reason(status));
	expect(failures).toEqual([tried]);
});

test('what is accepted, skipped, or refused later is no failure of the run', () => {
	const { parcel, failures } = parcelOf();
	parcel.accept('pending', {}, {});
	parcel.amend({ status: 'failed', error: itemError(0, reason('refused')) });
	parcel.settle({ status: 'skipped', reasonCode: 'alreadySent', reason: 'Already sent' });
	expect(failures).toEqual([]);
});

test('its payload is nowhere any more once it is settled', () => {
	const { parcel, prepared } = parcelOf();
	expect(parcel.payload).toEqual({ name: 'a' });
	expect(prepared.payload).toEqual({});
	parcel.accept('accepted', {}, {});
	expect(() => parcel.payload).toThrow();
});
