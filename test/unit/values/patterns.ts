/** What patterns have looked at: each search of a pattern, also by replace, match, search and split, goes through `exec`. */
export interface Looks {
	count: number;
	/** Length of the longest text. */
	longest: number;
}

/** Does something, and says what patterns have looked at meanwhile. */
export function looksOf(act: () => void): Looks {
	const looks: Looks = { count: 0, longest: 0 };
	const { exec } = RegExp.prototype;
	const spy = jest.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
		looks.count++;
		looks.longest = Math.max(looks.longest, text.length);
		return exec.call(this, text);
	});
	try {
		act();
	} finally {
		spy.mockRestore();
	}
	return looks;
}
