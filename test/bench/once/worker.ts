import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions, IDataDeduplicator } from 'n8n-workflow';
import { Admission } from '../../../nodes/delivery/admission';
import { Forecast } from '../../../nodes/delivery/forecast';
import { Parcel } from '../../../nodes/delivery/parcel';
import { ValueStore } from '../../../nodes/delivery/valueStore';
import { realClock } from '../../../nodes/engine/clock';
import { Journal } from '../../../nodes/engine/journal';
import type { Order, Sent } from './messages';

/**
 * What a worker of n8n does for Skip Repeats By, and nothing else: n8n's own store, on its own database, and the node's own admission.
 * Runs as a bundle on n8n's Node, beside others of its kind.
 */
const WORKFLOW = 'once';
const OPERATION = 'customEvent send';
/** As many events as go in a second. */
const TOGETHER = 150;
const programs = process.env.ONCE_PROGRAMS ?? '';

/** n8n's store, with n8n's database made ready. */
async function openStore(): Promise<IDataDeduplicator> {
	const n8n = createRequire(join(programs, 'n8n', 'package.json'));
	n8n('reflect-metadata');
	const { Container } = n8n('@n8n/di');
	const { DbConnection } = n8n('@n8n/db');
	const connection = Container.get(DbConnection);
	await connection.init();
	if (process.env.ONCE_FIRST === 'yes') {
		await connection.migrate();
		const { DataSource } = n8n('@n8n/typeorm');
		await Container.get(DataSource).query(
			`insert into workflow_entity (id, name, active, nodes, connections, "versionId") values ('${WORKFLOW}', '${WORKFLOW}', false, '[]', '{}', '1')`,
		);
	}
	const { DeduplicationHelper } = n8n(
		join(programs, 'n8n', 'dist', 'deduplication', 'deduplication-helper.js'),
	);
	return new DeduplicationHelper();
}

function contextOf(store: IDataDeduplicator, node: string): IExecuteFunctions {
	const place = { workflow: { id: WORKFLOW }, node: { id: node } } as never;
	const helpers: Partial<IExecuteFunctions['helpers']> = {
		checkProcessedAndRecord: async (values, scope, options) =>
			await store.checkProcessedAndRecord(values, scope, place, options),
		removeProcessed: async (values, scope, options) => {
			await store.removeProcessed(values, scope, place, options);
		},
	};
	return {
		getNode: () => ({ id: node }),
		getWorkflow: () => ({ id: WORKFLOW }),
		logger: console,
		helpers,
	} as unknown as IExecuteFunctions;
}

/** Sends the orders as a run does at 150 a second, and gives those that it has sent. */
async function send(store: IDataDeduplicator, { node, count, at, claims }: Order): Promise<Sent> {
	const context = contextOf(store, node);
	const ledger = {
		results: Array<undefined>(count).fill(undefined),
		journal: new Journal({}, 0),
		onFailure: () => {},
	};
	const parcels = ledger.results.map((_none, index) =>
		Parcel.of(
			index,
			{ kind: 'toSend', payload: {}, parts: [], warnings: [], once: `order-${index}` },
			ledger,
		),
	);
	const admission = new Admission({
		store: new ValueStore(context, realClock, OPERATION, 100_000),
		clock: realClock,
		forecast: new Forecast(
			parcels.map(() => ({ waitsFor: [] })),
			(task) => parcels.slice(task, task + 1),
		),
		mostAhead: () => TOGETHER,
	});
	const recorded = async (together: Parcel[]): Promise<Parcel[]> => {
		const values = together.map(({ once }) => `${OPERATION} ${once}`);
		const { new: fresh } = await context.helpers.checkProcessedAndRecord(values, 'node', { mode: 'entries' });
		return together.filter((_parcel, place) => fresh.includes(values[place] ?? ''));
	};
	while (Date.now() < at) await sleep(0);
	const cpu = process.cpuUsage();
	const sent: number[] = [];
	for (let from = 0; from < count; from += TOGETHER) {
		const together = parcels.slice(from, from + TOGETHER);
		const admitted = claims ? await admission.admit(together) : await recorded(together);
		for (const parcel of admitted) {
			sent.push(parcel.index);
			parcel.accept('accepted', {}, {});
		}
		await sleep((1_000 * admitted.length) / TOGETHER);
	}
	if (claims) await admission.free();
	const { user, system } = process.cpuUsage(cpu);
	return { sent, cpuMs: (user + system) / 1_000 };
}

async function main(): Promise<void> {
	const store = await openStore();
	process.on('message', (order: Order) => {
		void send(store, order).then((sent) => process.send?.(sent));
	});
	process.send?.('ready');
}

void main();
