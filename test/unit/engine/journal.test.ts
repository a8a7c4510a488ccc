import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { itemKeys, Journal } from '../../../nodes/engine/journal';

/** n8n keeps an execution's data as JSON between two tries. */
const stored = (context: IDataObject): IDataObject => JSON.parse(JSON.stringify(context));

const CUSTOMER = { name: 'Ada Lovelace', phone: '+12063996576', email: 'ada@example.com', points: 1250 };

describe('the key of an item', () => {
	test('is the same whenever the same items come again', () => {
		const rows = [CUSTOMER, { a: 1 }, CUSTOMER, {}, { a: 1 }, CUSTOMER];
		const first = rows.map(itemKeys('customEvent send'));
		expect(rows.map(itemKeys('customEvent send'))).toEqual(first);
		expect(stored({ rows }).rows).toEqual(rows);
	});

	test('is another for each of several equal items', () => {
		const keyOf = itemKeys('customEvent send');
		const keys = [CUSTOMER, CUSTOMER, CUSTOMER].map(keyOf);
		expect(new Set(keys).size).toBe(3);
	});

	test('is another for each operation', () => {
		expect(itemKeys('customEvent send')(CUSTOMER)).not.toBe(itemKeys('subscriber subscribe')(CUSTOMER));
	});

	test('does not depend on the order of columns, also of nested ones', () => {
		const one = { a: 1, b: { c: [1, { d: 2, e: 3 }], f: null } };
		const other = { b: { f: null, c: [1, { e: 3, d: 2 }] }, a: 1 };
		expect(itemKeys('x')(one)).toBe(itemKeys('x')(other));
	});

	test('depends on the order of a list, on types, and on what is nested', () => {
		const all: IDataObject[] = [
			{ a: [1, 2] },
			{ a: [2, 1] },
			{ a: ['1', 2] },
			{ a: '1,2' },
			{ a: { b: 1 } },
			{ a: null },
			{ a: '' },
			{ a: 0 },
			{ a: false },
			{},
		];
		expect(new Set(all.map((row) => itemKeys('x')(row))).size).toBe(all.length);
	});

	test('survives a round trip through JSON, and differs where the JSON does', () => {
		const row = fc.dictionary(fc.string(), fc.jsonValue());
		fc.assert(
			fc.property(row, row, (one, other) => {
				const [a, b] = [one, other].map((each) => JSON.parse(JSON.stringify(each)));
				expect(itemKeys('x')(a)).toBe(itemKeys('x')(stored(a)));
				const reversed = Object.fromEntries(Object.entries(a).reverse());
				expect(itemKeys('x')(reversed as IDataObject)).toBe(itemKeys('x')(a));
				const same = (() => {
					try {
						expect(a).toEqual(b);
						return true;
					} catch {
						return false;
					}
				})();
				expect(itemKeys('x')(a) === itemKeys('x')(b)).toBe(same);
			}),
		);
	});

	test('is there for a row of any depth, and depends on its deepest part', () => {
		const [one, again, other] = [1, 1, 2].map((end) => {
			let row: IDataObject = { end };
			for (let level = 0; level < 20_000; level++) row = { row };
			return itemKeys('x')(row);
		});
		expect(again).toBe(one);
		expect(other).not.toBe(one);
	});

	test('is short and tells nothing of the content', () => {
		const key = itemKeys('x')(CUSTOMER);
		expect(key.length).toBeLessThan(40);
		for (const value of Object.values(CUSTOMER)) expect(key).not.toContain(String(value));
	});
});

