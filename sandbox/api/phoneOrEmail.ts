import { email, phone } from './eventUser';
import { fields, follow, text, type Rule, type Source } from './rules';

const plusEncoded: Rule<string> = {
	expected: 'the + of the phone number encoded as %2B, because a + in a query means a space',
	source: 'OpenAPI',
	holds: (value) => !value.startsWith(' '),
};

/** A query that names somebody by one of the two. `source` says where it stands that both are too many. */
export function phoneOrEmail(source: Source) {
	const exactlyOne: Rule<{ phone?: string | undefined; email?: string | undefined }> = {
		expected: 'exactly one of phone and email',
		source,
		holds: (query) => (query.phone === undefined) !== (query.email === undefined),
	};
	return fields(
		{ phone: text(plusEncoded).pipe(phone).optional(), email: email.optional() },
		'assumed',
	).superRefine(follow(exactlyOne));
}
