import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { chatCompletions } from './chatCompletions';
import { reply } from './reply';
import { responses } from './responses';
import type { Protocol } from './protocol';

/** As the credential and the list of models name it. */
export const modelName = 'stand-in';

export interface Model {
	/** For a credential's Base URL: without a slash at its end. */
	url: string;
	close(): Promise<void>;
}

/**
 * Starts a stand-in for OpenAI's API on loopback, for AI agents without an account or a network: its "model" calls the
 * tools that it is told to call (reply.ts). It takes any API key.
 */
export async function startModel({ port = 0 }: { port?: number } = {}): Promise<Model> {
	const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
	server.get('/v1/models', () => ({
		object: 'list',
		data: [{ id: modelName, object: 'model', created: 0, owned_by: 'sandbox' }],
	}));
	serve(server, '/v1/chat/completions', chatCompletions);
	serve(server, '/v1/responses', responses);
	const origin = await server.listen({ host: '127.0.0.1', port });
	return { url: `${origin}/v1`, close: async () => await server.close() };
}

function serve(server: FastifyInstance, path: string, protocol: Protocol): void {
	server.post(path, ({ body }, response) => {
		const request = protocol.read(body);
		if ('error' in request) {
			return response.code(400).send({ error: { message: request.error, type: 'invalid_request_error' } });
		}
		const said = reply(request.conversation);
		return request.stream
			? stream(response, protocol.events(said, modelName))
			: response.send(protocol.answer(said, modelName));
	});
}

/** Server-sent events, all at once. */
function stream(response: FastifyReply, events: readonly string[]): FastifyReply {
	return response.type('text/event-stream').send(events.map((event) => `${event}\n\n`).join(''));
}
