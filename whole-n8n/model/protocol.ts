import { z } from 'zod';
import type { Conversation, Reply, Tool } from './reply';

/** One of the two ways in which OpenAI's API is spoken to. */
export interface Protocol {
	read(body: unknown): { conversation: Conversation; stream: boolean } | { error: string };
	/** The whole answer. */
	answer(said: Reply, model: string): object;
	/** The same as server-sent events. */
	events(said: Reply, model: string): string[];
}

/** Text, or parts of which some have text. */
export const content = z
	.union([z.string(), z.array(z.object({ text: z.string().optional() }).passthrough())])
	.nullish()
	.transform((given) =>
		typeof given === 'string' ? given : (given ?? []).map(({ text = '' }) => text).join('\n'),
	);

const property = z.object({ type: z.unknown(), description: z.string().optional() }).passthrough();

/** The JSON schema of a tool's arguments, as far as the stand-in needs it. */
export const parameters = z
	.object({ properties: z.record(property).optional() })
	.passthrough()
	.nullish()
	.transform((given): Tool['properties'] =>
		Object.fromEntries(
			Object.entries(given?.properties ?? {}).map(([name, { type, description = '' }]) => [
				name,
				{ type: typeof type === 'string' ? type : 'string', description },
			]),
		),
	);

/** What the person wrote last, and what tools answered after that. */
export function sinceLastInstruction(
	entries: Array<{ from: 'person' | 'tool' | 'other'; text: string }>,
): Pick<Conversation, 'instruction' | 'results'> {
	const last = entries.map(({ from }) => from).lastIndexOf('person');
	return {
		instruction: entries[last]?.text ?? '',
		results: entries.slice(last + 1).flatMap(({ from, text }) => (from === 'tool' ? [text] : [])),
	};
}

/** How a tool call is recognized in the tool's answer. */
export function newId(prefix: string): string {
	return `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
}

export function complaint(error: z.ZodError): string {
	return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
