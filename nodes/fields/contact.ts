import type { ItemSource } from '../parameters/itemSource';
import type { Field } from './field';
import { nobody } from './nobody';
import type { Person } from './person';
import { userBy } from './user';

/** A person with a phone, an email or both, and what other identifiers the call takes beside them. */
export type Contact = Person;

/** Like the user, but a phone or an email must be there: the other identifiers reach nobody here. */
export function contactBy(identifiers: Parameters<typeof userBy>[0]): Field<Contact> {
	const anyIdentifier = userBy({
		...identifiers,
		isEnough: ({ phone, email }) => phone !== undefined || email !== undefined,
		hint: 'Enter a phone, an email or both',
	});
	return {
		...anyIdentifier,
		parse(source: ItemSource, name: string) {
			const person = anyIdentifier.parse(source, name);
			if (person.phone === undefined && person.email === undefined) throw nobody(source, ['phone', 'email']);
			return person;
		},
	};
}
