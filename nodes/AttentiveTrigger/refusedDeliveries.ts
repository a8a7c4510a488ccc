import type { IDataObject } from 'n8n-workflow';

/**
 * Counts the refused deliveries of each node until a run can show them, as long as the n8n process lives. Not kept in
 * n8n's static data: what is changed there is lost when a run starts, so the count would be shown again and again, and
 * anyone who knows the URL could cause a write to the database with each request.
 */
export class RefusedDeliveries {
	private readonly byNode = new Map<string, { count: number; last: string; reason: string }>();

	add(node: string, reason: string, time: Date): void {
		const count = (this.byNode.get(node)?.count ?? 0) + 1;
		this.byNode.set(node, { count, last: time.toISOString(), reason });
	}

	/** How many since they were last forgotten, when the last one came and why it was refused; undefined if none. */
	of(node: string): IDataObject | undefined {
		const refused = this.byNode.get(node);
		return refused && { ...refused };
	}

	forget(node: string): void {
		this.byNode.delete(node);
	}
}
