import { median, reachesGoal, type Figure } from '../../bench/bench';
import { plot } from '../../bench/plot';
import { lines, markdownTable } from '../../bench/table';

const paced: Figure = {
	what: '3,000 events',
	against: 'the limit',
	rounds: [0.98, 0.95, 0.97],
	goal: { atLeast: 0.96 },
	measured: '146 a second',
};
const costly: Figure = { what: 'CPU', against: 'HTTP Request', rounds: [1.2, 1.4], goal: { atMost: 1 } };

test('the median of rounds, also of an even number of them', () => {
	expect(median([3, 1, 2])).toBe(2);
	expect(median([4, 1, 2, 3])).toBe(2.5);
	expect(median([])).toBeNaN();
});

test('a goal is reached by the median, in its direction', () => {
	expect(reachesGoal(paced)).toBe(true);
	expect(reachesGoal({ ...paced, goal: { atLeast: 0.98 } })).toBe(false);
	expect(reachesGoal(costly)).toBe(false);
	expect(reachesGoal({ ...costly, goal: { atMost: 1.3 } })).toBe(true);
	expect(reachesGoal({ ...costly, goal: undefined })).toBe(true);
});

test('what was not measured reaches no goal', () => {
	expect(reachesGoal({ ...paced, rounds: [] })).toBe(false);
	expect(reachesGoal({ ...costly, rounds: [Number.NaN] })).toBe(false);
});

test('the table says which goal is missed', () => {
	const [, , first, second] = markdownTable([paced, costly]).split('\n');
	expect(first).toBe(
		'| 3,000 events | the limit | 0.970 | 0.950 to 0.980 | at least 0.96 | reached | 146 a second |',
	);
	expect(second).toBe('| CPU | HTTP Request | 1.300 | 1.200 to 1.400 | at most 1 | **missed** |  |');
	expect(lines([costly])[0]).toMatch(/^! +1\.300/);
});

test('the plot has a bar and a goal for each figure, and no markup from its texts', () => {
	const picture = plot('<b>', [paced, costly]);
	expect(picture.match(/<rect/g)).toHaveLength(2);
	expect(picture.match(/class="goal"/g)).toHaveLength(2);
	expect(picture).toContain('class="missed"');
	expect(picture).not.toContain('<b>');
});
