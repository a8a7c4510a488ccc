import { Refusal } from '../attentive/refusal';

/**
 * The 404 for somebody whom Attentive does not have: no write has named any of these identifiers yet, or the person was erased.
 * @param named as received
 * @param place where it stood, as in 'body.user'
 */
export function unknownPerson(named: object, place: string): Refusal {
	return new Refusal(
		404,
		`${place}: expected somebody whom a write has named before, received ${JSON.stringify(named)} [notes]`,
	);
}
