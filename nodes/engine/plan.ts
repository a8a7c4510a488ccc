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
	const people = peopleOf(items.map(({ identifiers }) => identifiers));
	const requests: PlannedRequest[] = [];
	const sizes: number[] = [];
	const open = new Map<string, number>();
	/** By person. */
	const lastRequests: number[] = [];

	for (const [index, item] of items.entries()) {
		const person = people[index];
		const shareBy = item.shareBy ?? '';
		const before = person === undefined ? undefined : lastRequests[person];
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
		if (person !== undefined) lastRequests[person] = place;
	}
	return requests;
}

/**
 * For each item the number of its person, or undefined where it names nobody (union-find over the identifiers).
 * @param identifiers of each item
 */
export function peopleOf(identifiers: string[][]): Array<number | undefined> {
	/** Of each person another one who is the same, or the person itself. */
	const parents: number[] = [];
	const personOf = new Map<string, number>();
	const rootOf = (person: number): number => {
		let root = person;
		for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) {
			parents[root] = parents[parent] ?? parent;
			root = parents[root] ?? root;
		}
		return root;
	};

	const people = identifiers.map((ofItem) => {
		let person: number | undefined;
		for (const identifier of ofItem) {
			const known = personOf.get(identifier);
			if (known !== undefined) {
				const root = rootOf(known);
				if (person !== undefined && person !== root) parents[root] = person;
				person ??= root;
			} else {
				person ??= parents.push(parents.length) - 1;
				personOf.set(identifier, person);
			}
		}
		return person;
	});
	return people.map((person) => (person === undefined ? undefined : rootOf(person)));
}
