import type { IncomingMessage } from 'node:http';
import type { Account } from '../attentive/account';

/** A request to the storage whose pre-signed URL was found good. */
export interface StorageCall {
	account: Account;
	/** What stood in the path's braces. */
	id: string;
	request: IncomingMessage;
}

export interface StorageAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}
