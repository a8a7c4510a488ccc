import { sleep, type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';
import { ValueError } from '../values/valueError';
import type { ItemFile } from './itemSource';
import { messageOf } from '../values/messageOf';

type Chunks = AsyncIterable<Uint8Array>;

/** Bytes of a file in memory that are worked on before other executions of this n8n may go on. */
const PIECE = 1_048_576;

/** The file in a binary field of an item; undefined where there is none. */
export function itemFile(context: IExecuteFunctions, item: number, name: string): ItemFile | undefined {
	const binary = binaryData(context, item, name);
	if (!binary) return undefined;
	const { id, data, fileName } = binary;
	if (id === undefined) return inMemory(fileName, data);
	const open = async () => await context.helpers.getBinaryStream(id);
	return {
		name: fileName,
		chunks: () => opened(open),
		// Streams of node:stream cannot be made here, but one that n8n gives can be led through a function.
		async through(change) {
			const file = await open();
			const body = file.compose<typeof file>(change);
			return {
				body,
				close() {
					// Before the first read nothing listens to the streams that compose() makes: an error there would end n8n.
					body.on('error', () => {}).read(0);
					body.destroy();
					// While a chunk of it is waited for, the end of the body does not reach it.
					file.destroy();
				},
			};
		},
	};
}

function binaryData(context: IExecuteFunctions, item: number, name: string): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(item, name);
	} catch {
		return undefined;
	}
}

/** Throws a ValueError where n8n cannot read the file, such as one that was deleted since. */
async function* opened(open: () => Promise<Chunks>): Chunks {
	try {
		yield* await open();
	} catch (error) {
		throw unreadable(error);
	}
}

function unreadable(error: unknown): ValueError {
	return new ValueError({
		reasonCode: 'fileUnreadable',
		field: 'The file',
		reason: `could not be read by n8n: ${messageOf(error)}`,
		wayOut: 'Check that the file of the item is still there',
	});
}

function inMemory(name: string | undefined, data: string): ItemFile {
	const chunks = () => pieces(Buffer.from(data, 'base64'));
	return {
		name,
		chunks,
		async through(change) {
			const changed: Uint8Array[] = [];
			for await (const chunk of change(chunks())) changed.push(chunk);
			return { body: Buffer.concat(changed) };
		},
	};
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let from = 0; from < bytes.length; from += PIECE) {
		yield bytes.subarray(from, from + PIECE);
		await sleep(0);
	}
}
