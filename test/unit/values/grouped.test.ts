import { grouped } from '../../../nodes/values/grouped';

test.each([0, 7, 999, 1_000, 12_345, 123_456, 1_000_000, 1_234_567_890])(
	'%d is written as Intl does',
	(count) => {
		expect(grouped(count)).toBe(count.toLocaleString('en-US'));
	},
);
