import { Refusal } from '../attentive/refusal';

/** The fields of a body as HTML forms send it. */
export function parseForm(contentType: string | undefined, raw: string): Record<string, string> {
	if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '')) {
		throw new Refusal(
			400,
			`header Content-Type: expected application/x-www-form-urlencoded, received ${contentType ?? 'nothing'} [OpenAPI]`,
		);
	}
	const received = [...new URLSearchParams(raw)];
	const names = received.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new Refusal(400, `body.${twice}: expected it once, received it several times [assumed]`);
	}
	return Object.fromEntries(received);
}
