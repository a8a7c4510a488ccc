/** What seems to be chance, and is the same again with the same seed. */
export class Draw {
	constructor(private state: number) {}

	/** At least 0, below 1 (mulberry32). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** At least 0, below `end`. */
	whole(end: number): number {
		return Math.floor(this.next() * end);
	}

	one<Value>(values: readonly [Value, ...Value[]]): Value {
		return values[this.whole(values.length)] ?? values[0];
	}

	shuffled<Value>(values: readonly Value[]): Value[] {
		const result = [...values];
		for (let last = result.length - 1; last > 0; last--) {
			const [moved] = result.splice(this.whole(last + 1), 1);
			if (moved !== undefined) result.push(moved);
		}
		return result;
	}
}
