import { parse, stringify } from 'flatted';
import type { IRunExecutionData } from 'n8n-workflow';

/**
 * Run data as it comes back from n8n's database: errors become plain objects, dates become text, undefined vanishes;
 * what is referred to twice still is.
 */
export function throughStorage(data: IRunExecutionData): IRunExecutionData {
	return parse(stringify(data));
}
