import { createReadStream, type ReadStream } from 'node:fs';
import { once } from 'node:events';
import { itemFile } from '../../../nodes/parameters/itemFile';

/** This file, as n8n would give it. */
async function opened() {
	const streams: ReadStream[] = [];
	const context = {
		helpers: {
			assertBinaryData: () => ({ id: 'filesystem:1' }),
			async getBinaryStream() {
				const stream = createReadStream(__filename, { highWaterMark: 10 });
				streams.push(stream);
				return stream;
			},
		},
	};
	async function* same(chunks: AsyncIterable<Uint8Array>) {
		yield* chunks;
	}
	const file = await itemFile(context as never, 0, 'data')?.through(same);
	if (!file || !('pipe' in file.body)) throw new Error('It is no stream.');
	return { body: file.body, close: () => file.close?.(), streams };
}

describe('a file that is closed', () => {
	test('before anybody has read it, as where the execution is canceled first', async () => {
		const { close, streams } = await opened();
		await Promise.all(streams.map(async (stream) => await once(stream, 'readable')));
		close();
		await Promise.all(streams.map(async (stream) => await once(stream, 'close')));
		// An error that nobody has listened to comes later than the end.
		await new Promise((resolve) => setImmediate(resolve));
		expect(streams).toMatchObject([{ closed: true }]);
	});

	test('while more of it is waited for', async () => {
		const { body, close, streams } = await opened();
		await once(body, 'readable');
		body.read();
		close();
		await Promise.all(streams.map(async (stream) => await once(stream, 'close')));
		expect(streams).toMatchObject([{ closed: true }]);
	});

	test('once it has been read', async () => {
		const { body, close, streams } = await opened();
		for await (const _chunk of body) continue;
		close();
		expect(streams).toMatchObject([{ destroyed: true }]);
	});
});
