import { withoutEmailMarks } from './exportMarks';
import { isAbsent, parseShortText, withoutInvisible, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

const LOCAL_PART = /^[^\s@,;:<>()[\]"\\*]+$/;
const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+([\p{L}]{2,}|xn--[a-z0-9-]+)$/iu;

const EMAIL: ShortKind = {
	name: 'an email address',
	// RFC 5321: 64 before the @ and 255 after it.
	longest: 320,
	reasonCode: 'emailTooLong',
	wayOut: 'Write one address, such as name@example.com, or leave it empty',
};

/** An email address, trimmed; undefined where the cell is empty. Throws a ValueError that says what is wrong with it. */
export function parseEmail(value: unknown): string | undefined {
	if (isAbsent(value)) return undefined;
	const written = withoutEmailMarks(withoutTextMark(withoutInvisible(parseShortText(value, EMAIL) ?? '')));
	const parts = written.split('@');
	const [local, domain] = parts;
	const reject = (reasonCode: string, reason: string, wayOut = EMAIL.wayOut) =>
		new ValueError({ reasonCode, value, reason, wayOut });
	if (parts.length === 1) throw reject('emailWithoutAt', 'has no @');
	if (parts.length > 2) throw reject('severalEmails', 'is more than one address');
	if (/[,;]/.test(written)) throw reject('emailWithComma', 'has a comma or semicolon in it');
	if (/[<>]/.test(written))
		throw reject('emailWithName', 'contains a name as well as the address', 'Keep only the address itself');
	if (/\s/.test(written)) throw reject('emailWithSpace', 'has a space in it');
	if (
		!local ||
		!LOCAL_PART.test(local) ||
		local.startsWith('.') ||
		local.endsWith('.') ||
		local.includes('..')
	) {
		throw reject('notAnEmail', 'has an invalid part before the @');
	}
	if (!domain || !DOMAIN.test(domain)) throw reject('emailDomain', 'has an invalid part after the @');
	return written;
}
