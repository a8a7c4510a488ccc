import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startEmbeddedN8n, type EmbeddedN8n } from '../../../embedded-n8n';
import { rows, SEND_EVENT } from '../../integration/samples';
import { costOf, inRounds, median, type Bench, type Figure } from '../bench';
import { attentiveNode, runNode, type MeasuredNode } from '../embedded';
import { EVENT_KEY, LIMIT } from '../eventRows';
import { helperNode } from '../helperNode';
import { expectEachOnce, startLimitServer, type LimitServer } from '../limitServer/start';
import type { ServerSettings } from '../limitServer/settings';

const PATH = '/v1/events/custom';
const MOST = 1;

/** The body that n8n's own nodes send: the same as Attentive's node makes. */
const BODY = `={{ JSON.stringify({
	type: 'Points Awarded',
	user: { phone: $json.phone },
	properties: { points: $json.points },
	externalEventId: 'points-' + $json.points,
	occurredAt: new Date().toISOString()
}) }}`;

function httpRequest(url: string, options: INodeParameters): INodeParameters {
	return {
		method: 'POST',
		url: `${url}${PATH}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'attentiveApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: BODY,
		options,
	};
}

/** A way to send events, and the server that it meets. */
interface Way {
	node: MeasuredNode;
	server?: Partial<ServerSettings>;
}

type Ways = Record<'attentive' | 'tuned' | 'asItComes' | 'together' | 'oneByOne', Way>;

/** Nobody but Attentive's node knows the limit: the others would fail at it. */
const NO_LIMIT = { perSecond: 1_000_000 };

function ways(n8n: EmbeddedN8n, url: string): Ways {
	const ours = attentiveNode(n8n, url, SEND_EVENT);
	const { credentials } = ours;
	const http = (options: INodeParameters): Way => ({
		node: {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: httpRequest(url, options),
			credentials,
		},
		server: NO_LIMIT,
	});
	const helper = (together: number): Way => ({
		node: { type: 'test.helper', parameters: { together, perSecond: LIMIT }, credentials },
		server: NO_LIMIT,
	});
	return {
		attentive: { node: ours },
		tuned: http({ batching: { batch: { batchSize: LIMIT, batchInterval: 1_000 } } }),
		asItComes: http({}),
		together: helper(LIMIT),
		oneByOne: helper(1),
	};
}

/** Processor time of an item, in ms. */
async function cost(n8n: EmbeddedN8n, server: LimitServer, way: Way, input: IDataObject[]): Promise<number> {
	await server.set({ ...way.server, key: EVENT_KEY });
	const { cpuMs } = await costOf(async () => await runNode(n8n, way.node, input));
	expectEachOnce(
		await server.arrivals(),
		input.map(({ points }) => String(points)),
	);
	return cpuMs / input.length;
}

function inMs(costs: number[]): string {
	return `${median(costs).toFixed(2)} ms`;
}

export const event: Bench = {
	name: 'event',
	about:
		"The processor time that one event costs n8n at 150 a second: Attentive's node beside n8n's HTTP Request node, with its batching set by hand to the limit and as it comes, and beside n8n's request helper alone, which makes a connection for each request and which every node has to use.",
	minutes: 3.5,
	hasQuick: true,
	async run({ isQuick, say }): Promise<Figure[]> {
		const server = await startLimitServer();
		try {
			const n8n = await startEmbeddedN8n({
				extraNodeTypes: {
					'test.helper': helperNode((item) => ({
						url: `${server.url}${PATH}`,
						body: {
							type: 'Points Awarded',
							user: { phone: `+1206555${item}` },
							properties: { points: item + 1 },
							externalEventId: `points-${item + 1}`,
							occurredAt: new Date().toISOString(),
						},
					})),
				},
			});
			const measured = ways(n8n, server.url);
			const input = rows(isQuick ? 300 : 1_500);
			const all = async (name: string, items: IDataObject[]) => {
				const of = async (way: Way) => await cost(n8n, server, way, items);
				say(name);
				return {
					attentive: await of(measured.attentive),
					tuned: await of(measured.tuned),
					asItComes: await of(measured.asItComes),
					together: await of(measured.together),
					oneByOne: await of(measured.oneByOne),
				};
			};
			await all('Warming up', input.slice(0, 300));
			const rounds = await inRounds(
				isQuick ? 1 : 3,
				async (number) => await all(`Round ${number + 1}`, input),
			);
			const of = (way: keyof Ways) => rounds.map((round) => round[way]);
			const against = (way: keyof Ways) => rounds.map((round) => round.attentive / round[way]);
			const both = (way: keyof Ways) => `${inMs(of('attentive'))} and ${inMs(of(way))}`;
			return [
				{
					what: 'Processor time of an event',
					against: 'HTTP Request, batching set to 150 each second',
					rounds: against('tuned'),
					goal: { atMost: MOST },
					measured: both('tuned'),
				},
				{
					what: 'Processor time of an event',
					against: 'HTTP Request as it comes, all at once',
					rounds: against('asItComes'),
					measured: both('asItComes'),
				},
				{
					what: 'Processor time of an event',
					against: "n8n's request helper alone, 150 at once each second",
					rounds: against('together'),
					measured: both('together'),
				},
				{
					what: "n8n's request helper alone, one by one, 150 a second",
					against: '150 at once each second',
					rounds: rounds.map(({ oneByOne, together }) => oneByOne / together),
					measured: `${inMs(of('oneByOne'))} and ${inMs(of('together'))}`,
				},
			];
		} finally {
			server.close();
		}
	},
};
