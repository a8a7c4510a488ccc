/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** A whole number from 0 to `limit`, not included. */
	below(limit: number): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
	}

	oneIn(times: number): boolean {
		return this.below(times) === 0;
	}

	pick<Choice>(choices: readonly Choice[]): Choice {
		for (const choice of choices.slice(this.below(choices.length))) return choice;
		throw new Error('There is nothing to pick from');
	}

	shuffled<Item>(items: readonly Item[]): Item[] {
		return items
			.map((item) => ({ item, place: this.below(2 ** 32) }))
			.sort((a, b) => a.place - b.place)
			.map(({ item }) => item);
	}
}
