/** Seconds between two lines where there is no terminal. */
const everySeconds = 30;

/**
 * Shows that something long is still going on: on a terminal a line that is written anew each second, elsewhere a line
 * now and then.
 * @param expected seconds that it usually takes
 */
export function showProgress(what: string, expected: number, say: (line: string) => void): { stop(): void } {
	const began = Date.now();
	const terminal = process.stderr.isTTY;
	let seconds = 0;
	const text = () => `${what}: ${clock(seconds)} of about ${clock(expected)}`;
	const timer = setInterval(() => {
		seconds = Math.round((Date.now() - began) / 1000);
		if (terminal) process.stderr.write(`\r${text()} `);
		else if (seconds % everySeconds === 0) say(text());
	}, 1000);
	return {
		stop() {
			clearInterval(timer);
			if (terminal && seconds > 0) process.stderr.write('\n');
			say(`${what}: done in ${clock(Math.round((Date.now() - began) / 1000))}`);
		},
	};
}

/** As in 3:05. */
function clock(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
