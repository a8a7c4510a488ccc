/** Most characters of a message: n8n's may repeat a value. */
const LONGEST = 300;

/** The message of something that was thrown. */
export function messageOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
}
