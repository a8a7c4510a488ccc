import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { Admission, sizeIn } from '../../../nodes/delivery/admission';
import { Forecast } from '../../../nodes/delivery/forecast';
import { Parcel, type Ledger } from '../../../nodes/delivery/parcel';
import type { EarlierTry } from '../../../nodes/delivery/preparedItem';
import { SENT_BEFORE } from '../../../nodes/delivery/repeats';
import { ValueStore } from '../../../nodes/delivery/valueStore';
import { writes } from '../../../nodes/delivery/writes';
import { Journal } from '../../../nodes/engine/journal';
import type { Clock } from '../../../nodes/engine/types';
import type { ItemResult } from '../../../nodes/errors/itemResult';
import { itemError, type ErrorStatus } from '../../../nodes/errors/itemError';
import { deliver, endpoint, keptOf, outcomes, toSend } from './deliver';

/** n8n's store of one or more nodes, as its Remove Duplicates node uses it: a list of values without dates. */
class Store {
	readonly values = new Map<string, Set<string>>();
	/** Each call, with the values that it names, without marks. */
	readonly calls: Array<{ name: 'record' | 'remove'; values: string[]; options: ICheckProcessedOptions }> =
		[];
	readonly warnings: string[] = [];
	/** What the next calls fail with, before or after they have done their work. */
	failure?: { error: Error; when: 'before' | 'after'; calls: number };
	/** What all calls wait for between reading and writing. */
	pause = Promise.resolve();
	/** What another worker puts back after the next removals. */
	putBack?: { values: Iterable<string>; removals: number };
	/** The most calls for one node at the same moment. */
	mostAtOnce = 0;
	private atOnce = new Map<string, number>();

	context(node = 'node'): IExecuteFunctions {
		return {
			getNode: () => ({ id: node }),
			getWorkflow: () => ({ id: 'workflow' }),
			logger: { warn: (line: string) => this.warnings.push(line) },
			helpers: {
				checkProcessedAndRecord: async (values: string[], _scope: string, options: ICheckProcessedOptions) =>
					await this.call(node, 'record', values, options, (known) => {
						const processed = values.filter((value) => known.has(value));
						for (const value of values) known.add(value);
						return { new: values.filter((value) => !processed.includes(value)), processed };
					}),
				removeProcessed: async (values: string[], _scope: string, options: ICheckProcessedOptions) =>
					await this.call(node, 'remove', values, options, (known) => {
						for (const value of values) known.delete(value);
					}),
			},
		} as unknown as IExecuteFunctions;
	}

	valuesOf(node = 'node'): string[] {
		return [...(this.values.get(node) ?? [])].filter(isNoMark);
	}

	/** Waits until there were so many calls. */
	async called(times: number): Promise<void> {
		for (let turn = 0; turn < 100 && this.calls.length < times; turn++) await Promise.resolve();
	}

	/** Reads all, waits, and writes all: calls at the same moment undo one another. */
	private async call<Result>(
		node: string,
		name: 'record' | 'remove',
		values: string[],
		options: ICheckProcessedOptions,
		work: (known: Set<string>) => Result,
	): Promise<Result> {
		const failure = this.failure && this.failure.calls-- > 0 ? this.failure : undefined;
		this.calls.push({ name, values: values.filter(isNoMark), options });
		const atOnce = (this.atOnce.get(node) ?? 0) + 1;
		this.atOnce.set(node, atOnce);
		this.mostAtOnce = Math.max(this.mostAtOnce, atOnce);
		const known = new Set(this.values.get(node));
		await this.pause;
		this.atOnce.set(node, (this.atOnce.get(node) ?? 1) - 1);
		if (failure?.when === 'before') throw failure.error;
		const result = work(known);
		const isPutBack = name === 'remove' && this.putBack && this.putBack.removals-- > 0;
		this.values.set(node, isPutBack ? new Set([...known, ...(this.putBack?.values ?? [])]) : known);
		if (failure) throw failure.error;
		return result;
	}
}

function isNoMark(value: string): boolean {
	return value.includes(' ');
}

/** As PostgreSQL's driver has it. */
function away(code: string): Error {
	return Object.assign(new Error('the database system is starting up'), { code });
}

const LOCKED = new Error('the database is locked');

/** A clock on which no time passes but that which is slept. */
class SleepingClock implements Clock {
	private time = 0;
	now = () => this.time;
	sleep = async (ms: number) => {
		this.time += ms;
	};
	random = () => 0;
}

