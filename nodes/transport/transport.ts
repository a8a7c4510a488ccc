import type { Outcome } from '../engine/types';
import { attentiveRequest, type AttentiveRequest } from './attentiveRequest';
import type { Connection, Context } from './connection';
import { readLines, uploadFile, type UploadFile } from './storage';

/** All that a run does over the network. Nothing here throws but `readLines`. */
export interface Transport {
	/** Makes one request to Attentive. */
	request(request: AttentiveRequest): Promise<Outcome>;
	/** Puts a file to a pre-signed URL. */
	store(url: string, file: UploadFile): Promise<Outcome>;
	/** Reads a file behind a pre-signed URL line by line, for `patience` ms at most. Throws where it cannot be read, and after a cancel. */
	readLines(url: string, onLine: (line: string) => void, patience?: number): Promise<void>;
}

/** @param timeout of one request, in ms */
export function openTransport(context: Context, connection: Connection, timeout: number): Transport {
	const { withoutToken } = connection;
	return {
		request: async (request) => await attentiveRequest(context, connection, request, timeout),
		async store(url, file) {
			const outcome = await uploadFile(context, connection, url, file, timeout);
			if (outcome.kind !== 'answer' || outcome.said === undefined) return outcome;
			return { ...outcome, said: withoutToken(outcome.said) };
		},
		async readLines(url, onLine, patience) {
			const clean = (line: string) => onLine(withoutToken(line));
			await readLines(context, connection, url, timeout, clean, patience);
		},
	};
}
