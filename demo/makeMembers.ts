/**
 * The members of a made-up loyalty programme, in the spreadsheet that a shop might really have: written by many hands
 * over the years. The same seed always gives the same rows.
 *
 * It knows for each row what must become of it, and says so without the node's code: the two are checked against each other.
 *
 * `tsx demo/makeMembers.ts` writes examples/data/loyalty-members.csv.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { SeedUser } from '../sandbox/control';
import { Dice } from './dice';
import { flaws } from './flaws';
import { firstNames, lastNames, notes, stores } from './names';
import { phoneFor, countryAsWritten, type Phone } from './phones';

export const membersFile = resolve(__dirname, '../examples/data/loyalty-members.csv');
const seed = 20_260_304;

/** The headers as they stand in the file; some have a space at their end, as headers of old sheets do. */
export const headers = {
	awardId: 'Award ID',
	memberId: 'Member ID',
	firstName: 'First Name',
	lastName: 'Last Name ',
	email: 'Email',
	phone: 'Mobile Phone ',
	country: 'Country',
	tier: 'VIP Tier',
	balance: 'Points Balance',
	awarded: 'Points Awarded ',
	expires: 'Tier Expires',
	orderTexts: 'Order Updates by Text',
	store: 'Store',
	notes: 'Notes',
} as const;

/** What an error calls the value of a column: the parameter that reads it, or the attribute or property that it becomes. */
function fieldOf(column: keyof typeof headers): string {
	const parameters: Partial<Record<keyof typeof headers, string>> = {
		phone: 'Phone',
		email: 'Email',
		country: 'Default Country',
		memberId: 'Client User ID',
	};
	return parameters[column] ?? headers[column].trim();
}

export type Cells = Record<keyof typeof headers, string>;

/** The user as the request to Attentive must name it. */
export interface ExpectedUser {
	phone?: string;
	email?: string;
	externalIdentifiers?: { clientUserId: string };
}

export interface SetAttributes {
	user: ExpectedUser;
	properties: Record<string, string | number | boolean>;
}

/** What must become of a row: one event, or one line in the rejected file. */
export type Expected =
	| {
			kind: 'event';
			/** What is set before the event is sent, for the same user. */
			set: SetAttributes;
			user: ExpectedUser;
			properties: Record<string, string | number>;
			/** The phone that gets a text, if any. */
			textedPhone?: string;
	  }
	| {
			kind: 'rejected';
			reasonCode: string;
			/** What the error must name; nothing where it is Attentive that does not accept the row. */
			field?: string;
			/** Set before the event turned out to be bad. */
			set?: SetAttributes;
	  };

export interface MemberRow {
	/** As the spreadsheet counts: the headers are row 1. */
	row: number;
	cells: Cells;
	expected: Expected;
}

export interface Members {
	rows: MemberRow[];
	/** Those whom Attentive knows already. */
	subscribers: SeedUser[];
}

/** What Attentive knows of somebody before the flow runs. */
type Standing = 'allTexts' | 'orderTextsOnly' | 'marketingTextsOnly' | 'emailOnly' | 'unknown';

interface Person {
	memberId: string;
	firstName: string;
	lastName: string;
	email: string;
	phone: Phone;
	standing: Standing;
}

/** A row and the person it is about, before the rows are put in order. */
interface Draft<Outcome extends Expected = Expected> {
	person: Person;
	cells: Cells;
	expected: Outcome;
}

const goodPeople = 468;
const writtenTwice = 12;
const tiers = ['Bronze', 'Bronze', 'Bronze', 'Silver', 'Silver', 'Gold', 'Platinum'];
/** What Attentive's screens define as the values of VIP Tier. */
export const definedTiers = ['Bronze', 'Silver', 'Gold', 'Platinum'];

