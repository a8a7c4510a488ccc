/** An answer that says no, with Attentive's error body if `message` is given and without any body if not. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly reason?: string,
	) {
		super(reason ?? `status ${status}`);
	}
}