const UNKNOWN = new Forecast([], () => []);

function admissionTo(
	store: Store,
	{
		node = 'node',
		options = {},
		forecast = UNKNOWN,
		signal,
	}: { node?: string; options?: Record<string, unknown>; forecast?: Forecast; signal?: AbortSignal } = {},
): Admission {
	const clock = new SleepingClock();
	return new Admission({
		store: new ValueStore(store.context(node), clock, 'customEvent send', sizeIn(options)),
		clock,
		forecast,
		signal,
		mostAhead: () => 4,
	});
}

/** The parcels of a run, and what it admits. */
function runOf(store: Store, { journal = new Journal({}, 0), node = 'node', options = {} } = {}) {
	const ledger: Ledger = { results: [], journal, onFailure: () => {} };
	const admission = admissionTo(store, { node, options });
	return {
		admission,
		results: ledger.results,
		kept: () => ledger.results.map((_result, index) => keptOf(journal, `item ${index}`)),
		parcel(once: string | undefined, earlierTry?: EarlierTry): Parcel {
			const index = ledger.results.push(undefined) - 1;
			return Parcel.of(index, toSend(index, { once, earlierTry }), ledger);
		},
	};
}

/** A run whose parcels are known to be sent one after another, four together. */
function runAhead(
	store: Store,
	count: number,
	signal?: AbortSignal,
): { admission: Admission; parcels: Parcel[] } {
	const { parcel } = runOf(store);
	const parcels = Array.from({ length: count }, (_one, index) => parcel(`e-${index}`));
	const forecast = new Forecast(
		parcels.map(() => ({ waitsFor: [] })),
		(task) => parcels.slice(task, task + 1),
	);
	return { admission: admissionTo(store, { forecast, signal }), parcels };
}

const onceOf = (parcels: Parcel[]) => parcels.map(({ once }) => once);

/** Ends a parcel that was admitted. */
function end(parcel: Parcel, status: ErrorStatus | 'accepted' | 'pending'): void {
	parcel.leaves();
	if (status === 'accepted' || status === 'pending') parcel.accept(status, {}, {});
	else parcel.fail({ status, reasonCode: 'refused', reason: 'No' });
}

describe('what is sent once', () => {
	test('is admitted where the store does not know it, and skipped where it does', async () => {
		const store = new Store();
		await runOf(store).admission.admit([runOf(store).parcel('old')]);
		const { admission, parcel, results } = runOf(store);
		const admitted = await admission.admit([parcel('old'), parcel('new')]);
		expect(onceOf(admitted)).toEqual(['new']);
		expect(outcomes(results)).toEqual(['skipped alreadySent', 'none']);
	});

	test('is not taken for what another operation of the node has sent', async () => {
		const store = new Store();
		store.values.set('node', new Set(['subscriber subscribe e-1']));
		const { admission, parcel } = runOf(store);
		expect(onceOf(await admission.admit([parcel('e-1')]))).toEqual(['e-1']);
	});

	test('goes with what has no value, for which the store is not asked', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		expect(await admission.admit([parcel(undefined), parcel(undefined)])).toHaveLength(2);
		expect(store.calls).toEqual([]);
		expect(onceOf(await admission.admit([parcel(undefined), parcel('e-1')]))).toEqual([undefined, 'e-1']);
		expect(store.calls.map(({ values }) => values)).toEqual([
			['customEvent send e-1'],
			['customEvent send e-1'],
		]);
	});

	test('is remembered for as many values as the option says', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store, { options: { skipRepeatsLimit: '500' } });
		await admission.admit([parcel('e-1')]);
		const besideTheMark = { mode: 'entries', maxEntries: 501 };
		expect(store.calls.map(({ options }) => options)).toEqual([besideTheMark, besideTheMark]);
	});

	test.each([0, 1_000_001, 1.5, 'many'])(
		'a number of values that cannot be used ends the run: %s',
		(limit) => {
			expect(() => runOf(new Store(), { options: { skipRepeatsLimit: limit } })).toThrow(/whole number/);
		},
	);
});

