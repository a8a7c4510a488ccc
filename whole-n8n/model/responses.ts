import { z } from 'zod';
import { complaint, content, newId, parameters, sinceLastInstruction, type Protocol } from './protocol';
import type { Reply } from './reply';

const entry = z.object({
	type: z.string().optional(),
	role: z.string().optional(),
	content,
	/** What a tool has answered. */
	output: content,
});

const requestSchema = z.object({
	input: z.union([z.string(), z.array(entry)]),
	tools: z.array(z.object({ name: z.string().optional(), parameters })).default([]),
	stream: z.boolean().nullish(),
});

const usage = {
	input_tokens: 0,
	input_tokens_details: { cached_tokens: 0 },
	output_tokens: 0,
	output_tokens_details: { reasoning_tokens: 0 },
	total_tokens: 0,
};

/** POST /v1/responses, which new OpenAI nodes of n8n use. */
export const responses: Protocol = {
	read(body) {
		const request = requestSchema.safeParse(body);
		if (!request.success) return { error: complaint(request.error) };
		const { input, tools, stream } = request.data;
		const entries =
			typeof input === 'string' ? [{ from: 'person' as const, text: input }] : input.map(spoken);
		return {
			conversation: {
				...sinceLastInstruction(entries),
				// Those that OpenAI has built in have no name.
				tools: tools.flatMap(({ name, parameters: properties }) =>
					name === undefined ? [] : [{ name, properties }],
				),
			},
			stream: stream ?? false,
		};
	},
	answer(said, model) {
		return { ...envelope(model), status: 'completed', output: [item(said)] };
	},
	events(said, model) {
		const response = { ...envelope(model), status: 'in_progress', output: [] };
		const done = item(said);
		const completed = { ...response, status: 'completed', output: [done] };
		const place = { item_id: done.id, output_index: 0 };
		const steps =
			'text' in said
				? [{ type: 'response.output_text.delta', ...place, content_index: 0, delta: said.text, logprobs: [] }]
				: [{ type: 'response.function_call_arguments.delta', ...place, delta: said.call.arguments }];
		const begun = done.type === 'message' ? { ...done, content: [] } : { ...done, arguments: '' };
		return [
			{ type: 'response.created', response },
			{ type: 'response.output_item.added', output_index: 0, item: begun },
			...steps,
			{ type: 'response.output_item.done', output_index: 0, item: done },
			{ type: 'response.completed', response: completed },
		].map(
			(event, index) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}`,
		);
	},
};

function spoken({ type, role, content: text, output }: z.infer<typeof entry>) {
	if (type === 'function_call_output') return { from: 'tool' as const, text: output };
	return { from: role === 'user' ? ('person' as const) : ('other' as const), text };
}

function item(said: Reply) {
	if ('text' in said) {
		const part = { type: 'output_text', text: said.text, annotations: [], logprobs: [] };
		return {
			type: 'message' as const,
			id: newId('msg'),
			role: 'assistant',
			status: 'completed',
			content: [part],
		};
	}
	const { tool, arguments: json } = said.call;
	return {
		type: 'function_call' as const,
		id: newId('fc'),
		call_id: newId('call'),
		name: tool,
		arguments: json,
		status: 'completed',
	};
}

function envelope(model: string) {
	return {
		id: newId('resp'),
		object: 'response',
		created_at: Math.floor(Date.now() / 1000),
		model,
		error: null,
		incomplete_details: null,
		metadata: {},
		usage,
	};
}