export function makeMembers(from: number = seed): Members {
	const dice = new Dice(from);
	const people: Person[] = [];
	const newPerson = (): Person => {
		const person = makePerson(dice, people.length);
		people.push(person);
		return person;
	};

	const drafts: Draft[] = [];
	for (let count = 0; count < goodPeople; count++) {
		const person = newPerson();
		drafts.push(goodRow(dice, person));
		// The same person once more, as after a second purchase: written by somebody else, in another way.
		if (count < writtenTwice) drafts.push(goodRow(dice, person));
	}
	for (const { reasonCode, column, cells: wrong } of flaws) {
		for (const cells of wrong) {
			// Some are about people who stand in another row without a mistake.
			const another = column === 'phone' && dice.oneIn(6);
			const good = goodRow(dice, another ? dice.pick(people) : newPerson());
			drafts.push({
				person: good.person,
				cells: { ...good.cells, ...cells },
				expected: {
					kind: 'rejected',
					reasonCode,
					...(column === undefined ? {} : { field: fieldOf(column) }),
					...(column === 'awarded' ? { set: good.expected.set } : {}),
				},
			});
		}
	}
	textIfReachable(drafts);
	return {
		rows: dice.shuffled(drafts).map(({ cells, expected }, index) => ({
			row: index + 2,
			cells: { ...cells, awardId: `A-${40_001 + index}` },
			expected,
		})),
		subscribers: people.flatMap(subscriber),
	};
}

/** As Excel saves it ("CSV UTF-8"): with a byte order mark. */
export function membersCsv({ rows }: Members): string {
	const columns = Object.entries(headers).map(([key, header]) => ({ key, header }));
	return stringify(
		rows.map(({ cells }) => cells),
		{ header: true, columns, bom: true },
	);
}

function makePerson(dice: Dice, index: number): Person {
	const firstName = dice.pick(firstNames);
	const lastName = dice.pick(lastNames);
	const domain = dice.pick(['example.com', 'example.com', 'example.org', 'mail.example.com']);
	const separator = dice.pick(['.', '.', '_', '']);
	return {
		memberId: `LM-${10_021 + index * 7}`,
		firstName,
		lastName,
		email: `${plain(firstName)}${separator}${plain(lastName)}${index}@${domain}`,
		phone: phoneFor(dice, index),
		standing: dice.pick<Standing>([
			'allTexts',
			'allTexts',
			'allTexts',
			'orderTextsOnly',
			'orderTextsOnly',
			'marketingTextsOnly',
			'emailOnly',
			'unknown',
		]),
	};
}

/** A name as it stands in an email address. */
function plain(name: string): string {
	return name
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^a-z]/g, '');
}

function goodRow(dice: Dice, person: Person): Draft<Extract<Expected, { kind: 'event' }>> {
	const identifiers = dice.pick<{ phone?: true; email?: true; memberId?: true }>([
		...Array.from({ length: 12 }, () => ({ phone: true, email: true, memberId: true }) as const),
		{ phone: true, memberId: true },
		{ phone: true, email: true },
		{ email: true, memberId: true },
		{ email: true, memberId: true },
		{ email: true },
		{ phone: true },
	]);
	const phone = dice.pick(person.phone.forms);
	const balance = amount(dice, dice.below(20) * 125 + dice.below(125));
	const awarded = amount(dice, dice.pick([25, 50, 50, 75, 100, 100, 150, 250, 500, 1_000, 1_500]));
	const expires = day(dice);
	const orderTexts = yesNo(dice, person.standing);
	const tier = dice.pick(tiers);
	const store = dice.pick(stores);
	const cells: Cells = {
		// In the order of the file, once that is known.
		awardId: '',
		memberId: identifiers.memberId ? person.memberId : '',
		firstName: person.firstName,
		lastName: person.lastName,
		email: identifiers.email ? dice.pick([person.email, person.email, person.email, `${person.email} `]) : '',
		phone: identifiers.phone ? phone : '',
		country: countryAsWritten(dice, person.phone, phone),
		tier: dice.pick([tier, tier, tier, `${tier} `]),
		balance: dice.oneIn(25) ? '' : balance.written,
		awarded: awarded.written,
		expires: expires.written,
		orderTexts: orderTexts.written,
		store,
		notes: dice.oneIn(9) ? dice.pick(notes) : '',
	};
	const user = {
		...(identifiers.phone ? { phone: person.phone.e164 } : {}),
		...(identifiers.email ? { email: person.email } : {}),
		...(identifiers.memberId ? { externalIdentifiers: { clientUserId: person.memberId } } : {}),
	};
	const attributes = {
		'VIP Tier': tier,
		...(cells.balance === '' ? {} : { 'Points Balance': balance.value }),
		...(expires.iso === undefined ? {} : { 'Tier Expires': expires.iso }),
		...(orderTexts.value === undefined ? {} : { 'Order Updates by Text': orderTexts.value }),
	};
	return {
		person,
		cells,
		expected: {
			kind: 'event',
			user,
			set: { user, properties: attributes },
			properties: { 'Points Awarded': awarded.value, ...(store === '' ? {} : { Store: store }) },
		},
	};
}

