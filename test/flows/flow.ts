import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import { filledIn, type Own } from '../../demo/filledIn';
import {
	readWorkflowFile,
	startEmbeddedN8n,
	type EmbeddedN8n,
	type Run,
	type WorkflowFile,
} from '../../embedded-n8n';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { examplesFolder } from '../../whole-n8n/folders';

export const dataFolder = join(examplesFolder, 'data');

interface Choices extends Pick<Own, 'urls'> {
	/** Sends to everyone, as after the tests with test recipients. */
	live?: boolean;
	/** Beside those of the sandbox, by their types. */
	credentials?: Own['credentials'];
}

/** n8n's engine and, for each test, a sandbox, with a folder for files in which the examples' data are. */
export class Flows {
	readonly folder = mkdtempSync(join(tmpdir(), 'flows-'));
	private running: { n8n?: EmbeddedN8n; sandbox?: Sandbox } = {};

	get n8n(): EmbeddedN8n {
		return there(this.running.n8n);
	}

	get sandbox(): Sandbox {
		return there(this.running.sandbox);
	}

	/** An example as it runs here: with its credentials, its files and, if wanted, other addresses. */
	flow(name: string, { live = false, urls, credentials = {} }: Choices = {}): WorkflowFile {
		const { apiKey, url: baseUrl } = this.sandbox;
		const attentiveApi = this.n8n.addCredential('attentiveApi', { apiKey, baseUrl });
		return filledIn(readWorkflowFile(join(examplesFolder, `${name}.json`)), {
			file: (file) => join(this.folder, file),
			credentials: { attentiveApi, ...credentials },
			live,
			urls,
		});
	}

	async start(): Promise<void> {
		this.running.n8n = await startEmbeddedN8n({ allowedFolders: [this.folder] });
	}

	/** A new sandbox, and the files as they are shipped. */
	async reset(): Promise<void> {
		await this.running.sandbox?.close();
		this.running.sandbox = await startSandbox();
		this.n8n.clearDeduplication();
		this.n8n.dataTables.clear();
		for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { recursive: true });
		for (const name of readdirSync(dataFolder)) copyFileSync(join(dataFolder, name), join(this.folder, name));
	}

	async close(): Promise<void> {
		await this.running.sandbox?.close();
		rmSync(this.folder, { recursive: true });
	}
}

const sentEvent = z.object({
	type: z.string(),
	user: z.record(z.string(), z.unknown()),
	properties: z.record(z.string(), z.unknown()),
	occurredAt: z.string().optional(),
	externalEventId: z.string().optional(),
});

/** The bodies of the custom events that Attentive accepted, in their order. */
export async function customEvents({ control }: Sandbox): Promise<Array<z.infer<typeof sentEvent>>> {
	return (await control.ledger('POST /v1/events/custom')).map(({ body }) => sentEvent.parse(body));
}

/** Delivers bodies to a published workflow as a service would: each once the run of the one before has ended. */
export async function deliver(
	n8n: EmbeddedN8n,
	workflow: WorkflowFile,
	nodeName: string,
	bodies: unknown[],
	headers: Record<string, string> = {},
): Promise<readonly Run[]> {
	const listener = await n8n.listen(workflow);
	try {
		for (const body of bodies) {
			const { status, data } = await axios.post(listener.url(nodeName), body, {
				headers,
				proxy: false,
				validateStatus: () => true,
			});
			if (status !== 200)
				throw new Error(`n8n answered ${status}: ${String(listener.failures[0] ?? JSON.stringify(data))}`, {
					cause: listener.failures[0],
				});
			await listener.finished();
		}
		return await listener.finished();
	} finally {
		await listener.close();
	}
}

function there<Thing>(thing: Thing | undefined): Thing {
	if (thing === undefined) throw new Error('It has not been started yet.');
	return thing;
}

/**
 * Flows for a test file, reset before each test.
 * @param prepare what each test finds at Attentive
 */
export function useFlows(prepare?: (sandbox: Sandbox) => Promise<void>): Flows {
	const flows = new Flows();
	beforeAll(async () => await flows.start());
	beforeEach(async () => {
		await flows.reset();
		await prepare?.(flows.sandbox);
	});
	afterAll(async () => await flows.close());
	return flows;
}
