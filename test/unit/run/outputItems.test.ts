import type { ItemResult } from '../../../nodes/errors/itemResult';
import { outputItems } from '../../../nodes/run/outputItems';

const FORM = { resultOnly: false, rowWithError: true, withoutRow: false };
const row = () => ({ json: JSON.parse('{"a":1,"__proto__":{"isAdmin":true}}') });
const failed: ItemResult = {
	status: 'failed',
	error: { status: 'refused', reasonCode: 'x', message: 'x', reason: 'x', wayOut: 'x' },
};

test.each<ItemResult>([{ status: 'accepted', details: {} }, failed])(
	'a field __proto__ of an item has no effect on what comes out ($status)',
	(result) => {
		const [item] = outputItems(0, row(), result, [], FORM);
		expect(item?.json).toMatchObject({ a: 1 });
		expect(item?.json.isAdmin).toBeUndefined();
		expect(Object.getPrototypeOf(item?.json)).toBe(Object.prototype);
	},
);