describe('what is remembered', () => {
	test('comes back after n8n has stored it', () => {
		const context: IDataObject = {};
		const journal = new Journal(context, 0);
		journal.remember('one', 'accepted', { externalEventId: 'e-1', nested: { id: [1] } });
		journal.remember('two', 'unknown', {});
		const again = new Journal(stored(context), 0);
		expect(again.recall('one')).toEqual({
			status: 'accepted',
			details: { externalEventId: 'e-1', nested: { id: [1] } },
		});
		expect(again.recall('two')).toEqual({ status: 'unknown', details: {} });
		expect(again.recall('three')).toBeUndefined();
	});

	test('the last word counts', () => {
		const journal = new Journal({}, 0);
		journal.remember('one', 'unknown', {});
		journal.remember('one', 'accepted', { id: 7 });
		expect(journal.recall('one')).toEqual({ status: 'accepted', details: { id: 7 } });
		journal.forget('one');
		expect(journal.recall('one')).toBeUndefined();
		journal.forget('never known');
	});

	test('belongs to one run of the node: the next round of a loop sends anew', () => {
		const context: IDataObject = {};
		new Journal(context, 0).remember('one', 'accepted', {});
		expect(new Journal(stored(context), 1).recall('one')).toBeUndefined();
		const later = stored(context);
		new Journal(later, 1).remember('two', 'accepted', {});
		expect(new Journal(stored(later), 0).recall('one')?.status).toBe('accepted');
		expect(new Journal(stored(later), 1).recall('two')?.status).toBe('accepted');
	});

	test('is gone after clear, for this run only, and does not stay in the execution', () => {
		const context: IDataObject = {};
		new Journal(context, 0).remember('one', 'accepted', {});
		const second = new Journal(context, 1);
		second.remember('one', 'accepted', { id: 'gone' });
		second.clear();
		expect(JSON.stringify(context)).not.toContain('gone');
		expect(new Journal(stored(context), 1).recall('one')).toBeUndefined();
		expect(new Journal(stored(context), 0).recall('one')?.status).toBe('accepted');
	});

	test('of earlier rounds is gone when a later one begins; its own and that of later ones stays', () => {
		const context: IDataObject = {};
		for (const round of [0, 1, 2, 10]) new Journal(context, round).remember('one', 'accepted', {});
		const later = stored(context);
		new Journal(later, 2).forgetEarlierRuns();
		const known = [0, 1, 2, 10].map((round) => new Journal(stored(later), round).recall('one')?.status);
		expect(known).toEqual([undefined, undefined, 'accepted', 'accepted']);
	});

	test('leaves what others keep in the context alone', () => {
		const context: IDataObject = { noItemsLeft: true, currentRunIndex: 3 };
		const journal = new Journal(context, 0);
		journal.remember('one', 'accepted', {});
		journal.clear();
		expect(context).toMatchObject({ noItemsLeft: true, currentRunIndex: 3 });
	});

	test.each([['text'], [7], [null], [[]], [{ 0: 'x' }], [{ 0: { seed: 1, items: {} } }]])(
		'%j in its place does no harm',
		(nonsense) => {
			const context: IDataObject = {};
			new Journal(context, 0);
			for (const field of Object.keys(context)) context[field] = nonsense;
			const journal = new Journal(context, 0);
			expect(journal.recall('one')).toBeUndefined();
			journal.remember('one', 'accepted', {});
			expect(new Journal(stored(context), 0).recall('one')?.status).toBe('accepted');
		},
	);

	test('holds no personal data', () => {
		const context: IDataObject = {};
		const journal = new Journal(context, 0);
		const key = itemKeys('customEvent send')(CUSTOMER);
		journal.remember(key, 'accepted', { externalEventId: journal.idFor(key) });
		const kept = JSON.stringify(context);
		for (const value of Object.values(CUSTOMER)) expect(kept).not.toContain(String(value));
	});
});

describe('the ID of an item', () => {
	const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

	test('is the same when n8n runs the item again', () => {
		const context: IDataObject = {};
		const id = new Journal(context, 0).idFor('one');
		expect(id).toMatch(UUID);
		expect(new Journal(stored(context), 0).idFor('one')).toBe(id);
	});

	test('is another for another item, another round of a loop, and another execution', () => {
		const context: IDataObject = {};
		const ids = [
			new Journal(context, 0).idFor('one'),
			new Journal(context, 0).idFor('two'),
			new Journal(context, 1).idFor('one'),
			new Journal({}, 0).idFor('one'),
		];
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('10,000 items have 10,000 IDs', () => {
		const journal = new Journal({}, 0);
		const ids = new Set(Array.from({ length: 10_000 }, (_none, index) => journal.idFor(String(index))));
		expect(ids.size).toBe(10_000);
	});
});
