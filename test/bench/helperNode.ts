import type { IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, sleep } from 'n8n-workflow';

/** What a request of the helper node sends. */
export interface HelperRequest {
	url: string;
	body: object;
}

/**
 * A node that does nothing but call n8n's request helper, once for each item: what no node of n8n can go below. Its parameters are
 * `together`, how many requests start at once, and `perSecond`. Use it as extraNodeTypes: {'test.helper': helperNode(...)}.
 */
export function helperNode(requestFor: (item: number) => HelperRequest): INodeType {
	return {
		description: {
			name: 'helper',
			displayName: 'Helper',
			description: "Calls n8n's request helper",
			group: ['transform'],
			version: 1,
			defaults: { name: 'Helper' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'attentiveApi', required: true }],
			properties: [
				{ displayName: 'Together', name: 'together', type: 'number', default: 150 },
				{ displayName: 'Per Second', name: 'perSecond', type: 'number', default: 150 },
			],
		},

		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			const together = Number(this.getNodeParameter('together', 0));
			const perSecond = Number(this.getNodeParameter('perSecond', 0));
			const send = async (item: number) => {
				const { url, body } = requestFor(item);
				const options: IHttpRequestOptions = { method: 'POST', url, body, json: true };
				await this.helpers.httpRequestWithAuthentication.call(this, 'attentiveApi', options);
			};
			const began = performance.now();
			const sent: Array<Promise<void>> = [];
			for (const item of items.keys()) {
				if (item % together === 0)
					await sleep(Math.max(0, began + (item / perSecond) * 1_000 - performance.now()));
				sent.push(send(item));
			}
			await Promise.all(sent);
			return [items.map(({ json }, index) => ({ json, pairedItem: { item: index } }))];
		},
	};
}
