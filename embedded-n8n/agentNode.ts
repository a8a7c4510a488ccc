import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

/** What n8n gives an agent for a connected node (a langchain tool). */
interface Tool {
	name: string;
	metadata?: { sourceNodeName?: string };
	invoke(input: IDataObject): Promise<unknown>;
}

function isTool(value: unknown): value is Tool {
	return typeof value === 'object' && value !== null && 'name' in value && 'invoke' in value;
}

/**
 * An AI agent without a model, to try nodes as tools: it calls the tools connected to it as its parameters say, and puts
 * out one item for each call, in order: `{response}` with the text that a model would see, or `{toolError}` if the tool
 * threw. Use it as extraNodeTypes: {'test.agent': agentNode}.
 */
export const agentNode: INodeType = {
	description: {
		name: 'agent',
		displayName: 'Test Agent',
		description: 'Calls the connected tools with given arguments',
		group: ['transform'],
		version: 1,
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool, displayName: 'Tool' }],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName: 'Calls',
				name: 'calls',
				type: 'json',
				default: '1',
				description: 'A list with the arguments of each call, or how many calls without arguments',
			},
			{
				displayName: 'Tool',
				name: 'tool',
				type: 'string',
				default: '',
				description: 'Name of the connected node to call. Empty: the first.',
			},
			{
				displayName: 'Through',
				name: 'through',
				type: 'options',
				options: [
					{
						name: 'Invoke',
						value: 'invoke',
						description: 'The agent calls the tool itself (agents up to 2.x)',
					},
					{
						name: 'Engine Request',
						value: 'engine',
						description: 'The engine runs the tool (agents from 3)',
					},
				],
				default: 'invoke',
			},
			{
				displayName: 'Parallel',
				name: 'parallel',
				type: 'boolean',
				default: false,
				displayOptions: { show: { through: ['invoke'] } },
				description: 'Whether to make all calls at once',
			},
			{
				displayName: 'On Tool Error',
				name: 'onToolError',
				type: 'options',
				options: [
					{ name: 'Put It Out', value: 'item' },
					{ name: 'Throw', value: 'throw' },
				],
				default: 'item',
				displayOptions: { show: { through: ['invoke'] } },
			},
		],
	},

	async execute(this: IExecuteFunctions, response?: EngineResponse) {
		if (response?.actionResponses.length) return [answersOf(response)];
		const tool = await connectedTool(this);
		const calls = readCalls(this);
		if (this.getNodeParameter('through', 0) === 'engine') return engineRequest(this, tool, calls);

		const throwErrors = this.getNodeParameter('onToolError', 0) === 'throw';
		const call = async (input: IDataObject): Promise<INodeExecutionData> => {
			try {
				return { json: { response: String(await tool.invoke(input)) } };
			} catch (error) {
				if (throwErrors) throw error;
				return { json: { toolError: error instanceof Error ? error.message : String(error) } };
			}
		};
		if (this.getNodeParameter('parallel', 0) === true) return [await Promise.all(calls.map(call))];
		const items: INodeExecutionData[] = [];
		for (const input of calls) items.push(await call(input));
		return [items];
	},
};

async function connectedTool(context: IExecuteFunctions): Promise<Tool> {
	const connected = await context.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
	const tools = Array.isArray(connected) ? connected.filter(isTool) : [];
	const wanted = context.getNodeParameter('tool', 0);
	const tool = wanted ? tools.find(({ metadata }) => metadata?.sourceNodeName === wanted) : tools[0];
	if (!tool)
		throw new NodeOperationError(context.getNode(), `Tool not connected: ${String(wanted) || 'any'}`);
	return tool;
}

function readCalls(context: IExecuteFunctions): IDataObject[] {
	const raw = context.getNodeParameter('calls', 0);
	const calls: unknown = typeof raw === 'string' ? JSON.parse(raw) : raw;
	if (typeof calls === 'number') return Array.from({ length: calls }, () => ({}));
	if (Array.isArray(calls)) return calls;
	throw new NodeOperationError(context.getNode(), 'Calls must be a list or a number');
}

function engineRequest(context: IExecuteFunctions, tool: Tool, calls: IDataObject[]): EngineRequest {
	const nodeName = tool.metadata?.sourceNodeName;
	if (!nodeName) throw new NodeOperationError(context.getNode(), 'The tool does not say which node it is');
	return {
		actions: calls.map((input, index) => ({
			actionType: 'ExecutionNodeAction',
			nodeName,
			input,
			type: NodeConnectionTypes.AiTool,
			id: `call-${index}`,
			metadata: { itemIndex: 0 },
		})),
		metadata: {},
	};
}

function answersOf({ actionResponses }: EngineResponse): INodeExecutionData[] {
	return actionResponses.map(({ data }) => {
		const items = data.data?.ai_tool?.[0]?.map(({ json }) => json) ?? [];
		return { json: { response: JSON.stringify(items) } };
	});
}
