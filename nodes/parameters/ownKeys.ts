/** Key under which the result of an item stands. */
export const RESULT_KEY = 'attentive';
/** Key under which the error of an item stands, as n8n wants it. */
export const ERROR_KEY = 'error';

/** Whether a value under such a key was put there by this node, and is not a column of the user's. */
export function isOwn(key: string, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (key === RESULT_KEY) return 'status' in value;
	return key === ERROR_KEY && 'reasonCode' in value;
}
