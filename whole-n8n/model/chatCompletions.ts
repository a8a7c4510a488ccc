import { z } from 'zod';
import { complaint, content, newId, parameters, sinceLastInstruction, type Protocol } from './protocol';
import type { Reply } from './reply';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content })),
	tools: z.array(z.object({ function: z.object({ name: z.string(), parameters }) })).default([]),
	stream: z.boolean().nullish(),
});

const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** POST /v1/chat/completions. */
export const chatCompletions: Protocol = {
	read(body) {
		const request = requestSchema.safeParse(body);
		if (!request.success) return { error: complaint(request.error) };
		const { messages, tools, stream } = request.data;
		const entries = messages.map(({ role, content: text }) => ({ from: speaker(role), text }));
		return {
			conversation: {
				...sinceLastInstruction(entries),
				tools: tools.map(({ function: { name, parameters: properties } }) => ({ name, properties })),
			},
			stream: stream ?? false,
		};
	},
	answer(said, model) {
		const choice = { index: 0, message: message(said), finish_reason: finishReason(said), logprobs: null };
		return { ...envelope('chat.completion', model), choices: [choice], usage };
	},
	events(said, model) {
		const chunk = (delta: object, finish_reason: string | null) =>
			`data: ${JSON.stringify({
				...envelope('chat.completion.chunk', model),
				choices: [{ index: 0, delta, finish_reason, logprobs: null }],
			})}`;
		const { tool_calls, ...rest } = message(said);
		const calls = tool_calls && { tool_calls: tool_calls.map((call, index) => ({ index, ...call })) };
		return [chunk({ ...rest, ...calls }, null), chunk({}, finishReason(said)), 'data: [DONE]'];
	},
};

function speaker(role: string): 'person' | 'tool' | 'other' {
	if (role === 'user') return 'person';
	return role === 'tool' ? 'tool' : 'other';
}

function message(said: Reply) {
	if ('text' in said) return { role: 'assistant', content: said.text };
	const { tool, arguments: json } = said.call;
	const call = { id: newId('call'), type: 'function', function: { name: tool, arguments: json } };
	return { role: 'assistant', content: null, tool_calls: [call] };
}

function finishReason(said: Reply): string {
	return 'text' in said ? 'stop' : 'tool_calls';
}

function envelope(object: string, model: string) {
	return { id: newId('chatcmpl'), object, created: Math.floor(Date.now() / 1000), model };
}
