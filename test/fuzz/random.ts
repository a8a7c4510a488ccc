/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
	constructor(private state: number) {}

	/** From 0 up to 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number from 0 up to this. */
	below(most: number): number {
		return Math.floor(this.next() * most);
	}

	chance(part: number): boolean {
		return this.next() < part;
	}

	/** Throws where there is nothing to choose from. */
	of<Choice>(choices: readonly Choice[]): Choice {
		for (const choice of choices.slice(this.below(choices.length))) return choice;
		throw new Error('Nothing to choose from');
	}
}
