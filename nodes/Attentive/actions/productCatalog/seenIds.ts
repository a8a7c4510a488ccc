import { createHash } from 'node:crypto';

/** Beyond so many nothing more is remembered: a file may have 500,000 products with 200 variants each. */
const MOST = 4_000_000;
const FIRST_PLACES = 1_024;

/**
 * Which IDs have come already, in 16 to 32 bytes each: as 53 bits of a hash. Two of a million IDs are taken for the same one
 * once in twenty thousand files.
 */
export class SeenIds {
	/** Open addressing; 0 is an empty place. */
	private places = new Float64Array(FIRST_PLACES);
	private count = 0;

	/** Adds an ID, and says whether it is new. */
	add(id: string): boolean {
		if (this.count >= MOST) return true;
		const isNew = put(this.places, numberOf(id));
		if (!isNew) return false;
		this.count++;
		if (this.count * 2 > this.places.length) this.grow();
		return true;
	}

	private grow(): void {
		const larger = new Float64Array(this.places.length * 2);
		for (const number of this.places) if (number !== 0) put(larger, number);
		this.places = larger;
	}
}

function put(places: Float64Array, number: number): boolean {
	let place = number % places.length;
	while (places[place] !== 0) {
		if (places[place] === number) return false;
		place = (place + 1) % places.length;
	}
	places[place] = number;
	return true;
}

function numberOf(id: string): number {
	const hash = createHash('sha1').update(id).digest();
	return hash.readUIntBE(0, 6) * 32 + (hash.readUInt8(6) & 31) || 1;
}
