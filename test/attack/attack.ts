import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import type { Execution } from '../../whole-n8n';
import { triggerName, type Place } from '../e2e/trigger';
import { bodyKinds } from './bodyKinds';
import { Random } from '../random';
import { forgedKinds } from './forgedKinds';
import { genuineKinds } from './genuineKinds';
import { sha256, type ExpectedRun, type Kind, type Shot, type Target } from './kind';
import { requestKinds } from './requestKinds';
import { publishTargets, type Setting } from './setting';
import { exchange, hold } from './wire';

/** What became of one kind. */
export interface Count {
	name: string;
	decides: string;
	deliveries: number;
	/** How often each status answered; 0 is none. */
	answers: Map<number, number>;
	/** Runs that were to start, and did with just that content. */
	started: number;
	wronglyStarted: number;
	lost: number;
}

export interface Result {
	counts: Count[];
	/** What was not as it must be, in words. */
	wrong: string[];
}

interface AttackOptions {
	seed: number;
	/** Some more or less: some kinds are many at once. */
	deliveries: number;
	/** n8n's log. */
	logFile: string;
}

const kinds: Kind[] = [...genuineKinds, ...forgedKinds, ...bodyKinds, ...requestKinds];
/** Milliseconds after which a run that has not begun never will. */
const patience = 60_000;
/** Shots on their way at a time. */
const atOnce = 8;

/** Sends genuine and hostile deliveries side by side to a published trigger, and compares what has run with what was to run. */
export async function attack(place: Place, { seed, deliveries, logFile }: AttackOptions): Promise<Result> {
	// Attentive's own minutes and hours would be long here, and a busy n8n may take its time to answer.
	await place.control.setSettings({ retryDelaysMs: Array(600).fill(100), deliveryTimeoutMs: 300_000 });
	const setting = await publishTargets(place);
	const random = new Random(seed);
	const plan = random.shuffled(planned(deliveries)).map((kind, number) => ({
		kind,
		shot: kind.shot({ targets: setting, random, number: number + 1 }),
	}));
	const counts = new Map(kinds.map((kind) => [kind.name, newCount(kind.name, kind.decides)]));
	const countOf = (name: string) => counts.get(name) ?? newCount(name, '');
	const texts: string[] = [];
	const wrong: string[] = [];
	const waiting = [...plan];
	const shoot = async () => {
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const { kind, shot } = next;
			const answers = await Promise.all(shot.wires.map(async (wire) => await exchange(shot.port, wire)));
			const count = countOf(kind.name);
			for (const { statuses, text } of answers) {
				texts.push(text);
				wrong.push(...note(count, statuses, kind.statuses).map((line) => `${line}: ${text.slice(0, 500)}`));
			}
		}
	};
	const fromAttentive = deliverByAttentive(place, setting, Math.ceil(deliveries / 40));
	const held = hold(setting.open.port, beginnings(setting.open));
	await Promise.all(Array.from({ length: atOnce }, shoot));
	const slow = newCount('60 unfinished requests, held open throughout', 'Node.js');
	for (const { statuses } of await held.release()) wrong.push(...note(slow, statuses, [0, 408]));
	counts.set(slow.name, slow);
	const attentives = await fromAttentive;
	counts.set(attentives.count.name, attentives.count);
	if (attentives.expected.length < Math.ceil(deliveries / 40))
		wrong.push(`Attentive has delivered only ${attentives.expected.length} of its events`);

	const all = [...plan, ...attentives.expected];
	const runs = await allRuns(place, setting, all.flatMap(({ shot }) => shot.runs).length);
	wrong.push(...compare(all, runs, countOf));
	wrong.push(...secretsIn(setting, [...texts, readFileSync(logFile, 'utf8')], runs));
	const told = runs
		.flatMap(outputsOf)
		.reduce((sum, json) => sum + Number(Object(json.refusedBefore).count ?? 0), 0);
	const byNode = [...counts.values()]
		.filter(({ decides }) => decides === 'the node')
		.reduce((sum, { answers }) => sum + (answers.get(401) ?? 0), 0);
	if (told === 0 || told > byNode)
		wrong.push(`Runs report ${told} refused deliveries, but there were ${byNode}`);
	await setting.close();
	return { counts: [...counts.values()].filter((count) => count.deliveries > 0), wrong };
}

function newCount(name: string, decides: string): Count {
	return { name, decides, deliveries: 0, answers: new Map(), started: 0, wronglyStarted: 0, lost: 0 };
}

/** Counts the answers of one connection, and says which of them must not be. */
function note(count: Count, statuses: number[], allowed: number[]): string[] {
	const given = statuses.length > 0 ? statuses : [0];
	count.deliveries += given.length;
	for (const status of given) count.answers.set(status, (count.answers.get(status) ?? 0) + 1);
	return given
		.filter((status) => !allowed.includes(status))
		.map((status) => `${count.name}: answered ${status}`);
}

/** Heads and bodies that are not finished. */
function beginnings({ path }: Target): string[] {
	const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nX-A: `;
	const body = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"type":`;
	return Array.from({ length: 60 }, (_connection, index) => (index % 2 === 0 ? head : body));
}

