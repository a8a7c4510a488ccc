import axios from 'axios';
import { startModel, type Model } from '../../whole-n8n/model/start';
import { reply, type Tool } from '../../whole-n8n/model/reply';

const sendEvent: Tool = {
	name: 'Send_Event',
	properties: {
		type: { type: 'string', description: 'Type of the event' },
		points: { type: 'number', description: '' },
	},
};
const tools = [sendEvent, { name: 'Get_Segments', properties: {} }];
const textOf = (instruction: string, results: string[] = []) => {
	const said = reply({ instruction, results, tools });
	return 'text' in said ? said.text : said.call;
};

describe('does as it is told', () => {
	const told = 'Please do this:\ncall Send Event with {"type": "A"}\n  CALL get_segments';

	test('one line after the other, then the answers', () => {
		expect(textOf(told)).toEqual({ tool: 'Send_Event', arguments: '{"type": "A"}' });
		expect(textOf(told, ['accepted'])).toEqual({ tool: 'Get_Segments', arguments: '{}' });
		expect(textOf(told, ['accepted', '[]'])).toBe('Send Event: accepted\n\nget_segments: []');
	});

	test('told nothing, it says what it can be told', () => {
		expect(textOf('How are you?')).toBe(
			[
				'I am a stand-in for a model: I call the tools that you name, one in each line. These are connected:',
				'```',
				'call Send_Event with {"type":"Type of the event","points":0}',
				'call Get_Segments',
				'```',
			].join('\n'),
		);
		expect(reply({ instruction: 'call x', results: [], tools: [] })).toEqual({
			text: expect.stringContaining('no tools are connected'),
		});
	});

	test.each(['{"type": ', '[1]', 'A', 'null'])('what is no JSON object is repeated: %s', (json) => {
		expect(textOf(`call Send Event with ${json}`)).toContain(`on the same line. It is: ${json}`.trim());
	});

	test('a tool that is not there', () => {
		expect(textOf('call Send Invoice with {}')).toContain('There is no tool "Send Invoice".');
	});
});

describe('as OpenAI’s API', () => {
	let model: Model;
	beforeAll(async () => {
		model = await startModel();
	});
	afterAll(async () => await model.close());

	const post = async (path: string, body: object) =>
		await fetch(model.url + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
			body: JSON.stringify(body),
		});
	const answerOf = async (path: string, body: object) =>
		(await axios.post(model.url + path, body, { proxy: false })).data;
	/** What server-sent events carry. */
	const dataOf = (text: string) =>
		text
			.trim()
			.split('\n\n')
			.map((event) => event.split('\n').at(-1)?.replace('data: ', '') ?? '');

	const told = 'call Send Event with {"type":"A"}';
	const parameters = { type: 'object', properties: { type: { type: 'string', description: 'Its type' } } };

	test('lists its one model', async () => {
		const answer = await fetch(`${model.url}/models`);
		expect(await answer.json()).toMatchObject({ data: [{ id: 'stand-in' }] });
	});

	describe('chat completions', () => {
		const path = '/chat/completions';
		const request = {
			model: 'stand-in',
			messages: [
				{ role: 'system', content: 'Be kind' },
				{ role: 'user', content: 'call Other' },
				{ role: 'assistant', content: 'No' },
				{ role: 'user', content: [{ type: 'text', text: told }] },
			],
			tools: [{ type: 'function', function: { name: 'Send_Event', parameters } }],
		};
		const call = { type: 'function', function: { name: 'Send_Event', arguments: '{"type":"A"}' } };

		test('calls a tool, then repeats its answer', async () => {
			const first = await answerOf(path, request);
			expect(first).toMatchObject({
				choices: [{ finish_reason: 'tool_calls', message: { content: null, tool_calls: [call] } }],
			});
			const { message } = first.choices[0];
			const result = { role: 'tool', tool_call_id: message.tool_calls[0].id, content: 'accepted' };
			const messages = [...request.messages, message, result];
			const second = await answerOf(path, { ...request, messages });
			expect(second).toMatchObject({
				choices: [{ finish_reason: 'stop', message: { content: 'Send Event: accepted' } }],
			});
		});

		test('streams', async () => {
			const answer = await post(path, { ...request, stream: true });
			expect(answer.headers.get('content-type')).toContain('text/event-stream');
			const events = dataOf(await answer.text());
			expect(events.at(-1)).toBe('[DONE]');
			expect(events.slice(0, -1).map((event) => JSON.parse(event).choices[0])).toMatchObject([
				{ delta: { role: 'assistant', tool_calls: [{ index: 0, ...call }] }, finish_reason: null },
				{ delta: {}, finish_reason: 'tool_calls' },
			]);
		});
	});

	describe('responses', () => {
		const path = '/responses';
		const request = {
			model: 'stand-in',
			input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: told }] }],
			tools: [{ type: 'web_search' }, { type: 'function', name: 'Send_Event', parameters }],
		};
		const call = { type: 'function_call', name: 'Send_Event', arguments: '{"type":"A"}' };

		test('calls a tool, then repeats its answer', async () => {
			const first = await answerOf(path, request);
			expect(first).toMatchObject({ status: 'completed', output: [call] });
			const [made] = first.output;
			const result = { type: 'function_call_output', call_id: made.call_id, output: 'accepted' };
			const second = await answerOf(path, { ...request, input: [...request.input, made, result] });
			expect(second.output).toMatchObject([
				{ type: 'message', content: [{ type: 'output_text', text: 'Send Event: accepted' }] },
			]);
		});

		test('streams, a text as well', async () => {
			const types = async (input: unknown) => {
				const answer = await post(path, { ...request, input, stream: true });
				return dataOf(await answer.text()).map((event) => JSON.parse(event));
			};
			const called = await types(request.input);
			expect(called.map(({ type }) => type)).toEqual([
				'response.created',
				'response.output_item.added',
				'response.function_call_arguments.delta',
				'response.output_item.done',
				'response.completed',
			]);
			expect(called.at(-1)).toMatchObject({ response: { status: 'completed', output: [call] } });
			const said = await types('hello');
			expect(said.find(({ type }) => type === 'response.output_text.delta')).toMatchObject({
				delta: expect.stringContaining('call Send_Event with {"type":"Its type"}'),
			});
		});
	});

	test('a request that it cannot read is a 400 in OpenAI’s form', async () => {
		const answer = await post('/chat/completions', { messages: 'hello' });
		expect(answer.status).toBe(400);
		expect(await answer.json()).toEqual({
			error: { message: expect.stringContaining('messages'), type: 'invalid_request_error' },
		});
	});
});
