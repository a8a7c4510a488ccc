/** An answer that says no. Whether its words are answered too depends on the endpoint. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