/** Each kind at least once; genuine ones in larger numbers. */
function planned(deliveries: number): Kind[] {
	const weights = kinds.reduce((sum, { weight = 1, most }) => sum + (most === undefined ? weight : 0), 0);
	const times = Math.max(1, Math.round(deliveries / 1.35 / weights));
	return kinds.flatMap((kind) => {
		const wanted = Math.min(kind.most ?? Infinity, times * (kind.weight ?? 1));
		return Array.from({ length: wanted }, () => kind);
	});
}

type Planned = { kind: Pick<Kind, 'name'>; shot: Pick<Shot, 'runs' | 'hostileIds'> };

/** Attentive itself (the sandbox) delivers meanwhile. */
async function deliverByAttentive(
	{ control }: Place,
	{ webhookId, choosy }: Setting,
	times: number,
): Promise<{ count: Count; expected: Planned[] }> {
	const count = newCount('genuine deliveries from the sandbox, throughout', 'the node');
	for (let number = 0; number < times; number++) {
		await control.sendSampleEvent({ webhookId, type: 'sms.unsubscribed', payload: { number } });
	}
	const deliveries = await control.whenDelivered();
	const own = deliveries.filter((delivery) => delivery.webhookId === webhookId);
	const expected = own.map(({ body, attempts }) => {
		for (const { status } of attempts) {
			count.deliveries++;
			count.answers.set(status ?? 0, (count.answers.get(status ?? 0) ?? 0) + 1);
		}
		const { number } = Object(JSON.parse(body));
		const output = { event: 'sms.unsubscribed', number };
		const run = { deliveryId: sha256(body), workflowId: choosy.workflowId, output };
		return { kind: { name: count.name }, shot: { runs: [run], hostileIds: [] } };
	});
	return { count, expected };
}

/**
 * All that have run. n8n's list leaves out some of those that began at nearly the same moment: what it has between the first
 * and the last is asked for one by one.
 * @param wanted how many there are to be: n8n answers a delivery before it notes the run
 */
async function allRuns({ rest }: Place, { choosy, open }: Setting, wanted: number): Promise<Execution[]> {
	const own = [choosy.workflowId, open.workflowId];
	const giveUp = Date.now() + patience;
	let first = Infinity;
	let last = 0;
	do {
		for (const workflowId of own) {
			const listed = (await rest.executions(workflowId)).map(Number);
			first = Math.min(first, ...listed);
			last = Math.max(last, ...listed);
		}
	} while (last - first + 1 < wanted && Date.now() < giveUp);
	const runs: Execution[] = [];
	for (let id = first; id <= last; id++) {
		const execution = await rest.finished(String(id));
		if (own.includes(execution.workflowId)) runs.push(execution);
	}
	return runs;
}

function outputsOf(execution: Execution): IDataObject[] {
	return execution.items(triggerName).map(({ json }) => json);
}

/** Gives each run to the delivery that wanted it. What is left over on either side is wrong. */
function compare(all: Planned[], runs: Execution[], countOf: (name: string) => Count): string[] {
	const wrong: string[] = [];
	const open = all.flatMap(({ kind, shot }) => shot.runs.map((run) => ({ kind, run })));
	const wanted = new Map<string, typeof open>();
	for (const one of open) {
		const key = `${one.run.workflowId} ${one.run.deliveryId}`;
		wanted.set(key, [...(wanted.get(key) ?? []), one]);
	}
	const kindOf = new Map(
		all.flatMap(({ kind, shot }) =>
			[...shot.hostileIds, ...shot.runs.map(({ deliveryId }) => deliveryId)].map((id): [string, string] => [
				id,
				kind.name,
			]),
		),
	);
	for (const run of runs) {
		const [json, ...others] = outputsOf(run);
		const id = String(json?.deliveryId);
		const found = wanted.get(`${run.workflowId} ${id}`)?.pop();
		const name = kindOf.get(id) ?? 'of no kind';
		const isRight = found && others.length === 0 && isAsExpected(run, json, found.run);
		if (found && isRight) countOf(name).started++;
		else {
			countOf(name).wronglyStarted++;
			wrong.push(`${name}: run ${run.id} (${run.status}): ${JSON.stringify(json).slice(0, 500)}`);
			if (found) countOf(name).lost++;
		}
	}
	for (const { kind, run } of [...wanted.values()].flat()) {
		countOf(kind.name).lost++;
		wrong.push(`${kind.name}: lost: ${JSON.stringify(run).slice(0, 500)}`);
	}
	return wrong;
}

function isAsExpected(
	{ status, mode }: Execution,
	json: IDataObject | undefined,
	{ output }: ExpectedRun,
): boolean {
	if (status !== 'success' || mode !== 'webhook' || !json) return false;
	// Of what Attentive's sample holds, only some is known here.
	if (!('deliveryId' in output)) return Object.entries(output).every(([key, value]) => json[key] === value);
	const { refusedBefore: _changing, ...rest } = json;
	return isDeepStrictEqual(rest, output);
}

function secretsIn({ choosy, open }: Setting, texts: string[], runs: Execution[]): string[] {
	const keys = [...choosy.keys, ...open.keys];
	const places: Array<[string, string[]]> = [
		['an answer or the log', texts],
		['the data of a run', runs.map(({ data }) => JSON.stringify(data))],
	];
	return places.flatMap(([where, all]) =>
		all.some((text) => keys.some((key) => text.includes(key))) ? [`A signing key is in ${where}`] : [],
	);
}
