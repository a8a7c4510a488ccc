import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { startSandbox, type Sandbox } from '../../sandbox/start';

export const phone = '+12063996576';
export const otherPhone = '+12063996577';
export const events = 'POST /v1/events/custom';
export const attributes = 'POST /v1/attributes/custom';

/** Requests with a token, whatever they are answered. */
export function client({ url, apiKey }: { url: string; apiKey: string }): AxiosInstance {
	return axios.create({
		baseURL: url,
		proxy: false,
		maxRedirects: 0,
		validateStatus: () => true,
		headers: { Authorization: `Bearer ${apiKey}` },
	});
}

export interface Api {
	sandbox: Sandbox;
	http: AxiosInstance;
	sendEvent(body: unknown): Promise<AxiosResponse>;
	setAttributes(body: unknown): Promise<AxiosResponse>;
	/** What the sandbox logged. */
	log: string[];
}

/** What a refusal says, which it must do as {"error": {"id", "message"}}. */
export function refusal({ status, data }: AxiosResponse): { status: number; message: string } {
	expect(data).toEqual({ error: { id: expect.any(Number), message: expect.any(String) } });
	return { status, message: data.error.message };
}

/** A sandbox for a test file, emptied before each test. */
export function useSandbox(): () => Api {
	let api: Api | undefined;
	beforeAll(async () => {
		const log: string[] = [];
		const sandbox = await startSandbox({ log: (line) => log.push(line) });
		const http = client(sandbox);
		api = {
			sandbox,
			http,
			sendEvent: (body) => http.post('/v1/events/custom', body),
			setAttributes: (body) => http.post('/v1/attributes/custom', body),
			log,
		};
	});
	beforeEach(() => current().sandbox.control.reset());
	afterAll(() => current().sandbox.close());
	const current = (): Api => {
		if (api === undefined) throw new Error('The sandbox has not started.');
		return api;
	};
	return current;
}
