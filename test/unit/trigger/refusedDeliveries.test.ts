import { RefusedDeliveries } from '../../../nodes/AttentiveTrigger/refusedDeliveries';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

test('counts for each node, with the last time and reason, until they are forgotten', () => {
	const refused = new RefusedDeliveries();
	expect(refused.of('1/a')).toBeUndefined();
	refused.add('1/a', 'one', at(1));
	refused.add('1/a', 'two', at(2));
	refused.add('1/b', 'three', at(3));
	expect(refused.of('1/a')).toEqual({ count: 2, last: '2026-01-01T00:00:02.000Z', reason: 'two' });
	refused.forget('1/a');
	expect(refused.of('1/a')).toBeUndefined();
	expect(refused.of('1/b')).toMatchObject({ count: 1 });
	refused.add('1/a', 'four', at(4));
	expect(refused.of('1/a')).toMatchObject({ count: 1, reason: 'four' });
});

test('what was given out does not change with the next one', () => {
	const refused = new RefusedDeliveries();
	refused.add('n', 'one', at(1));
	const given = refused.of('n');
	refused.add('n', 'two', at(2));
	expect(given).toMatchObject({ count: 1, reason: 'one' });
});