describe('the store is asked once, and once again a second later', () => {
	test('for all that start together', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		const together = ['e-1', 'e-2', 'e-3'].map((once) => [parcel(once)]);
		const admitted = await Promise.all(together.map(async (batch) => await admission.admit(batch)));
		expect(admitted.map(onceOf)).toEqual([['e-1'], ['e-2'], ['e-3']]);
		expect(store.calls.map(({ values }) => values.length)).toEqual([3, 3]);
	});

	test('for all requests that a run starts together', async () => {
		const store = new Store();
		const admission = admissionTo(store);
		const { requests } = await deliver({
			delivery: writes({ endpoint }),
			batches: Array.from({ length: 10 }, (_one, index) => [
				{ payload: { name: `p${index}` }, once: `e-${index}` },
			]),
			startsTogether: () => 4,
			sending: { admit: async (parcels) => await admission.admit(parcels) },
		});
		expect(requests).toHaveLength(10);
		expect(store.calls.map(({ values }) => values.length)).toEqual([4, 4, 4, 4, 2, 2]);
	});

	test('and then for what comes next', async () => {
		const store = new Store();
		const { admission, parcels } = runAhead(store, 10);
		for (const from of [0, 4, 8]) {
			const together = parcels.slice(from, from + 4);
			const admitted = await Promise.all(together.map(async (parcel) => await admission.admit([parcel])));
			expect(admitted.flat()).toEqual(together);
		}
		expect(store.calls.map(({ values }) => values.length)).toEqual([4, 4 + 4, 4 + 2, 2]);
	});

	test('but nothing more is claimed for later once the execution is canceled', async () => {
		const store = new Store();
		const canceling = new AbortController();
		const { admission, parcels } = runAhead(store, 10, canceling.signal);
		const asking = admission.admit(parcels.slice(0, 4));
		await store.called(1);
		canceling.abort();
		await asking;
		await admission.free();
		expect(store.calls.map(({ name, values }) => `${name} ${values.length}`)).toEqual([
			'record 4',
			'record 4',
			'remove 4',
			// Whether it has been put back.
			'record 0',
		]);
		expect(store.valuesOf()).toEqual([]);
	});

	test('and what was claimed for later is freed where later does not come', async () => {
		const store = new Store();
		const { admission, parcels } = runAhead(store, 10);
		const admitted = await admission.admit(parcels.slice(0, 4));
		for (const parcel of admitted) end(parcel, 'accepted');
		await admission.free();
		expect(store.valuesOf()).toEqual(admitted.map(({ once }) => `customEvent send ${once}`));
	});

	test('and what was claimed for later and is never asked for does not take the place of what comes', async () => {
		const store = new Store();
		const { admission, parcels } = runAhead(store, 20);
		await admission.admit(parcels.slice(0, 4));
		for (const parcel of parcels.slice(4, 8)) parcel.settle(SENT_BEFORE);
		await admission.admit(parcels.slice(8, 12));
		await admission.admit(parcels.slice(12, 16));
		// Of what was claimed ahead, each call looks for what is due and claims as much.
		expect(store.calls.map(({ values }) => values.length)).toEqual([4, 4 + 4, 4, 4 + 4, 4 + 4]);
		await admission.free();
		expect(store.valuesOf()).toEqual([]);
	});

	test('for what comes later, also while it is being asked', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		let goOn = () => {};
		store.pause = new Promise((resolve) => (goOn = resolve));
		const asking = admission.admit([parcel('e-2')]);
		await store.called(3);
		const later = [admission.admit([parcel('e-3')]), admission.admit([parcel('e-4')])];
		goOn();
		expect((await Promise.all([asking, ...later])).map(onceOf)).toEqual([['e-2'], ['e-3'], ['e-4']]);
		expect(store.calls.map(({ values }) => values)).toEqual([
			['customEvent send e-1'],
			['customEvent send e-1'],
			['customEvent send e-2'],
			['customEvent send e-2'],
			['customEvent send e-3', 'customEvent send e-4'],
			['customEvent send e-3', 'customEvent send e-4'],
		]);
	});
});

