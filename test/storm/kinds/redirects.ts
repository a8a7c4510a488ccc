import type { Kind } from './kind';

const REDIRECTS = [301, 302, 303, 307, 308];

/** Leads to the proxy itself, under a path that nobody must ask for. */
export const ELSEWHERE = '/elsewhere';

export const redirects: Kind[] = [
	...REDIRECTS.map((status): Kind => ({
		name: `${status}, before the write`,
		arrives: 'never',
		strike: (exchange) => exchange.page(status, { location: ELSEWHERE }),
	})),
	...REDIRECTS.map((status): Kind => ({
		name: `${status}, after the write`,
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.page(status, { location: ELSEWHERE });
		},
	})),
	// What is empty could be the answer of a call whose answer is not documented.
	...[303, 304].map((status): Kind => ({
		name: `${status} with nothing in it, before the write`,
		arrives: 'never',
		strike: (exchange) => exchange.answer(status, { location: ELSEWHERE }),
	})),
	{
		name: '302 without a Location, before the write',
		arrives: 'never',
		strike: (exchange) => exchange.answer(302),
	},
	{
		name: '200 with a Location, after the write',
		arrives: 'once',
		async strike(exchange) {
			exchange.pass(await exchange.arrive(), { headers: { location: ELSEWHERE } });
		},
	},
];
