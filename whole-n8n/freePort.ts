import { createServer } from 'node:net';

/** Below those that systems hand out by themselves: n8n takes its port seconds later, and nobody else may have it by then. */
const lowest = 20_000;
const highest = 32_000;

/** The wanted port of 127.0.0.1 if it is free, else any other that is. */
export async function freePort(wanted?: number): Promise<number> {
	let port = wanted ?? anyPort();
	while (!(await isFree(port))) port = anyPort();
	return port;
}

export function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

function anyPort(): number {
	return lowest + Math.floor(Math.random() * (highest - lowest));
}
