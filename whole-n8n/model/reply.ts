/** A tool as the agent offers it. */
export interface Tool {
	name: string;
	/** Of its arguments, by their names. */
	properties: Record<string, { type: string; description: string }>;
}

/** What the stand-in looks at before it says something. */
export interface Conversation {
	/** What the person wrote last. */
	instruction: string;
	/** What tools have answered since, in order. */
	results: string[];
	tools: Tool[];
}

export type Reply = { call: { tool: string; arguments: string } } | { text: string };

/** As in: call Send Event with {"type": "Order shipped"} */
const callLine = /^\s*call\s+(.+?)(?:\s+with\s+(.*?))?\s*$/i;

/**
 * Does what the person wrote, one line after the other: each line "call TOOL with JSON" calls a tool. Then it repeats
 * what the tools have answered. It decides nothing by itself, so the same words always do the same.
 */
export function reply({ instruction, results, tools }: Conversation): Reply {
	const calls = instruction.split('\n').flatMap((line) => {
		const [, name, json = '{}'] = callLine.exec(line) ?? [];
		return name === undefined ? [] : [{ name, json }];
	});
	if (calls.length === 0) return { text: howToTell(tools) };
	const next = calls[results.length];
	if (next === undefined) {
		return { text: results.map((result, index) => `${calls[index]?.name}: ${result}`).join('\n\n') };
	}
	const tool = tools.find(({ name }) => plain(name) === plain(next.name));
	if (tool === undefined) return { text: `There is no tool "${next.name}". ${howToTell(tools)}` };
	if (!isObject(next.json)) {
		return { text: `What follows "with" must be a JSON object on the same line. It is: ${next.json}` };
	}
	return { call: { tool: tool.name, arguments: next.json } };
}

/** On the canvas a tool may be called "Send Event", and n8n calls it Send_Event. */
function plain(name: string): string {
	return name.replace(/[^\p{L}\p{N}]+/gu, '_').toLowerCase();
}

function isObject(json: string): boolean {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		return false;
	}
}

/** n8n's chat shows Markdown. */
function howToTell(tools: Tool[]): string {
	if (tools.length === 0) return 'I am a stand-in for a model, and no tools are connected to the agent.';
	const examples = tools.map(({ name, properties }) => {
		const values = Object.entries(properties).map(([key, property]) => [key, placeholder(property)]);
		return values.length === 0
			? `call ${name}`
			: `call ${name} with ${JSON.stringify(Object.fromEntries(values))}`;
	});
	return [
		'I am a stand-in for a model: I call the tools that you name, one in each line. These are connected:',
		'```',
		...examples,
		'```',
	].join('\n');
}

function placeholder({ type, description }: Tool['properties'][string]): unknown {
	if (type === 'number' || type === 'integer') return 0;
	if (type === 'boolean') return true;
	if (type === 'object') return {};
	return description || '...';
}
