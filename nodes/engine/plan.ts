/** What the plan must know of an item. */
export interface PlannableItem {
	/** Its place in the input. */
	index: number;
	/** Who it is about, each as one comparable text. Items that share one are sent in input order. */
	identifiers: string[];
	/** Items with equal keys may share a request (an offer, a segment); unused where a request holds one item. */
	shareBy?: string;
	/** How much of a request it fills; 1 unless given. */
	size?: number;
}

export interface PlannedRequest {
	/** Places of its items in the input, ascending. */
	items: number[];
	/** Earlier requests of the plan, by their place in it, that must have ended before this one starts. */
	waitsFor: number[];
}

/**
 * Gathers items into requests of at most `sizePerRequest` and says which must wait for which.
 * People are told apart by all identifiers of the run together: if one item has phone A and email B, and another only B,
 * they are about one person, and so is a third that has only A.
 */
export function plan(items: PlannableItem[], sizePerRequest: number): PlannedRequest[] {
	const personOf = peopleOf(items);
	const requests: PlannedRequest[] = [];
	const sizes: number[] = [];
	const open = new Map<string, number>();
	const lastRequestOf = new Map<number, number>();

	for (const item of items) {
		const person = personOf.get(item.index) ?? -1;
		const shareBy = item.shareBy ?? '';
		const before = person < 0 ? undefined : lastRequestOf.get(person);
		let place = open.get(shareBy);
		// A person's later item must not travel in an earlier request than the one before it.
		const overtakes = place !== undefined && before !== undefined && before > place;
		const size = item.size ?? 1;
		if (place === undefined || overtakes || (sizes[place] ?? 0) + size > sizePerRequest) {
			place = requests.push({ items: [], waitsFor: [] }) - 1;
			open.set(shareBy, place);
		}
		sizes[place] = (sizes[place] ?? 0) + size;
		const request = requests[place];
		if (!request) continue;
		request.items.push(item.index);
		if (before !== undefined && before !== place && !request.waitsFor.includes(before)) {
			request.waitsFor.push(before);
		}
		if (person >= 0) lastRequestOf.set(person, place);
	}
	return requests;
}

/** Gives each item that names anybody the number of its person (union-find over the identifiers). */
export function peopleOf(items: PlannableItem[]): Map<number, number> {
	const parents: number[] = [];
	const nodeOf = new Map<string, number>();
	const rootOf = (node: number): number => {
		let root = node;
		while (parents[root] !== undefined && parents[root] !== root) {
			parents[root] = parents[parents[root] ?? root] ?? root;
			root = parents[root] ?? root;
		}
		return root;
	};

	for (const item of items) {
		let first: number | undefined;
		for (const identifier of item.identifiers) {
			let node = nodeOf.get(identifier);
			if (node === undefined) {
				node = parents.length;
				parents.push(node);
				nodeOf.set(identifier, node);
			}
			if (first === undefined) first = rootOf(node);
			else {
				const other = rootOf(node);
				parents[other] = first;
			}
		}
	}

	const people = new Map<number, number>();
	for (const item of items) {
		const identifier = item.identifiers[0];
		const node = identifier === undefined ? undefined : nodeOf.get(identifier);
		if (node !== undefined) people.set(item.index, rootOf(node));
	}
	return people;
}
