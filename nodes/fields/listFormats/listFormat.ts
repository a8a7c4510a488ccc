import type { Currency } from '../../values/price';

/** A value as it was found, and the words that an error names it by. */
export interface Part {
	field: string;
	value: unknown;
}

/** The price of one piece, before it is rounded to the digits of its currency. */
export interface Price extends Part {
	/** Its own currency, where it names one; else that of the list counts. */
	currency?: Part;
	/** In major units; undefined where there is none. Throws a ValueError where it cannot be read. */
	in(currency: Currency): number | undefined;
}

/** A product as it was found in a line of a list or in a row of the panel. */
export interface FoundProduct {
	/** How warnings name the line. */
	line: string;
	productId: Part;
	/** The product ID counts where it is absent. */
	variantId?: Part;
	sku?: Part;
	name?: Part;
	price: Price;
	/** Prices of the same piece in other currencies. */
	otherPrices?: Price[];
	quantity?: Part;
	image?: Part;
	url?: Part;
}

/** A line that is not a product, such as a tip. */
export interface LeftOut {
	line: string;
	/** Stable, for counting. */
	kind: string;
	/** Ends the sentence "Line 3 ...". */
	reason: string;
}

/** Something that a user should know about the list. */
export interface Note {
	code: string;
	message: string;
}

/** What a list says. */
export interface ReadList {
	products: FoundProduct[];
	leftOut: LeftOut[];
	/** The list's own currency, where it has one. */
	currency?: Part;
	/** Which price is sent, such as "unit price after discounts, without tax". */
	prices?: string;
	notes?: Note[];
}

/** The lines of a list, and the objects that hold it: the nearest first. None where they are not known. */
export interface Lines {
	lines: Part[];
	around: unknown[];
}

/** How a shop writes the lines of its carts and orders. */
export interface ListFormat {
	/** The shop's name as the panel has it. */
	name: string;
	/** Where the list usually is, from the item or from its body. */
	usualPaths: string[];
	/** The lines in what a path led to; undefined where that is no list. */
	linesIn(value: unknown, field: string): Part[] | undefined;
	/** Throws a ValueError where the lines do not fit together. */
	read(list: Lines): ReadList;
	/** For an event that only points to a cart or order: what to do to get its lines. */
	secondCall?(event: unknown): string | undefined;
}
