import type { Seen } from '../operation/operation';

/** What the items of a run have brought so far, for operations to which that matters, and which item was the first. */
export class SeenValues implements Seen {
	private readonly firstWith = new Map<string, number>();
	private index = 0;
	private added: string[] = [];

	/** What is added from now on comes from this item. */
	begin(index: number): void {
		this.index = index;
		this.added = [];
	}

	/** The item is not sent, so it has brought nothing. */
	forget(): void {
		for (const value of this.added) this.firstWith.delete(value);
		this.added = [];
	}

	has(value: string): boolean {
		return this.firstWith.has(value);
	}

	add(value: string): void {
		if (this.has(value)) return;
		this.firstWith.set(value, this.index);
		this.added.push(value);
	}

	itemsWith(values: string[]): number[] {
		return [...new Set(values.flatMap((value) => this.firstWith.get(value) ?? []))];
	}
}
