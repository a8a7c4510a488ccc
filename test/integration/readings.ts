import type { IDataObject } from 'n8n-workflow';
import type { Run } from '../../embedded-n8n';

/** What the node put out; a run stands for its first output. */
type Output = Run | IDataObject[];

/** What became of each item: what it says under `attentive`, or its error. Of the type that the test expects. */
export function results<Result = IDataObject>(output: Output): Result[] {
	const isResultOnly = !Array.isArray(output) && outputOption(output) === 'resultOnly';
	return itemsOf(output).map((item) => {
		const result = item.attentive ?? item.error ?? (isResultOnly ? item : undefined);
		if (!isObject(result)) throw new Error(`The item has no result: ${JSON.stringify(item)}`);
		return result as Result;
	});
}

/** The status of each item's result, as in 'accepted'. */
export function statuses(output: Output): unknown[] {
	return results(output).map(({ status }) => status);
}

/** The status of each item's result, and its reason code where it has one, as in 'skipped alreadySent'. */
export function outcomes(output: Output): string[] {
	return results(output).map(({ status, reasonCode }) =>
		reasonCode === undefined ? String(status) : `${String(status)} ${String(reasonCode)}`,
	);
}

/** The error of each item; undefined where it has none. */
export function errors(output: Output): Array<IDataObject | undefined> {
	return itemsOf(output).map(({ error }) => (isObject(error) ? error : undefined));
}

/** How often each value comes, as in { accepted: 2, refused: 1 }. */
export function counted(values: unknown[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
	return counts;
}

/** Waits as long as it takes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function itemsOf(output: Output): IDataObject[] {
	return Array.isArray(output) ? output : output.json('Attentive');
}

function outputOption({ workflow }: Run): unknown {
	const options: unknown = workflow.nodes.find(({ name }) => name === 'Attentive')?.parameters.options;
	return isObject(options) ? options.output : undefined;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
