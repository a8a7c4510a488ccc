/** What the tests need of a webhook, one behaviour each. */
const behaviours = {
	/** Starts a run with what it can see of the request. */
	async run() {
		const { rawBody, contentType } = this.getRequestObject();
		const json = {
			body: this.getBodyData(),
			raw: rawBody?.toString('base64'),
			contentType,
			header: this.getHeaderData()['x-test'],
			query: this.getQueryData(),
			mode: this.getMode(),
			url: this.getNodeWebhookUrl('default'),
			context: this.constructor.name,
		};
		return { workflowData: [[{ json }]] };
	},
	async runWithAnswer() {
		return { workflowData: [[{ json: {} }]], webhookResponse: { taken: true } };
	},
	async ignore() {
		this.getWorkflowStaticData('node').ignored = true;
		return {};
	},
	async ignoreWithAnswer() {
		return { webhookResponse: 'no' };
	},
	async answerItself() {
		this.getResponseObject().status(401).set('x-own', 'yes').json({ message: 'Who are you?' });
		return { noWebhookResponse: true };
	},
	async throw() {
		throw new Error('Bug');
	},
};

/** Keeps its webhook in the static data, as nodes do that register with a service. */
const webhookMethods = {
	default: {
		async checkExists() {
			const data = this.getWorkflowStaticData('node');
			(data.calls ??= []).push(`checkExists ${this.getMode()} ${this.getActivationMode()}`);
			return data.registered === true;
		},
		async create() {
			if (this.getNodeParameter('behaviour') === 'throw') throw new Error('The service is down');
			const data = this.getWorkflowStaticData('node');
			data.calls.push(`create ${this.getMode()} ${this.getActivationMode()}`);
			data.registered = true;
			this.logger.info(`Created ${this.getNodeWebhookUrl('default')}`);
			return true;
		},
		async delete() {
			const data = this.getWorkflowStaticData('node');
			(data.calls ??= []).push(`delete ${this.getMode()} ${this.getActivationMode()}`);
			delete data.registered;
			this.logger.info('Deleted');
			return true;
		},
	},
};

class FixtureTrigger {
	description = {
		name: 'fixtureTrigger',
		displayName: 'Fixture Trigger',
		description: 'For tests',
		group: ['trigger'],
		version: 1,
		defaults: { name: 'Fixture Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'hook',
				responseMode: '={{ $parameter["responseMode"] }}',
				responseData: '',
			},
			{ name: 'setup', httpMethod: 'GET', path: 'hook', responseMode: 'onReceived' },
		],
		properties: [
			{ displayName: 'Behaviour', name: 'behaviour', type: 'string', default: 'run' },
			{ displayName: 'Response Mode', name: 'responseMode', type: 'string', default: 'onReceived' },
		],
	};

	webhookMethods = webhookMethods;

	async webhook() {
		return await behaviours[this.getNodeParameter('behaviour')].call(this);
	}
}
module.exports = { FixtureTrigger };
