import type { IDataObject } from 'n8n-workflow';
import type { ItemError } from './itemError';

/** Why an item is left out, on purpose. */
export interface Skip {
	reasonCode: string;
	reason: string;
}

/** What became of one item. */
export type ItemResult =
	| { status: 'accepted'; details: IDataObject }
	| { status: 'pending'; details: IDataObject }
	| { status: 'validated'; details: IDataObject }
	| ({ status: 'skipped' } & Skip)
	| { status: 'read'; records: IDataObject[] }
	| { status: 'failed'; error: ItemError };