describe('runs of one node at the same moment', () => {
	test('take turns, lose nothing of each other, and send a value once', async () => {
		const store = new Store();
		const admitted = await Promise.all(
			['a', 'b', 'c'].map(async (own) => {
				const { admission, parcel } = runOf(store);
				return onceOf(await admission.admit([parcel(own), parcel('same')]));
			}),
		);
		expect(admitted).toEqual([['a', 'same'], ['b'], ['c']]);
		expect(store.valuesOf().map((value) => value.split(' ').at(-1))).toEqual(['a', 'same', 'b', 'c']);
		expect(store.mostAtOnce).toBe(1);
	});

	test('take turns also to free what was not sent', async () => {
		const store = new Store();
		const refused = runOf(store);
		const [bad] = await refused.admission.admit([refused.parcel('bad')]);
		if (bad) end(bad, 'refused');
		const other = runOf(store);
		await Promise.all([refused.admission.free(), other.admission.admit([other.parcel('good')])]);
		expect(store.valuesOf()).toEqual(['customEvent send good']);
	});

	test('go on after a failure of the store', async () => {
		const store = new Store();
		const [failing, well] = [runOf(store), runOf(store)];
		store.failure = { error: LOCKED, when: 'before', calls: 1 };
		await Promise.all([
			failing.admission.admit([failing.parcel('e-1')]),
			well.admission.admit([well.parcel('e-2')]),
		]);
		expect(outcomes([...failing.results, ...well.results])).toEqual(['none', 'none']);
		expect(store.valuesOf().sort()).toEqual(['customEvent send e-1', 'customEvent send e-2']);
	});
});

describe('where the store fails', () => {
	test.each(['before', 'after'] as const)(
		'nothing goes, and the next try learns of it (%s it has recorded)',
		async (when) => {
			const store = new Store();
			store.failure = { error: LOCKED, when, calls: when === 'before' ? 2 : 1 };
			const { admission, parcel, results, kept } = runOf(store);
			expect(await admission.admit([parcel('e-1'), parcel('e-2')])).toEqual([]);
			expect(outcomes(results)).toEqual(['notTried storeFailed', 'notTried storeFailed']);
			expect(JSON.stringify(results)).toContain('the database is locked');
			expect(kept()).toEqual(['storeFailed', 'storeFailed']);
		},
	);

	test('when it is asked for a claim, what it finds then counts for nothing', async () => {
		const store = new Store();
		const { admission, parcel, results, kept } = runOf(store);
		const asking = admission.admit([parcel('e-1')]);
		await store.called(1);
		store.failure = { error: LOCKED, when: 'after', calls: 1 };
		expect(await asking).toEqual([]);
		expect(outcomes(results)).toEqual(['notTried storeFailed']);
		expect(kept()).toEqual(['storeFailed']);
	});

	test('what goes without a value goes all the same', async () => {
		const store = new Store();
		store.failure = { error: LOCKED, when: 'before', calls: 2 };
		const { admission, parcel } = runOf(store);
		expect(onceOf(await admission.admit([parcel('e-1'), parcel(undefined)]))).toEqual([undefined]);
	});

	test.each([
		['a claim', 0],
		['a look for it', 1],
	])(
		'while its database cannot be reached, %s is tried again: nothing was recorded',
		async (_call, before) => {
			const store = new Store();
			const { admission, parcel, results } = runOf(store);
			const asking = admission.admit([parcel('e-1')]);
			await store.called(before);
			store.failure = { error: away('57P03'), when: 'before', calls: 20 };
			expect(onceOf(await asking)).toEqual(['e-1']);
			expect(outcomes(results)).toEqual(['none']);
		},
	);

	test('what is to be freed waits for a database that cannot be reached', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		store.failure = { error: away('ECONNREFUSED'), when: 'before', calls: 20 };
		await admission.free();
		expect(store.warnings).toEqual([]);
		expect(store.valuesOf()).toEqual([]);
	});

	test('a database that stays away ends the waiting', async () => {
		const store = new Store();
		store.failure = { error: away('ECONNREFUSED'), when: 'before', calls: Number.POSITIVE_INFINITY };
		const { admission, parcel, results } = runOf(store);
		expect(await admission.admit([parcel('e-1')])).toEqual([]);
		expect(await admission.admit([parcel('e-2')])).toEqual([]);
		expect(outcomes(results)).toEqual(['notTried storeFailed', 'notTried storeFailed']);
		expect(store.calls.length).toBeLessThan(100);
	});

	test('nothing is freed: among it may be what an earlier run has sent', async () => {
		const store = new Store();
		store.failure = { error: LOCKED, when: 'after', calls: 1 };
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		await admission.free();
		expect(store.calls.map(({ name }) => name)).toEqual(['record', 'record']);
	});

	test('the next try sends what it does not find there, and is in doubt about what it does', async () => {
		const store = new Store();
		store.values.set('node', new Set(['customEvent send found']));
		const { admission, parcel, results, kept } = runOf(store);
		const admitted = await admission.admit([parcel('found', 'storeFailed'), parcel('new', 'storeFailed')]);
		expect(onceOf(admitted)).toEqual(['new']);
		expect(outcomes(results)).toEqual(['unknown storeFailed', 'none']);
		expect(kept()[0]).toBe('storeFailed');
	});
});

