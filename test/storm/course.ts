import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { EmbeddedN8n, Run, StartedRun, WorkflowFile } from '../../embedded-n8n';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { markOf } from './marks';
import { endOf, type End } from './ends';
import { weatherOf, type Plan } from './plan';
import { StormProxy, type Sent, type Strike } from './proxy';

/** What came of a course: of its runs, and at Attentive. */
export interface Course {
	plan: Plan;
	marks: string[];
	/** What came out at each output of the first run that came to its end; only those that ended well or went on. */
	first: End[][];
	/** The same of the run in calm weather; left out where there was none. */
	second?: End[][];
	/** The marks of what Attentive has processed, in order. */
	processed: string[];
	strikes: Strike[];
	sent: Sent[];
	requests: number;
	/** What else went wrong, in words. */
	broken: string[];
}

/**
 * Seconds after which a run that sends nothing more should have ended, beside those that it may wait for results: its own times are a
 * second or two. Counted in turns of a second, so that a machine that stands still counts once.
 */
const LONGEST_SILENCE = 45;
const HURRY = { requestTimeoutSeconds: 1, retryMinutes: 0.03 };
const CALM = { requestTimeoutSeconds: 60, retryMinutes: 1 };
/** Every character of it stands in headers as it is, and otherwise in a URL. */
const tokenOf = ({ seed, course }: Plan) => `storm/Key+${seed}=${course}!aBcDeF`;

export async function runCourse(n8n: EmbeddedN8n, plan: Plan): Promise<Course> {
	const sandbox = await startSandbox({ apiKey: tokenOf(plan) });
	const proxy = await StormProxy.start(sandbox.url, weatherOf(plan), plan.force);
	try {
		return await new CourseRunner(n8n, plan, sandbox, proxy).run();
	} finally {
		await proxy.close();
		await sandbox.close();
	}
}

class CourseRunner {
	private readonly marks: string[];
	private readonly broken: string[] = [];
	private readonly longestSilence: number;

	constructor(
		private readonly n8n: EmbeddedN8n,
		private readonly plan: Plan,
		private readonly sandbox: Sandbox,
		private readonly proxy: StormProxy,
	) {
		this.longestSilence = LONGEST_SILENCE + (plan.operation.waitsFor ?? 0);
		this.marks = Array.from({ length: plan.items }, (_item, index) => markOf(plan.course, index));
	}

	async run(): Promise<Course> {
		const { plan, marks, proxy, broken } = this;
		const { control } = this.sandbox;
		// The limits are not what is attacked.
		await control.setLimit({ perSecond: 1_000 });
		await plan.operation.prepare?.(this.sandbox, marks);
		const run = await this.ended(
			this.n8n.start(this.workflow(HURRY), { input: this.rows(), mode: 'trigger' }),
		);
		await proxy.settled();
		proxy.isQuiet = true;
		const again = run && (await this.again(run));
		await proxy.settled();
		broken.push(...proxy.misdeeds, ...this.tokenIn('the log', this.n8n.logLines.join('\n')));
		return {
			plan,
			marks,
			first: run === undefined || run.status === 'error' ? [] : this.endsOf(run),
			...(again && { second: this.endsOf(again) }),
			processed: (await plan.operation.processed?.(control)) ?? [],
			strikes: proxy.strikes,
			sent: proxy.sent,
			requests: proxy.requests,
			broken,
		};
	}

	/** In calm weather: what n8n does with a failed run, or the same rows once more. */
	private async again(run: Run): Promise<Run | undefined> {
		const { manner } = this.plan;
		if (run.status === 'error') {
			if (manner !== 'stopAndRetry') this.broken.push(`the run failed under Continue: ${run.error?.message}`);
			const calm = this.workflow(CALM, 'continueRegularOutput');
			return await this.ended({ finished: this.n8n.retry(run, { workflow: calm }), cancel: () => {} });
		}
		if (manner !== 'skipRepeats') return undefined;
		return await this.ended(this.n8n.start(this.workflow(CALM), { input: this.rows(), mode: 'trigger' }));
	}

