import { withoutCodeMarks } from './exportMarks';
import { isFormulaError } from './formulaError';
import {
	isAbsent,
	isShortenedNumber,
	parseShortText,
	withoutInvisible,
	withoutTextMark,
	type ShortKind,
} from './text';
import { ValueError } from './valueError';

/**
 * What shops, sheets, databases and analytics write where they have no ID, without brackets around it. Sent as one, it would join all
 * these people into one person.
 */
const PLACEHOLDERS = new Set(
	[
		// Programs and databases.
		'0,-1,null,nil,nul,undefined,undef,nan,true,false,void,object object,\\n,dbnull,nat,inf,-inf,infinity,lmy47d',
		'ffffffff-ffff-ffff-ffff-ffffffffffff',
		// People, also in other languages.
		'x,n/a,na,n.a.,n.a,n/d,n/v,n.v.,k.a.,k. a.,s/d,s/n,n/b,none,no,nothing,empty,blank,tbd,tba,unknown,missing,no id,no user',
		'no value,no data,not found,invalid,error,not applicable,not available,not assigned,unassigned,not specified,unspecified',
		'not defined,other,keine,kein,unbekannt,leer,ninguno,ninguna,desconocido,vacío,nulo,aucun,aucune,inconnu,vide,nessuno',
		'sconosciuto,vuoto,nenhum,desconhecido,vazio,geen,onbekend,leeg,brak,ingen,okänd',
		// Visitors who are not signed in.
		'guest,anonymous,anon,anonym,visitor,not authenticated,not logged in,default',
		// Reports of analytics and ads.
		'not set,not provided,direct,data not available,redacted,withheld',
		// The name of the field in place of its value.
		'id,user id,userid,customer id,customerid,client id,clientid,client user id,clientuserid,external id,externalid',
		'distinct id,distinctid,email',
	].flatMap((line) => line.split(',')),
);

/** Longer than any ID that Attentive takes (100 characters for a person's, 256 for a product's). */
const ID: ShortKind = {
	name: 'an ID',
	longest: 500,
	reasonCode: 'identifierTooLong',
	wayOut: 'Check that it contains only an ID',
};

/** Zeros in any form, no letter or digit at all, or a spreadsheet's error such as #REF! */
const STANDS_FOR_NOTHING = /^[0.\-]+$|^[^\p{L}\p{N}]+$|^#[A-Z/0]+[!?]?$/u;
/** A field of a template that nobody filled in: {{contact.id}}, *|EUID|*, %%subscriberid%%, ${userId}, [[id]], <%= id %>. */
const UNFILLED =
	/^(\{\{.*\}\}|\{%.*%\}|\$\{.*\}|\*\|.*\|\*|%%.*%%|\[\[.*\]\]|<%.*%>|\{[a-z_. ]+\}|%[a-z_]+%)$/iu;
/** Brackets and quotes around a word: (not set), <null>, [none], "N/A". */
const BRACKETED = /^[([{<"'«]+\s*(.*?)\s*[)\]}>"'»]+$/u;

function isPlaceholder(written: string): boolean {
	if (STANDS_FOR_NOTHING.test(written) || UNFILLED.test(written) || isFormulaError(written)) return true;
	const word = (BRACKETED.exec(written)?.[1] ?? written).toLowerCase();
	return [word, word.replace(/[\s_-]+/g, ' ').trim()].some((one) => PLACEHOLDERS.has(one) || one === '');
}

/**
 * An ID that a shop or a loyalty programme gave a person; undefined where the cell is empty.
 * Throws a ValueError for values that would join strangers into one person, and for numbers that a spreadsheet has shortened.
 */
export function parseIdentifier(value: unknown): string | undefined {
	if (isAbsent(value)) return undefined;
	const written = withoutCodeMarks(withoutTextMark(withoutInvisible(parseShortText(value, ID) ?? '')));
	if (written === '') return undefined;
	if (isPlaceholder(written)) {
		throw new ValueError({
			reasonCode: 'placeholderIdentifier',
			value,
			reason: 'is not an ID: Attentive would merge everyone who has it into one person',
			wayOut: 'Leave it empty',
		});
	}
	checkWhole(written, value);
	return written;
}

/**
 * The ID of a product or a variant; undefined where the cell is empty or holds the 0 that shops write for "none".
 * Throws a ValueError for a number that a spreadsheet has shortened, and for the error of a formula.
 */
export function parseProductId(value: unknown): string | undefined {
	const written = withoutCodeMarks(withoutTextMark(withoutInvisible(parseShortText(value, ID) ?? '')));
	if (written === '' || written === '0') return undefined;
	if (isFormulaError(written)) {
		throw new ValueError({
			reasonCode: 'formulaError',
			value,
			reason: 'is the error of a spreadsheet formula, not an ID',
			wayOut: 'Correct the formula in the spreadsheet',
		});
	}
	checkWhole(written, value);
	return written;
}

function checkWhole(written: string, value: unknown): void {
	const inexact = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
	if (inexact) {
		throw new ValueError({
			reasonCode: 'shortenedNumber',
			value,
			reason: 'is a number with more digits than n8n can keep, so its last digits are lost',
			wayOut: 'Send it as text where it comes from',
		});
	}
	if (!isShortenedNumber(written)) return;
	throw new ValueError({
		reasonCode: 'shortenedNumber',
		value,
		reason: 'was shortened by a spreadsheet, so its last digits are lost',
		wayOut: 'Format the column as text in the spreadsheet and enter the ID again',
	});
}
