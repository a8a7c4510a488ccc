/**
 * How a refusal says why. OpenAPI documents `{error: {id, message}}`, and mostly no body at all. The others are what gateways in front of an
 * API say: `{errors: [...]}`, `{title, detail}` (RFC 9457) and plain text.
 */
export const refusalForms = ['documented', 'errors', 'problem', 'message', 'text'] as const;
export type RefusalForm = (typeof refusalForms)[number];

/** IDs that consist of digits, as texts or as JSON numbers: OpenAPI gives numbers 64 bits. */
export const longIdForms = ['text', 'number'] as const;
export type LongIdForm = (typeof longIdForms)[number];

export interface AnswerSettings {
	/** Names of fields that successful answers leave out, at any depth, as OpenAPI requires none of them; '*': all. */
	missingFields: readonly string[];
	/** The same, for fields that are null. */
	nullFields: readonly string[];
	/** Whether lists of objects in successful answers begin with entries that are none, or empty. */
	oddEntries: boolean;
	refusalForm: RefusalForm;
	longIds: LongIdForm;
}

export const usualAnswerSettings: AnswerSettings = {
	missingFields: [],
	nullFields: [],
	oddEntries: false,
	refusalForm: 'documented',
	longIds: 'text',
};

/** A successful answer as the settings have it. */
export function sparse(body: unknown, settings: AnswerSettings): unknown {
	if (Array.isArray(body)) {
		const entries: unknown[] = body.map((one) => sparse(one, settings));
		const isOfObjects = body.every((one) => typeof one === 'object');
		return settings.oddEntries && isOfObjects ? [null, 'odd', {}, ...entries] : entries;
	}
	if (typeof body !== 'object' || body === null) return body;
	const holds = (names: readonly string[], name: string) => names.includes(name) || names.includes('*');
	return Object.fromEntries(
		Object.entries(body)
			.filter(([name]) => !holds(settings.missingFields, name))
			.map(([name, value]) => [name, holds(settings.nullFields, name) ? null : sparse(value, settings)]),
	);
}

/** What a refusal says, in another form than the documented one. */
export function refusalBody(form: Exclude<RefusalForm, 'documented'>, message: string): unknown {
	switch (form) {
		case 'errors':
			return { errors: [{ message }] };
		case 'problem':
			return { type: 'about:blank', title: 'Refused', detail: message };
		case 'message':
			return { message };
		case 'text':
			return message;
	}
}

/** JSON as it goes out: IDs of 16 digits or more may be numbers, which JSON.stringify could not write. */
export function withLongIds(json: string, form: LongIdForm): string {
	return form === 'text' ? json : json.replace(/([:[,])"(\d{16,})"(?=[,\]}])/g, '$1$2');
}
