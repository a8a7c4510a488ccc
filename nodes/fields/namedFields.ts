import { RunError } from '../errors/runError';
import { didYouMean } from '../parameters/didYouMean';
import type { ItemSource } from '../parameters/itemSource';
import { excerpt, listed } from '../values/valueError';

/** A parameter of the panel that names fields, and the names that are none. */
interface NamedFields {
	/** How the panel calls the parameter. */
	label: string;
	/** Ends the sentence about a name that was probably misspelt. */
	reason: string;
	unknown: string[];
	known: ReadonlySet<string>;
}

/** Names that were found to be no misspelling, by the run: its items are many. */
const passed = new WeakMap<object, Set<string>>();

/**
 * What is to be said of names that no item has. n8n leaves out a column that is empty in all items of a run, so such a name
 * is told in a hint and no error: unless it is near to the name of a field, and was meant for that. The field would be sent
 * otherwise than was meant, and an attribute cannot be deleted: that throws a RunError.
 */
export function checkNamedFields(source: ItemSource, { label, reason, unknown, known }: NamedFields): void {
	const passedInRun = passed.get(source.run) ?? new Set();
	passed.set(source.run, passedInRun);
	for (const name of unknown) {
		if (passedInRun.has(`${label} ${name}`)) continue;
		if (!isMisspelt(name, known)) {
			passedInRun.add(`${label} ${name}`);
			source.tellUnfound({ label, reason: `names the field '${excerpt(name)}', which no item has` });
			continue;
		}
		throw new RunError({
			reasonCode: 'noSuchField',
			field: label,
			value: name,
			reason,
			wayOut: `Use one of ${listed(known)}`,
		});
	}
}

function isMisspelt(name: string, known: ReadonlySet<string>): boolean {
	// address1 and address2 are two fields, of which one is empty.
	const others = [...known].filter((other) => !differInDigits(name, other));
	const fields = Object.fromEntries(others.map((other) => [other, null]));
	return didYouMean([name], [{ json: fields }]) !== undefined;
}

function differInDigits(one: string, other: string): boolean {
	return one !== other && withoutDigits(one) === withoutDigits(other);
}

function withoutDigits(name: string): string {
	return name.replace(/\d/g, '');
}
