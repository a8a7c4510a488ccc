import type { Cells } from './makeMembers';

/** One way in which a row can be bad, with the cells that make it so. */
export interface Flaw {
	/** The `reasonCode` of the item's error. */
	reasonCode: string;
	/** The column that is to blame; none where it is Attentive that does not accept the row. */
	column?: keyof Cells;
	/** For each bad row, what stands in it. */
	cells: Array<Partial<Cells>>;
}

const inColumn = (reasonCode: string, column: keyof Cells, ...values: string[]): Flaw => ({
	reasonCode,
	column,
	cells: values.map((value) => ({ [column]: value })),
});

const phones = (reasonCode: string, country: string, ...values: string[]): Flaw => ({
	reasonCode,
	column: 'phone',
	cells: values.map((phone) => ({ phone, country })),
});

export const flaws: Flaw[] = [
	phones('phoneTooShort', 'US', '206 555 012', '555-0142', '+1 425 555 01'),
	phones('phoneTooLong', 'US', '206-555-01234', '206 555 0123 44'),
	phones('phoneWrongLength', 'Australia', '+61 491 570 156 77'),
	phones('phoneCountryCode', 'US', '+999 206 555 0123', '+0 206 555 0188'),
	phones('phoneImpossible', 'US', '(206) 123-4567', '123-555-0123'),
	phones('phoneImpossible', 'UK', '07400 12345'),
	phones('phoneWithExtension', 'USA', '206-555-0123 ext. 5', '(503) 555-0144 x12'),
	phones(
		'severalPhones',
		'',
		'206-555-0123, 206-555-0124',
		'303-555-0111 or 303-555-0112',
		'512-555-0107 / 512-555-0108',
	),
	phones('notAPhone', 'US', 'none', 'call his wife', 'n/a', '(206) 555-CAFE'),
	phones('phoneAmbiguous', 'Germany', '491713920099'),
	phones('shortenedNumber', 'US', '2.06556E+09', '1.20656E+10'),
	{
		reasonCode: 'unknownCountry',
		column: 'country',
		cells: [
			{ phone: '(425) 555-0166', country: 'Untied States' },
			{ phone: '416 555 0177', country: 'Ontario' },
			{ phone: '07400 123456', country: 'G.B.' },
		],
	},
	inColumn('emailWithoutAt', 'email', 'rosa.lee.example.com', 'unsubscribed'),
	inColumn('severalEmails', 'email', 'bob@example.com; bob.work@example.org'),
	inColumn('emailWithComma', 'email', 'mia@example,com'),
	inColumn('emailWithName', 'email', 'Grace Hall <grace.hall@example.com>'),
	inColumn('emailWithSpace', 'email', 'jack cooper@example.com'),
	inColumn('emailDomain', 'email', 'naomi.reed@example', 'oscar@example..com', 'beth@'),
	inColumn('notAnEmail', 'email', '.liam@example.com', '@example.com'),
	inColumn('placeholderIdentifier', 'memberId', '0', 'N/A', 'guest', '(not set)'),
	inColumn('shortenedNumber', 'memberId', '1.00233E+11'),
	{
		// Longer than Attentive allows.
		reasonCode: 'identifierTooLong',
		column: 'memberId',
		cells: [
			{
				memberId:
					'LM-20417 (old card LM-00871 lost in the mail, new card sent 3/2, both are still in use: please merge them)',
			},
		],
	},
	{
		reasonCode: 'noIdentifier',
		column: 'phone',
		cells: [
			{ phone: '', email: '', memberId: '' },
			{ phone: ' ', email: '', memberId: '' },
			{ phone: '', email: '', memberId: '', notes: 'walk-in, no data given' },
		],
	},
	inColumn('notANumber', 'balance', 'lots', '1.250 pts', '12O', '1,25,000'),
	inColumn('numberTooLarge', 'balance', '9912065550123001234'),
	inColumn('shortenedNumber', 'balance', '1.2E+05'),
	inColumn('notADate', 'expires', '13/25/2026', '31.12.2026', '3/4/26', 'end of year', '2/30/2027'),
	inColumn('notYesOrNo', 'orderTexts', 'maybe', 'ask again', 'Yes (email)'),
	// Found only when the event is sent: the attributes of these rows are set.
	inColumn('notANumber', 'awarded', '250 + 50', 'double', 'TBD'),
	// Nothing is wrong with these as far as we can know: Attentive refuses them.
	{ reasonCode: 'refused', cells: [{ tier: 'Gold+' }, { tier: 'VIP' }] },
];