describe('what an earlier try of the run may have sent', () => {
	test('goes although the store knows it, and stays there whatever becomes of it', async () => {
		const store = new Store();
		store.values.set('node', new Set(['customEvent send e-1']));
		const { admission, parcel } = runOf(store);
		const [again] = await admission.admit([parcel('e-1', 'unknown')]);
		if (again) end(again, 'refused');
		await admission.free();
		expect(again?.once).toBe('e-1');
		expect(store.valuesOf()).toEqual(['customEvent send e-1']);
	});

	test('is recorded again where the store has forgotten it', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1', 'unknown')]);
		expect(store.valuesOf()).toEqual(['customEvent send e-1']);
	});
});

describe('what is freed', () => {
	test.each<[ErrorStatus | 'accepted' | 'pending', boolean]>([
		['refused', true],
		['rejected', true],
		['notTried', true],
		['unknown', false],
		['accepted', false],
		['pending', false],
	])('%s: %s', async (status, isFreed) => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		const [sent] = await admission.admit([parcel('e-1')]);
		if (sent) end(sent, status);
		await admission.free();
		expect(store.valuesOf()).toEqual(isFreed ? [] : ['customEvent send e-1']);
	});

	test('what has no result yet was not sent', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		await admission.free();
		expect(store.valuesOf()).toEqual([]);
	});

	test('not what an earlier run has sent', async () => {
		const store = new Store();
		store.values.set('node', new Set(['customEvent send e-1']));
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		await admission.free();
		expect(store.valuesOf()).toEqual(['customEvent send e-1']);
		expect(store.calls.map(({ name }) => name)).toEqual(['record']);
	});

	test('before a wait what was refused, and after it what was refused in the meantime, each once', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		const [atOnce, later, good] = await admission.admit([parcel('at once'), parcel('later'), parcel('good')]);
		if (atOnce) end(atOnce, 'refused');
		for (const one of [later, good]) if (one) end(one, 'pending');
		await admission.free();
		expect(store.valuesOf()).toEqual(['customEvent send later', 'customEvent send good']);
		const refused: ItemResult = {
			status: 'failed',
			error: itemError(1, { status: 'refused', reasonCode: 'refused', reason: 'No' }),
		};
		later?.amend(refused);
		await admission.free();
		expect(store.valuesOf()).toEqual(['customEvent send good']);
		expect(store.calls.flatMap(({ name, values }) => (name === 'remove' ? values : []))).toEqual([
			'customEvent send at once',
			'customEvent send later',
		]);
	});

	test('again where a call of another worker at the same moment has put it back', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		const admitted = await admission.admit([parcel('e-1'), parcel('e-2')]);
		for (const [index, one] of admitted.entries()) end(one, index === 0 ? 'refused' : 'accepted');
		store.putBack = { values: [...(store.values.get('node') ?? []), 'customEvent send other'], removals: 2 };
		await admission.free();
		expect(store.valuesOf()).toEqual(['customEvent send e-2', 'customEvent send other']);
	});

	test('and the log says so where others keep putting it back', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		const [sent] = await admission.admit([parcel('e-1')]);
		if (sent) end(sent, 'refused');
		store.putBack = { values: [...(store.values.get('node') ?? [])], removals: 1_000 };
		await admission.free();
		expect(store.warnings).toEqual([
			expect.stringMatching(/could not forget 1 of the values.*kept changing/),
		]);
	});

	test('a thousand at once, so that others of this n8n can go on between', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit(Array.from({ length: 2_500 }, (_one, index) => parcel(`e-${index}`)));
		await admission.free();
		const removals = store.calls.filter(({ name }) => name === 'remove');
		// The marks go with the last of them.
		expect(removals.map(({ values }) => values.length)).toEqual([1_000, 1_000, 500]);
		expect(store.valuesOf()).toEqual([]);
	});

	test('where the store fails, the log says that later runs will skip it, and the run goes on', async () => {
		const store = new Store();
		const { admission, parcel } = runOf(store);
		await admission.admit([parcel('e-1')]);
		store.failure = { error: LOCKED, when: 'before', calls: 1 };
		await admission.free();
		expect(store.warnings).toEqual([
			expect.stringMatching(
				/could not forget 1 of the values.*later runs will skip them: the database is locked/,
			),
		]);
	});
});
