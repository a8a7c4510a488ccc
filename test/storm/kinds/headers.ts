import { chance } from '../chance';
import type { Exchange } from '../exchange';
import type { Kind } from './kind';

/** The genuine answer with other headers. */
function beside(name: string, headers: (exchange: Exchange) => Record<string, string>): Kind {
	return {
		name,
		arrives: 'once',
		async strike(exchange) {
			const genuine = await exchange.arrive();
			exchange.pass(genuine, { headers: headers(exchange) });
		},
	};
}

const ABSURD = ['0', '-1', 'NaN', '1e308', '99999999999', '', 'unlimited', '0.0001', '150, 150'];

/** The request's own headers, as a page for developers would show them. */
function echoed(
	{ request }: Exchange,
	change: (text: string) => string = (text) => text,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name, change(String(value))]),
	);
}

function echo(name: string, change?: (text: string) => string): Kind[] {
	return [
		{
			name: `an echo of the request's headers${name}, as a 400`,
			arrives: 'never',
			strike: (exchange) =>
				exchange.json(400, { error: JSON.stringify(echoed(exchange, change)), message: 'Refused' }),
		},
		{
			name: `an echo of the request's headers${name}, after the write`,
			arrives: 'once',
			async strike(exchange) {
				const genuine = await exchange.arrive();
				const headers = echoed(exchange, change);
				// A result file has a line for each record.
				const lines = genuine.body.toString().split('\n');
				const own = lines.map((line): object => (line.startsWith('{') ? JSON.parse(line) : {}));
				exchange.answer(
					genuine.status,
					{ 'content-type': 'application/json' },
					own.map((one) => JSON.stringify({ ...one, headers, name: headers.authorization })).join('\n'),
				);
			},
		},
	];
}

export const headers: Kind[] = [
	beside('absurd rate limits', ({ request: { body, path } }) => {
		const drawn = (what: string) =>
			ABSURD[Math.floor(chance(what, path, body.toString('latin1')) * ABSURD.length)] ?? '';
		return {
			'x-ratelimit-limit': drawn('limit'),
			'x-ratelimit-remaining': drawn('remaining'),
			'x-ratelimit-reset': drawn('reset'),
		};
	}),
	beside('an absurd Date', ({ request: { path, body } }) => ({
		date: chance(path, body.toString('latin1')) < 0.5 ? 'Fri, 31 Dec 9999 23:59:59 GMT' : 'yesterday',
	})),
	beside('Retry-After with a success', () => ({ 'retry-after': '86400' })),
	beside('cookies', () => ({ 'set-cookie': 'session=storm; Path=/; Secure' })),
	beside('an unknown charset', () => ({ 'content-type': 'application/json; charset=x-klingon' })),
	beside('a wrong content type', () => ({ 'content-type': 'image/png' })),
	...echo(''),
	...echo(', percent-encoded', encodeURIComponent),
	...echo(', in uppercase', (text) => text.toUpperCase()),
	{
		name: "another request's response, after the write",
		arrives: 'once',
		isAnothers: true,
		async strike(exchange) {
			const { earlier } = exchange;
			const genuine = await exchange.arrive();
			exchange.pass(earlier ?? genuine);
		},
	},
];
