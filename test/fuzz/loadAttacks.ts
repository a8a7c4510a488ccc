import { resolve } from 'node:path';
import type * as attacks from './attacks';
import { loadCounted } from './steps/counted';

/** The attacks, in a world where the parsers count their steps. */
export async function loadAttacks(): Promise<typeof attacks> {
	const loaded = await loadCounted(resolve(__dirname, 'attacks.ts'));
	// What that file exports: it was loaded in another way than by import.
	return loaded as typeof attacks;
}
