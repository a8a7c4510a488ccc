/** What was accepted and is done when its time comes. */
export class Later {
	private waiting: { dueAt: number; act: () => void }[] = [];

	add(dueAt: number, act: () => void): void {
		this.waiting.push({ dueAt, act });
	}

	/** In the order of coming in. */
	catchUp(now: number): void {
		const due = this.waiting.filter(({ dueAt }) => dueAt <= now);
		if (due.length === 0) return;
		this.waiting = this.waiting.filter(({ dueAt }) => dueAt > now);
		for (const { act } of due) act();
	}
}