	/** A run that has ended by itself. */
	private async ended({ finished, cancel }: StartedRun): Promise<Run | undefined> {
		const run = await this.inTime(finished);
		if (run) {
			if (run.status !== 'success' && run.status !== 'error') this.broken.push(`the run is ${run.status}`);
			const all = { depth: 50, maxArrayLength: null, maxStringLength: null };
			this.broken.push(...this.tokenIn('the run', inspect(run.fullRunData, all)));
			return run;
		}
		this.broken.push(`the run did nothing for ${this.longestSilence} s, and did not end`);
		cancel();
		this.proxy.isQuiet = true;
		await this.proxy.settled();
		if ((await this.inTime(finished)) === undefined) this.broken.push('nor did it end when it was canceled');
		return undefined;
	}

	/** What comes before a long silence; undefined where nothing does. */
	private async inTime<Value>(value: Promise<Value>): Promise<Value | undefined> {
		const hasCome = new AbortController();
		const watch = async () => {
			let { requests } = this.proxy;
			for (let silence = 0; silence < this.longestSilence; silence++) {
				await sleep(1_000, undefined, { signal: hasCome.signal });
				if (this.proxy.requests !== requests) silence = 0;
				({ requests } = this.proxy);
			}
		};
		try {
			return await Promise.race([value, watch().then(() => undefined)]);
		} finally {
			hasCome.abort();
		}
	}

	private tokenIn(place: string, text: string): string[] {
		const all = text.toLowerCase();
		const token = this.sandbox.apiKey;
		return [token, encodeURIComponent(token), Buffer.from(token).toString('base64')]
			.filter((form) => all.includes(form.toLowerCase()))
			.map((form) => `the token came out in ${place} as ${form}`);
	}

	private endsOf(run: Run): End[][] {
		return [0, 1].map((output) =>
			run.items('Attentive', output).map((item) => endOf(item, this.plan.operation)),
		);
	}

	private rows(): IDataObject[] {
		const { course, people, operation } = this.plan;
		return this.marks.map((mark, index) => ({
			mark,
			person: operation.sharesPeople ? `person-${course}-${index % people}` : mark,
			...operation.fields?.(mark),
		}));
	}

	private workflow(
		times: INodeParameters,
		onError: 'stopWorkflow' | 'continueErrorOutput' | 'continueRegularOutput' = this.onError,
	): WorkflowFile {
		const { seed, course, manner, operation } = this.plan;
		const credential = this.n8n.addCredential('attentiveApi', {
			apiKey: this.sandbox.apiKey,
			baseUrl: this.proxy.url,
		});
		const { options, additionalFields, ...parameters } = operation.parameters;
		const at = (x: number): [number, number] => [x, 0];
		return {
			// n8n keeps what was sent in earlier runs for each workflow.
			id: `storm-${seed}-${course}`,
			name: 'Storm',
			nodes: [
				{
					id: '1',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: at(0),
					parameters: {},
				},
				{
					id: '2',
					name: 'Attentive',
					type: 'n8n-nodes-attentive.attentive',
					typeVersion: 1,
					position: at(200),
					parameters: {
						...parameters,
						additionalFields: {
							...collection(additionalFields),
							...(manner === 'skipRepeats' ? { skipRepeatsBy: '={{ $json.mark }}' } : {}),
						},
						options: { ...collection(options), ...times },
					},
					credentials: { attentiveApi: credential },
					onError,
					...(manner === 'retryOnFail' ? { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 } : {}),
				},
			],
			connections: { Start: { main: [[{ node: 'Attentive', type: 'main', index: 0 }]] } },
		};
	}

	private get onError() {
		const { manner } = this.plan;
		if (manner === 'stopAndRetry') return 'stopWorkflow';
		return manner === 'errorOutput' ? 'continueErrorOutput' : 'continueRegularOutput';
	}
}

function collection(value: INodeParameters[string]): INodeParameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('__rl' in value)
		? { ...(value as INodeParameters) }
		: {};
}
