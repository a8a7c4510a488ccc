import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Stage } from './stage';

export const events = 'POST /v1/events/custom';

/** The points of the events that the sandbox took, each of which belongs to one row, the fewest first. */
export async function pointsTaken({ control }: Pick<Stage, 'control'>): Promise<number[]> {
	const entries = await control.ledger(events);
	return entries
		.map(({ body }) => Number(Object(Object(body).properties).points))
		.sort((one, other) => one - other);
}

/** What the node says of an item. */
export function resultOf({ json }: INodeExecutionData): IDataObject {
	return Object(json.attentive);
}
