import { DateTime } from 'luxon';

export type AttributeType = 'String' | 'Number' | 'Boolean' | 'Date' | 'Object';

/** Arrays and null never come here: they are refused before. */
export type AttributeValue = string | number | boolean | Record<string, unknown>;

/**
 * How a first value fixes a type; the sources disagree, so both can be had.
 * 'json': by its JSON type. 'content': text is looked into, '24' makes a Number.
 */
export type AttributeTyping = 'json' | 'content';

export interface AttributeTypeRecord {
	name: string;
	type: AttributeType;
	/** Only for attributes that were made in Attentive's own screens. */
	predefinedValues?: string[];
}

interface KnownAttribute {
	type: AttributeType;
	predefined?: ReadonlySet<string>;
}

/** The account's attribute names. The first value ever sent for a name fixes its type for good (OpenAPI). */
export class AttributeTypes {
	private readonly known = new Map<string, KnownAttribute>();

	get count(): number {
		return this.known.size;
	}

	has(name: string): boolean {
		return this.known.has(name);
	}

	/** An attribute made in Attentive's own screens, which takes these values only (OpenAPI). */
	predefine(name: string, values: readonly string[]): void {
		this.known.set(name, { type: 'String', predefined: new Set(values) });
	}

	/** Why a value cannot be taken, or undefined if it can. Refusing a value of another type is assumed. */
	objection(name: string, value: AttributeValue, typing: AttributeTyping): string | undefined {
		const attribute = this.known.get(name);
		if (attribute === undefined) return undefined;
		if (attribute.predefined !== undefined) {
			if (attribute.predefined.has(textOf(value))) return undefined;
			const choices = [...attribute.predefined].map((each) => JSON.stringify(each)).join(', ');
			return `expected one of the values defined in Attentive (${choices}), received ${JSON.stringify(value)} [OpenAPI]`;
		}
		const type = typeOf(value, typing);
		if (type === attribute.type || (typing === 'content' && isText(attribute.type, type))) return undefined;
		return (
			`expected a ${attribute.type}, because the first value ever sent for this attribute was one, ` +
			`received ${JSON.stringify(value)}, a ${type} [the fixed type: OpenAPI, the refusal: assumed]`
		);
	}

	/** Fixes the type if the name is new, and gives the value as text, as reading it back would. */
	accept(name: string, value: AttributeValue, typing: AttributeTyping): string {
		let attribute = this.known.get(name);
		if (attribute === undefined) {
			attribute = { type: typeOf(value, typing) };
			this.known.set(name, attribute);
		}
		// A text kept as a number is no longer the text that was sent: '00123' comes back as '123' (assumed).
		if (attribute.type === 'Number') return String(Number(value));
		if (attribute.type === 'Boolean') return String(value).toLowerCase();
		return textOf(value);
	}

	/** For webhook events: the number of the name, in order of creation. */
	idOf(name: string): string {
		return `attribute-${[...this.known.keys()].indexOf(name) + 1}`;
	}

	list(): AttributeTypeRecord[] {
		return [...this.known].map(([name, { type, predefined }]) =>
			predefined === undefined ? { name, type } : { name, type, predefinedValues: [...predefined] },
		);
	}
}

/** Where text is looked into, a text attribute takes whatever can be written as text. */
function isText(attribute: AttributeType, value: AttributeType): boolean {
	return attribute === 'String' && value !== 'Object';
}

function textOf(value: AttributeValue): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function typeOf(value: AttributeValue, typing: AttributeTyping): AttributeType {
	if (typeof value === 'number') return 'Number';
	if (typeof value === 'boolean') return 'Boolean';
	if (typeof value === 'object') return 'Object';
	if (typing === 'json') return 'String';
	if (/^[+-]?\d+(\.\d+)?$/.test(value)) return 'Number';
	if (/^(true|false)$/i.test(value)) return 'Boolean';
	if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && DateTime.fromISO(value).isValid) return 'Date';
	return 'String';
}
