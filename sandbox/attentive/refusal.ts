/** An answer that says no. Whether its words are answered too depends on the endpoint. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
		/** OAuth's word for it, where it has one. */
		readonly code?: string,
	) {
		super(message);
	}
}
