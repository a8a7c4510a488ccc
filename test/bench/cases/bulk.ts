import type { IDataObject, INode } from 'n8n-workflow';
import { BULK, rowsOf, type BulkRows } from '../bulkRows';
import { costOf, inRounds, median, type Bench, type BenchRun, type Figure } from '../bench';
import { withSetting, type Setting } from '../bulkSetting';
import { passThrough } from '../passThrough';

const ROUNDS = 5;
const QUICK_ROWS = 5_000;
const ERROR_OUTPUT: Partial<INode> = { onError: 'continueErrorOutput' };

async function byHand(rows: BulkRows, items: IDataObject[]): Promise<number> {
	const { cpuMs } = await costOf(() => Promise.resolve(items.map((item) => rows.byHand(item))));
	return cpuMs;
}

/** Processor time of sending so many rows of a kind, of what is the least, by hand. */
async function against(
	{ isQuick, say }: BenchRun,
	{ cpuOf, nodeFor }: Setting,
	{ what, rows, count, goal }: { what: string; rows: BulkRows; count: number; goal: number },
): Promise<Figure> {
	const items = rowsOf(rows, isQuick ? QUICK_ROWS : count);
	say(`${items.length} ${what}`);
	const node = nodeFor(rows);
	await cpuOf(node, items.slice(0, 1_000));
	const rounds = await inRounds(isQuick ? 1 : ROUNDS, async () => ({
		hand: await byHand(rows, items),
		node: await cpuOf(node, items),
	}));
	const perSecond = items.length / (median(rounds.map((round) => round.node)) / 1_000);
	return {
		what: `${items.length.toLocaleString('en-US')} ${what}, processor time`,
		against: 'libphonenumber-js, zod and JSON.stringify on the same rows',
		rounds: rounds.map((round) => round.node / round.hand),
		goal: { atMost: goal },
		measured: `${Math.round(perSecond).toLocaleString('en-US')} rows a second of processor time`,
	};
}

export const users: Bench = {
	name: 'users',
	about: 'Users in bulk with phone, email and two attributes, all expressions that are paths.',
	minutes: 4,
	hasQuick: true,
	run: async (run) =>
		await withSetting(async (setting) => [
			await against(run, setting, { what: 'users', rows: BULK.users, count: 50_000, goal: GOALS.users }),
			...(run.isQuick
				? []
				: [
						await against(run, setting, {
							what: 'users',
							rows: BULK.users,
							count: 200_000,
							goal: GOALS.users,
						}),
					]),
			await typed(run, setting),
		]),
};

/** Reading paths must cost no more than reading the same typed in. */
async function typed({ isQuick }: BenchRun, { nodeFor, cpuOf }: Setting): Promise<Figure> {
	const items = rowsOf(BULK.users, isQuick ? QUICK_ROWS : 50_000);
	const { phone: _phone, ...rest } = BULK.users.parameters;
	const paths = nodeFor({ parameters: BULK.users.parameters });
	const expressions = nodeFor({ parameters: { ...rest, phone: '={{ $json.phone + "" }}' } });
	const rounds = await inRounds(isQuick ? 1 : 3, async () => ({
		paths: await cpuOf(paths, items),
		expressions: await cpuOf(expressions, items),
	}));
	return {
		what: `${items.length.toLocaleString('en-US')} users, all by paths`,
		against: 'the same with one expression that n8n evaluates (its old engine)',
		rounds: rounds.map((round) => round.paths / round.expressions),
		goal: { atMost: 1 },
	};
}

export const members: Bench = {
	name: 'members',
	about:
		'Members of a segment in bulk: phones and client user IDs; and what an item costs among many, of what it costs among few.',
	minutes: 8,
	hasQuick: true,
	run: async (run) =>
		await withSetting(async (setting) => [
			await against(run, setting, { what: 'phones', rows: BULK.phones, count: 500_000, goal: GOALS.phones }),
			await against(run, setting, { what: 'IDs', rows: BULK.ids, count: 500_000, goal: GOALS.ids }),
			...(run.isQuick ? [] : [await growth(run, setting)]),
		]),
};

