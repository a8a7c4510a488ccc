/** Remembers which deliveries came before, for each node its newest ones, as long as the n8n process lives. */
export class SeenDeliveries {
	private readonly byNode = new Map<string, Set<string>>();

	/** @param most How many deliveries are remembered for a node; the oldest goes first. */
	constructor(private readonly most: number) {}

	/** False if the delivery was there already. */
	add(node: string, delivery: string): boolean {
		const seen = this.byNode.get(node) ?? new Set();
		this.byNode.set(node, seen);
		if (seen.has(delivery)) return false;
		seen.add(delivery);
		for (const oldest of seen) {
			if (seen.size <= this.most) break;
			seen.delete(oldest);
		}
		return true;
	}

	forget(node: string, delivery: string): void {
		this.byNode.get(node)?.delete(delivery);
	}
}
