import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort, isFree } from './freePort';

const portsSchema = z.object({ n8n: z.number(), sandbox: z.number(), model: z.number() });

export type Ports = z.infer<typeof portsSchema>;

/** n8n's own, and two that n8n does not use. */
const usual: Ports = { n8n: 5678, sandbox: 5690, model: 5691 };

/**
 * The ports of a start: those of the start before, since credentials, webhooks and bookmarks name them. One that is taken
 * gives way to any that is free.
 * @param wanted n8n's, as asked for
 */
export async function portsFor(folder: string, wanted?: number): Promise<{ ports: Ports; before?: Ports }> {
	const before = remembered(folder);
	const { n8n, sandbox, model } = before ?? usual;
	const ports = {
		n8n: wanted ?? (await freePort(n8n)),
		sandbox: await freePort(sandbox),
		model: await freePort(model),
	};
	return { ports, ...(before && { before }) };
}

export function rememberPorts(folder: string, ports: Ports): void {
	writeFileSync(fileIn(folder), JSON.stringify(ports, null, '\t'));
}

/** The port that `npm start -- 5700` asks for; undefined if it asks for none. */
export async function askedFor(given: string | undefined): Promise<number | undefined> {
	if (given === undefined) return undefined;
	const port = Number(given);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`"${given}" is not a port.`);
	if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
	return port;
}

function remembered(folder: string): Ports | undefined {
	const file = fileIn(folder);
	return existsSync(file) ? portsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function fileIn(folder: string): string {
	return join(folder, 'ports.json');
}
