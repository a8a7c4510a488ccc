export const MEGABYTE = 1_048_576;

/** Drops a byte order mark, as n8n does. */
const decoder = new TextDecoder();

interface Body {
	/** undefined where it could not be read to its end. */
	content?: unknown;
	/** Why not. */
	fault?: 'tooLarge' | 'lost';
}

/**
 * Reads the body of an answer that n8n gives as a stream. Never throws, and leaves nothing open.
 * @param largest bytes after decompression; it is not read beyond them
 */
export async function readBody(body: unknown, largest: number): Promise<Body> {
	if (!isStream(body)) return { content: body };
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	try {
		for await (const chunk of body) {
			bytes += chunk.length;
			if (bytes > largest) return { fault: 'tooLarge' };
			chunks.push(chunk);
		}
	} catch {
		// Whatever it says, the request has arrived.
		return { fault: 'lost' };
	}
	return { content: decoder.decode(Buffer.concat(chunks)) };
}

export function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
