import { loadAttacks } from './loadAttacks';

/** In the long form, `npm run fuzz`, 50,000. */
const CASES = 120;
const SEED = 20_261_130;

let attacks: Awaited<ReturnType<typeof loadAttacks>>;
beforeAll(async () => {
	attacks = await loadAttacks();
});

test('inputs that no one would write come out in their form, or with their error', async () => {
	const faults = [];
	for (const name of attacks.names) faults.push(...(await attacks.attack(name, SEED, 0, CASES)));
	expect(faults).toEqual([]);
});

/**
 * Long enough for steps that grow with the square of the length: they are counted, so that no test waits for them. Short of the limits
 * of languages, IDs and paths, above which a parser looks at nothing.
 */
const LONG = [190, 490, 900];

test('long inputs take steps in proportion to their length', async () => {
	const faults = [];
	// Each parser a third of them; the long form has all.
	for (const [place, name] of attacks.names.entries())
		for (const size of LONG) faults.push(...(await attacks.overload(name, size, place % 3)).faults);
	expect(faults).toEqual([]);
});
