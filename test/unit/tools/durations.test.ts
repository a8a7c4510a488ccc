import { duration } from '../../../tools/durations';

test.each([
	[0.01, '1 s'],
	[33.4, '34 s'],
	[60, '1 min'],
	[61, '2 min'],
	[334, '6 min'],
	[3_600, '1 h'],
	[6_667, '1 h 52 min'],
	[200_000, '56 h'],
])('%d seconds are %s', (seconds, words) => {
	expect(duration(seconds)).toBe(words);
});
