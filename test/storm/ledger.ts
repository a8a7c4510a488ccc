import type { SandboxControl } from '../../sandbox/control';
import { marksIn } from './marks';

/** The marks of what Attentive has really processed, in order, each as often as it was. */
export type Processed = (control: SandboxControl) => Promise<string[]>;

/** What the ledger of an endpoint has. */
export function booked(endpoint: string): Processed {
	return async (control) => {
		const entries = await control.ledger(endpoint);
		return entries.flatMap(({ body, params }) => marksIn(JSON.stringify([body, params])));
	};
}

/** An upload counts with its file. */
export const storedInCatalog: Processed = async (control) => {
	const uploads = await control.catalogUploads();
	return uploads.flatMap(({ file }) => marksIn(JSON.stringify(file ?? null)));
};
