import { SeenDeliveries } from '../../../nodes/AttentiveTrigger/seenDeliveries';

test('tells the first time from the later ones, for each node', () => {
	const seen = new SeenDeliveries(10);
	expect(seen.add('1/a', 'x')).toBe(true);
	expect(seen.add('1/a', 'x')).toBe(false);
	expect(seen.add('1/b', 'x')).toBe(true);
});

test('the oldest goes first', () => {
	const seen = new SeenDeliveries(3);
	for (const delivery of ['a', 'b', 'c', 'd']) expect(seen.add('n', delivery)).toBe(true);
	for (const delivery of ['b', 'c', 'd']) expect(seen.add('n', delivery)).toBe(false);
	expect(seen.add('n', 'a')).toBe(true);
});

test('what was forgotten counts as new', () => {
	const seen = new SeenDeliveries(3);
	seen.add('n', 'a');
	seen.forget('n', 'a');
	seen.forget('n', 'never there');
	seen.forget('other', 'a');
	expect(seen.add('n', 'a')).toBe(true);
});
