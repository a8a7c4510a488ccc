import type { Exchange } from '../exchange';
import type { Kind } from './kind';

/** Statuses that the service itself answers with, in the form that Attentive's errors have. */
const SERVICES = [400, 401, 403, 404, 405, 409, 413, 422, 500];
/** Statuses of what stands between, with a page. */
const PROXIES = [
	400, 402, 403, 404, 405, 407, 408, 410, 421, 425, 451, 500, 501, 502, 503, 504, 511, 520, 530,
];
const AFTERWARDS = [408, 500, 502, 503, 504, 520];

const errorBody = (status: number) => ({
	timestamp: '2026-11-30T00:00:00Z',
	error: `Refused with ${status}`,
	message: `Refused with ${status}`,
});

const MORE: Record<number, Record<string, string>> = {
	401: { 'www-authenticate': 'Bearer realm="api"' },
	407: { 'proxy-authenticate': 'Basic realm="proxy"' },
	503: { 'retry-after': '0' },
};

const RETRY_AFTER: Array<[string, () => Record<string, string>]> = [
	['without Retry-After', () => ({})],
	['with Retry-After in seconds', () => ({ 'retry-after': '1' })],
	['with Retry-After as a date', () => ({ 'retry-after': new Date(Date.now() + 1_000).toUTCString() })],
	['with Retry-After as a date in the past', () => ({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })],
	['with Retry-After of ten years', () => ({ 'retry-after': '315360000' })],
	['with an invalid Retry-After', () => ({ 'retry-after': '-1e999, soon' })],
];

export const statuses: Kind[] = [
	...SERVICES.map((status): Kind => ({
		name: `${status}, before the write`,
		arrives: 'never',
		...(status === 404 ? { saysGone: true } : {}),
		...(status === 409 ? { saysThere: true } : {}),
		strike: (exchange) => exchange.json(status, errorBody(status), MORE[status]),
	})),
	...PROXIES.map((status): Kind => ({
		name: `${status} with a page, before the write`,
		arrives: 'never',
		strike: (exchange) => exchange.page(status, MORE[status]),
	})),
	...AFTERWARDS.map((status): Kind => ({
		name: `${status}, after the write`,
		arrives: 'once',
		async strike(exchange: Exchange) {
			await exchange.arrive();
			exchange.page(status);
		},
	})),
	...RETRY_AFTER.map(([what, headers]): Kind => ({
		name: `429 ${what}`,
		arrives: 'never',
		strike: (exchange) => exchange.json(429, errorBody(429), headers()),
	})),
	{
		name: '503 with Retry-After of ten years, before the write',
		arrives: 'never',
		strike: (exchange) => exchange.page(503, { 'retry-after': '315360000' }),
	},
	{
		name: '401 with an empty body, before the write',
		arrives: 'never',
		strike: (exchange) => exchange.answer(401),
	},
];
