import type { IExecuteFunctions } from 'n8n-workflow';
import type { Memory } from '../engine/memory';
import type { Clock } from '../engine/types';
import type { Operation } from '../operation/operation';
import type { Settings } from '../operation/settings';
import type { Connection } from '../transport/connection';
import type { PreparedItem } from './preparedItem';

/** What a run sends, and how. */
export interface Sending {
	context: IExecuteFunctions;
	connection: Connection;
	operation: Operation;
	settings: Settings;
	prepared: PreparedItem[];
	memory: Memory;
	stopAtFirstFailure: boolean;
	isTool: boolean;
	clock: Clock;
}