async function growth({ say }: BenchRun, { nodeFor, cpuOf }: Setting): Promise<Figure> {
	const many = rowsOf(BULK.phones, 100_000);
	const few = many.slice(0, 1_000);
	say('100,000 phones, and 100 times 1,000');
	const node = nodeFor(BULK.phones);
	const rounds = await inRounds(ROUNDS, async () => {
		const ofFew = await inRounds(100, async () => await cpuOf(node, few));
		const sum = ofFew.reduce((one, other) => one + other, 0);
		return (await cpuOf(node, many)) / sum;
	});
	return {
		what: 'An item among 100,000',
		against: 'an item among 1,000',
		rounds,
		goal: { atMost: 1.3 },
	};
}

export const errorOutput: Bench = {
	name: 'error-output',
	about:
		"The same members with an error output. n8n takes each item off the front of one array there, which moves all others: for any node, n8n's own included, the time grows with the square of the items. The pass-through node shows n8n's part.",
	minutes: 6,
	hasQuick: true,
	run: async (run) =>
		await withSetting(async ({ nodeFor, cpuOf }) => {
			const figures: Figure[] = [];
			for (const count of run.isQuick ? [QUICK_ROWS] : [20_000, 100_000, 200_000]) {
				const items = rowsOf(BULK.phones, count);
				run.say(`${count} members with an error output`);
				const rounds = await inRounds(run.isQuick ? 1 : 3, async () => ({
					without: await cpuOf(nodeFor(BULK.phones), items),
					with: await cpuOf(nodeFor(BULK.phones, ERROR_OUTPUT), items),
					passedWithout: await cpuOf(passThrough, items),
					passedWith: await cpuOf({ ...passThrough, ...ERROR_OUTPUT }, items),
				}));
				const n8ns = (round: (typeof rounds)[number]) => round.passedWith - round.passedWithout;
				const own = median(rounds.map(n8ns));
				figures.push(
					{
						what: `${count.toLocaleString('en-US')} members with an error output`,
						against: 'the same without one',
						rounds: rounds.map((round) => round.with / round.without),
						measured: `${(own / 1_000).toFixed(1)} s of it is n8n's own, for any node`,
					},
					{
						what: `${count.toLocaleString('en-US')} members with an error output, without n8n's own part`,
						against: 'the same without one',
						rounds: rounds.map((round) => (round.with - n8ns(round)) / round.without),
						goal: { atMost: 1.2 },
					},
				);
			}
			return figures;
		}),
};

export const codes: Bench = {
	name: 'codes',
	about: 'Codes of one offer, a code an item: five requests of 200,000 for a million.',
	minutes: 4,
	hasQuick: true,
	run: async (run) =>
		await withSetting(async ({ nodeFor, cpuOf }) => {
			const items = Array.from({ length: run.isQuick ? QUICK_ROWS : 1_000_000 }, (_row, index) => ({
				code: `SUMMER-${index}`,
			}));
			const node = nodeFor({
				parameters: { resource: 'offer', operation: 'addCodes', offerId: '1', codes: '={{ $json.code }}' },
			});
			run.say(`${items.length} codes`);
			const few = items.slice(0, 1_000);
			const rounds = await inRounds(run.isQuick ? 1 : 3, async () => {
				const ofFew = await inRounds(run.isQuick ? 5 : 100, async () => await cpuOf(node, few));
				const each = ofFew.reduce((one, other) => one + other, 0) / ofFew.length / few.length;
				const all = await cpuOf(node, items);
				return { ratio: all / items.length / each, all };
			});
			const perSecond = items.length / (median(rounds.map(({ all }) => all)) / 1_000);
			return [
				{
					what: `A code among ${items.length.toLocaleString('en-US')}`,
					against: 'a code among 1,000',
					rounds: rounds.map(({ ratio }) => ratio),
					goal: { atMost: 1.3 },
					measured: `${Math.round(perSecond).toLocaleString('en-US')} codes a second of processor time`,
				},
			];
		}),
};

/** Set by measuring beside the version of October 2026, whose rows a second on a quiet machine are known. */
const GOALS = { users: 2.2, phones: 1.4, ids: 3.5 };
