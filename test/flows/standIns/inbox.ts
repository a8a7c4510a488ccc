import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface Email {
	to: string[];
	subject: string;
	text: string;
}

/** A mail server on loopback that keeps what it gets. */
export interface Inbox {
	/** For a credential of type smtp. */
	credential: { host: string; port: number; secure: boolean; disableStartTls: boolean };
	/** What has come since it was last asked. */
	taken(): Email[];
	close(): Promise<void>;
}

export async function startInbox(): Promise<Inbox> {
	const emails: Email[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, session, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const to = session.envelope.rcptTo.map(({ address }) => address);
				emails.push({ to, ...read(Buffer.concat(parts).toString('utf8')) });
				done();
			});
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address: AddressInfo | string | null = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
	return {
		credential: { host: '127.0.0.1', port: address.port, secure: false, disableStartTls: true },
		taken: () => emails.splice(0),
		close: async () => await new Promise((resolve) => server.close(resolve)),
	};
}

/** Plain text only, in the two encodings that the Send Email node uses for it. */
function read(source: string): Omit<Email, 'to'> {
	const [head = '', ...body] = source.split('\r\n\r\n');
	const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? '';
	const text = body.join('\r\n\r\n').trimEnd();
	if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head))
		return { subject, text: text.replaceAll('\r\n', '\n') };
	const bytes = text
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
	return { subject, text: Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n') };
}
