import { z } from 'zod';
import { SandboxControl } from '../../sandbox/control';
import { Rest, type SavedCredential } from '../../whole-n8n';

/** What startAll.ts tells the suites: in the environment, for jest keeps their globals apart. */
export const stageVariable = 'ATTENTIVE_E2E_STAGE';

const stageSchema = z.object({
	url: z.string(),
	/** Of n8n's owner, logged in once for all suites: n8n takes few logins a minute. */
	cookie: z.string(),
	filesFolder: z.string(),
	/** Lines that n8n wrote until it was ready. */
	startLog: z.array(z.string()),
	/** Where n8n goes on writing its lines. */
	logFile: z.string(),
	sandboxUrl: z.string(),
	apiKey: z.string(),
	credential: z.object({ id: z.string(), name: z.string() }),
	/** What n8n's credential "Postgres" has to hold for a database that workflows may use. */
	postgres: z.record(z.string(), z.union([z.string(), z.number()])),
	/** Missing where no suite opens a browser. */
	chromium: z.string().optional(),
});

export type StageFacts = z.infer<typeof stageSchema>;

/** The whole n8n and the sandbox that all suites share. */
export interface Stage extends StageFacts {
	/** Logged in. */
	rest: Rest;
	control: SandboxControl;
	/** For the sandbox. */
	credential: SavedCredential;
}

export async function enterStage(): Promise<Stage> {
	const facts = stageSchema.parse(JSON.parse(process.env[stageVariable] ?? '{}'));
	const rest = new Rest(facts.url, facts.cookie);
	return {
		...facts,
		rest,
		control: new SandboxControl(facts.sandboxUrl),
	};
}
