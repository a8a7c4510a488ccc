import type { INodeExecutionData } from 'n8n-workflow';
import { isContainer, type Path } from './path';

/**
 * Those of the given paths that no item has: in none of them the last step is a key of what the steps before lead to.
 * Null counts as having it. Without items nothing is unfound.
 */
export function unfound<T extends { path: Path }>(inUse: readonly T[], items: INodeExecutionData[]): T[] {
	if (items.length === 0) return [];
	return inUse.filter(({ path }) => !items.some(({ json }) => has(json, path)));
}

function has(json: unknown, path: Path): boolean {
	let value = json;
	for (const key of path) {
		if (value === undefined || value === null) return false;
		// Text and dates have members that n8n knows: $json.name.length is no field, but no mistake either.
		const owner: object = Object(value);
		if (isContainer(value) ? !Object.hasOwn(value, key) : !(key in owner)) return false;
		value = Reflect.get(owner, key);
	}
	return true;
}
