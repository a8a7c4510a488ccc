const { NodeOperationError } = require('n8n-workflow');

/** What the tests need of a node, one operation each. */
const operations = {
	/** One authenticated request; the answer and the base URL of the credential. */
	async request() {
		const { baseUrl } = await this.getCredentials('fixtureApi');
		const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'fixtureApi', {
			method: 'GET',
			url: `${baseUrl}/echo`,
		});
		return [{ json: { answer, baseUrl } }];
	},

	/** Each item comes out, one with `bad` as an error, as a node does that continues on fail itself. */
	async check() {
		this.logger.info('Checking');
		return this.getInputData().map(({ json }, item) => {
			if (!json.bad) return { json, pairedItem: { item } };
			if (!this.continueOnFail())
				throw new NodeOperationError(this.getNode(), 'Bad row', { itemIndex: item });
			return { json: { error: { message: 'Bad row', item } }, pairedItem: { item } };
		});
	},

	/** Counts its entries in the node's context and fails until it was entered `failTimes` times. */
	async remember() {
		const context = this.getContext('node');
		context.entries = (context.entries ?? 0) + 1;
		(context.runIndexes ??= []).push(this.getWorkflowDataProxy(0).$runIndex);
		this.addExecutionHints({ message: `Entry ${context.entries}`, location: 'outputPane' });
		(context.executions ??= []).push(this.getExecutionId());
		const { entries, executions, runIndexes } = context;
		if (entries <= this.getNodeParameter('failTimes', 0)) {
			throw new NodeOperationError(this.getNode(), `Failed in entry ${entries}`, {
				description: 'On purpose',
			});
		}
		return this.getInputData().map(({ json }, item) => ({
			json: { ...json, entries, executions: [...executions], runIndexes: [...runIndexes] },
			pairedItem: { item },
		}));
	},

	/** Waits until it is cancelled. */
	async wait() {
		const signal = this.getExecutionCancelSignal();
		if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
		this.logger.warn('Cancelled while waiting', { done: 1 });
		return [{ json: { cancelled: true } }];
	},

	/** What the node can see of how it is run. */
	async look() {
		this.addExecutionHints({ message: 'Looked', location: 'outputPane' });
		return [
			{
				json: {
					context: this.constructor.name,
					isTool: this.isToolExecution(),
					runIndex: this.getWorkflowDataProxy(0).$runIndex,
					text: this.getNodeParameter('text', 0),
					input: this.getInputData().map(({ json }) => json),
					mode: this.getMode(),
					signal: this.getExecutionCancelSignal() instanceof AbortSignal,
				},
			},
		];
	},

	/** Which values are new. */
	async deduplicate() {
		const values = this.getInputData().map(({ json }) => String(json.id));
		const { new: fresh, processed } = await this.helpers.checkProcessedAndRecord(values, 'node', {
			mode: 'entries',
			maxEntries: 3,
		});
		return [{ json: { fresh, processed } }];
	},
};

class Fixture {
	description = {
		name: 'fixture',
		displayName: 'Fixture',
		description: 'For tests',
		group: ['transform'],
		version: 1,
		defaults: { name: 'Fixture' },
		inputs: ['main'],
		outputs: ['main'],
		usableAsTool: true,
		credentials: [{ name: 'fixtureApi', required: false }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: Object.keys(operations).map((name) => ({ name, value: name, action: name })),
				default: 'look',
			},
			{ displayName: 'Fail Times', name: 'failTimes', type: 'number', default: 0 },
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
		],
	};

	async execute() {
		return [await operations[this.getNodeParameter('operation', 0)].call(this)];
	}
}
module.exports = { Fixture };