/**
 * The journey texts whoever is subscribed to order texts. Its text shows the balance: without one there is none. The
 * flow sets all attributes before it sends the first event, so a balance in any row of a person will do.
 */
function textIfReachable(drafts: Draft[]): void {
	const withBalance = new Set<Person>();
	for (const { person, expected } of drafts) {
		if (expected.kind === 'event' && 'Points Balance' in expected.set.properties) withBalance.add(person);
	}
	for (const { person, expected } of drafts) {
		const subscribed = person.standing === 'allTexts' || person.standing === 'orderTextsOnly';
		if (expected.kind === 'event' && subscribed && withBalance.has(person)) {
			expected.textedPhone = person.phone.e164;
		}
	}
}

/** Attentive knows all identifiers of its subscribers, and may know more than the spreadsheet does. */
function subscriber({ standing, phone: { e164: phone }, email, memberId: clientUserId }: Person): SeedUser[] {
	const orders = { type: 'TRANSACTIONAL', channel: 'TEXT' } as const;
	const marketing = { type: 'MARKETING', channel: 'TEXT' } as const;
	switch (standing) {
		case 'allTexts':
			return [{ phone, email, clientUserId, subscriptions: [orders, marketing] }];
		case 'orderTextsOnly':
			return [{ phone, email, clientUserId, subscriptions: [orders] }];
		case 'marketingTextsOnly':
			return [{ phone, email, clientUserId, subscriptions: [marketing] }];
		case 'emailOnly':
			return [{ email, clientUserId, subscriptions: [{ type: 'MARKETING', channel: 'EMAIL' }] }];
		case 'unknown':
			return [];
	}
}

interface Written<Value> {
	written: string;
	value: Value;
}

function amount(dice: Dice, value: number): Written<number> {
	const withComma = value.toLocaleString('en-US');
	return {
		written: dice.pick([
			...Array.from({ length: 8 }, () => String(value)),
			...Array.from({ length: 8 }, () => withComma),
			`${value}.00`,
			` ${value} `,
			`+${value}`,
		]),
		value,
	};
}

/** Month first, as the sheet's owner says; an ISO date or a spreadsheet's own day number here and there; or nothing. */
function day(dice: Dice): { written: string; iso?: string } {
	if (dice.oneIn(12)) return { written: '' };
	const date = new Date(Date.UTC(2026, 6 + dice.below(18), 1 + dice.below(28)));
	const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
	const iso = date.toISOString().slice(0, 10);
	const usual = `${month}/${dayOfMonth}/${year}`;
	const padded = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${year}`;
	const dayNumber = String((date.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000);
	return {
		written: dice.pick([...Array.from({ length: 12 }, () => usual), padded, padded, iso, iso, dayNumber]),
		iso,
	};
}

function yesNo(dice: Dice, standing: Standing): { written: string; value?: boolean } {
	if (dice.oneIn(10)) return { written: '' };
	const value = standing === 'allTexts' || standing === 'orderTextsOnly';
	const words = value
		? ['Yes', 'yes', 'YES', 'y', 'TRUE', 'x', '1', ' Yes']
		: ['No', 'no', 'n', 'FALSE', '0'];
	return { written: dice.pick(words), value };
}

if (require.main === module) {
	const members = makeMembers();
	writeFileSync(membersFile, membersCsv(members));
	process.stdout.write(`${members.rows.length} rows written to ${membersFile}\n`);
}
