import { inAscii } from './characters';
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
		'0,-1,null,nil,nul,undefined,undef,nan,true,false,void,\\n,dbnull,nat,inf,-inf,infinity,lmy47d,unset,0x0',
		// Of every emulator of Android, and of every iPhone that hides its own.
		'9774d56d682e549c,02:00:00:00:00:00',
		// People, also in other languages.
		'x,n/a,n\\a,n/a.,na,n.a.,n.a,n/d,n/v,n.v.,n.v.t.,k.a.,k. a.,s/d,s/n,n/b,none,no,nothing,empty,blank,tbd,tba,unknown,missing,no id,no user',
		'no value,no data,not found,invalid,error,not applicable,not available,not assigned,unassigned,not specified,unspecified',
		'not defined,other,keine,kein,unbekannt,leer,ninguno,ninguna,desconocido,vacío,nulo,aucun,aucune,inconnu,vide,nessuno',
		'sconosciuto,vuoto,nenhum,desconhecido,vazio,geen,onbekend,leeg,brak,ingen,okänd',
		'keine angabe,nicht angegeben,nicht vorhanden,nicht verfügbar,nicht festgelegt,non renseigné,non défini,sans objet',
		'sin datos,sin definir,no definido,no disponible,no aplica,não informado,não definido,não disponível',
		'non disponibile,non definito,non specificato,niet beschikbaar,niet ingesteld,brak danych,nie dotyczy,nieznany',
		'inget,saknas,ukendt,ukjent,ikke angivet,ikke oppgitt,tuntematon,žádný,neznámý,nincs,ismeretlen,yok,bilinmiyor',
		'нет,нет данных,неизвестно,не указано,не задано,пусто,немає,невідомо,なし,無し,無,未設定,未登録,不明,无,無,未知,没有',
		'未设置,없음,미설정,알 수 없음,غير معروف,لا يوجد,אין',
		// Visitors who are not signed in.
		'guest,anonymous,anon,anonym,visitor,not authenticated,not logged in,logged out,unidentified,default,nouser',
		'notset,noid,deleted,data deleted,removed,undisclosed,unavailable,not given,no answer,no response',
		// Reports of analytics and ads.
		'not set,not provided,direct,data not available,redacted,withheld',
		// The name of the field in place of its value.
		'id,userid,customerid,clientid,clientuserid,externalid,distinctid,uid,uuid,guid,email,phone,kundennummer',
	].flatMap((line) => line.split(',')),
);

/** Longer than any ID that Attentive takes (100 characters for a person's, 256 for a product's). */
const ID: ShortKind = {
	name: 'an ID',
	longest: 500,
	reasonCode: 'identifierTooLong',
	wayOut: 'Check that it contains only an ID',
};

/** Zeros in any form, the last of all UUIDs, no letter or digit at all, or a spreadsheet's error such as #REF! */
const STANDS_FOR_NOTHING =
	/^[+-]?[0.,\-]+$|^(?=.{32,36}$)(f[f-]+|F[F-]+)$|^[^\p{L}\p{N}]+$|^#[A-Z/0]+[!?]?$/u;
/** A field of a template that nobody filled in: {{contact.id}}, *|EUID|*, %%subscriberid%%, ${userId}, $user_id, [[id]], <%= id %>. */
const UNFILLED =
	/^(\{\{.*\}\}|\{%.*%\}|[$#@]\{.*\}|\$\(.*\)|\$[a-z_]+|\*\|.*\|\*|%%.*%%|\[\[.*\]\]|<%.*%>|\{[a-z_. ]+\}|%[a-z_]+%)$/iu;
/** What JavaScript writes for any object: [object Object]. */
const OBJECT = /^\[?object \w+\]?$/i;
/** Brackets and quotes around a word, or what is left of them: (not set), <null>, [none], "N/A", 'NULL'. */
const OPENING = '([{<"\'«`“‘';
const CLOSING = ')]}>"\'»`”’';
/** A global ID of Shopify; the ID itself is behind the last slash. */
const GLOBAL = /^gid:\/\/[a-z-]+\/\w+\//i;
/** The name of a field that holds an ID. */
const FIELD_NAME =
	/^((client|shopify|klaviyo|crm|my|our|the) )?(user|customer|client|external|distinct|member|membership|loyalty|contact|profile|account|person|subscriber|shopify|klaviyo|crm|anonymous|device|visitor|lead)( user| customer)? (id|number|no|key)$/;

/** Words for none, and for whoever it may be: text of both, such as "undefined undefined" or "guest user", is no ID. */
const NONE_WORDS = new Set(
	'null,nil,none,undefined,nan,unknown,anonymous,anon,guest,deleted,removed,invalid,missing,empty,no,not,without'.split(
		',',
	),
);
const PERSON_WORDS = new Set(
	'user,users,customer,client,visitor,person,contact,account,member,shopper,buyer,profile,subscriber,id,userid,set'.split(
		',',
	),
);

function withoutBrackets(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && OPENING.includes(text.charAt(from))) from++;
	while (from < to && CLOSING.includes(text.charAt(to - 1))) to--;
	return text.slice(from, to).trim();
}

function isPlaceholder(written: string): boolean {
	const text = inAscii(written);
	if (GLOBAL.test(text)) {
		const id = text.replace(GLOBAL, '');
		return id === '' || isPlaceholder(id);
	}
	if ([STANDS_FOR_NOTHING, UNFILLED, OBJECT].some((form) => form.test(text)) || isFormulaError(text))
		return true;
	const word = withoutBrackets(text).toLowerCase();
	const spaced = word.replace(/[\s_-]+/g, ' ').trim();
	if ([word, spaced].some((one) => PLACEHOLDERS.has(one) || one === '') || FIELD_NAME.test(spaced))
		return true;
	const words = spaced.split(/[ ,;|/]+/);
	return (
		words.some((one) => NONE_WORDS.has(one)) &&
		words.every((one) => NONE_WORDS.has(one) || PERSON_WORDS.has(one))
	);
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
