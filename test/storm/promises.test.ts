import type { Course } from './course';
import { KINDS } from './kinds';
import { markOf } from './marks';
import { OPERATIONS } from './operations';
import { breachesOf } from './promises';

/** What the storm would say of runs that break a promise: that it can find them. */
const operation = (name: string) => {
	const found = OPERATIONS.find((one) => one.name === name);
	if (!found) throw new Error(`There is no ${name}.`);
	return found;
};
const marks = [0, 1].map((item) => markOf(7, item));
const [first = '', second = ''] = marks;

function course(more: Partial<Course>, plan: Partial<Course['plan']> = {}): Course {
	return {
		plan: {
			seed: 1,
			isLong: false,
			course: 7,
			kinds: KINDS.slice(0, 1),
			operation: operation('customEvent send'),
			manner: 'continue',
			items: 2,
			share: 1,
			people: 1,
			force: { mostBytes: 1 },
			...plan,
		},
		marks,
		first: [ends('accepted', 'accepted')],
		processed: marks,
		strikes: [],
		sent: [],
		requests: 2,
		broken: [],
		...more,
	};
}

const ends = (...statuses: string[]) => statuses.map((status, item) => ({ item, status }));
const found = (one: Course) => breachesOf(one).map(({ promise, mark }) => [promise, mark]);

test('a course as it should be breaks nothing', () => {
	expect(found(course({}))).toEqual([]);
	expect(found(course({ first: [ends('unknown', 'unknown')], processed: [first] }))).toEqual([]);
	expect(found(course({ first: [ends('refused', 'notTried')], processed: [] }))).toEqual([]);
});

test.each([
	['accepted, and not processed', course({ processed: [first] }), [['wronglyAccepted', second]]],
	[
		'an event that was processed two times',
		course({ processed: [first, first, second] }),
		[['twice', first]],
	],
	[
		'unknown, and processed two times',
		course({ first: [ends('unknown', 'accepted')], processed: [first, first, second] }),
		[['twice', first]],
	],
	[
		'not processed, though it was',
		course({ first: [ends('notTried', 'refused')] }),
		[
			['wronglyDenied', first],
			['wronglyDenied', second],
		],
	],
	['an item that does not come out', course({ first: [ends('accepted')] }), [['lost', second]]],
	['a status that there is not', course({ first: [ends('accepted', 'undefined')] }), [['otherwise', second]]],
	['people out of order', course({ processed: [second, first] }), [['otherwise', first]]],
	[
		'items out of order',
		course({ first: [ends('accepted', 'accepted').reverse()] }),
		[['otherwise', undefined]],
	],
	['a token that came out', course({ broken: ['the token came out'] }), [['otherwise', undefined]]],
	[
		'a Retry that leaves something open',
		course(
			{ first: [], second: [ends('accepted', 'notTried')], processed: [first] },
			{ manner: 'stopAndRetry' },
		),
		[['otherwise', second]],
	],
	[
		'a Retry that sends again',
		course(
			{ first: [], second: [ends('accepted', 'accepted')], processed: [first, first, second] },
			{ manner: 'stopAndRetry' },
		),
		[['twice', first]],
	],
	[
		'skipped as already sent, and never sent',
		course({ second: [ends('skipped', 'skipped')], processed: [first] }, { manner: 'skipRepeats' }),
		[['wronglyAccepted', second]],
	],
	[
		'skipped as already sent, after it was said that it was not',
		course(
			{
				first: [ends('refused', 'unknown')],
				second: [ends('skipped', 'skipped')],
				processed: [],
			},
			{ manner: 'skipRepeats' },
		),
		[['lost', first]],
	],
	['skipped by the first run', course({ first: [ends('accepted', 'skipped')] }), [['lost', second]]],
])('%s is found', (_what, one, expected) => {
	expect(found(one)).toEqual(expected);
});

test('attributes that were perhaps set, and then sent again and refused, are refused; an event would not be', () => {
	const more = {
		first: [ends('refused', 'accepted')],
		sent: [
			{ marks: [first], arrived: true },
			{ marks: [first], arrived: false },
		],
	};
	expect(found(course(more, { operation: operation('customAttribute set') }))).toEqual([]);
	expect(found(course(more))).toEqual([['wronglyDenied', first]]);
	const once = { ...more, sent: [{ marks: [first], arrived: true }] };
	const refused = [['wronglyDenied', first]];
	expect(found(course(once, { operation: operation('customAttribute set') }))).toEqual(refused);
});

test('attributes may be set two times, and what the network doubles may come two times', () => {
	const doubled = [first, first, second, second];
	expect(found(course({ processed: doubled }, { operation: operation('customAttribute set') }))).toEqual([]);
	const network = KINDS.filter(({ arrives }) => arrives === 'twice');
	expect(found(course({ processed: doubled }, { kinds: network }))).toEqual([]);
});
