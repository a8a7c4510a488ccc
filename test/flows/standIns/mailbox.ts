import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { SMTPServer } from 'smtp-server';

export interface Email {
	to: string[];
	subject: string;
	text: string;
	/** Their content by name. */
	attachments: Record<string, string>;
}

/** A mail server that keeps what it gets: a real one, which delivers to no one. */
export interface Mailbox {
	/** In the order of their coming. */
	emails: Email[];
	/** What n8n's credential "SMTP" has to hold for it. */
	credential: ICredentialDataDecryptedObject;
	/** From now on it does not take emails to this address. */
	refuse(address: string): void;
	/** It is empty and takes everything, as after the start. */
	reset(): void;
	close(): Promise<void>;
}

const user = 'n8n';
const password = 'mailbox';

export async function startMailbox(): Promise<Mailbox> {
	const emails: Email[] = [];
	const refused = new Set<string>();
	const server = new SMTPServer({
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		disableReverseLookup: true,
		onAuth: (login, _session, done) =>
			login.username === user && login.password === password
				? done(null, { user })
				: done(new Error('535 Wrong user or password')),
		onRcptTo: ({ address }, _session, done) =>
			refused.has(address)
				? done(Object.assign(new Error('No such mailbox here'), { responseCode: 550 }))
				: done(),
		onData(stream, { envelope }, done) {
			text(stream).then((message) => {
				emails.push({ to: envelope.rcptTo.map(({ address }) => address), ...read(message) });
				done();
			}, done);
		},
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const address = server.server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The mail server has no port.');
	return {
		emails,
		credential: {
			host: '127.0.0.1',
			port: address.port,
			secure: false,
			disableStartTls: true,
			user,
			password,
		},
		refuse: (address) => void refused.add(address),
		reset() {
			emails.length = 0;
			refused.clear();
		},
		close: async () => await new Promise((closed) => server.close(closed)),
	};
}

/** A message as n8n sends it: plain text, alone or with attachments. */
function read(message: string): Omit<Email, 'to'> {
	const { headers, body } = part(message);
	const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
	const parts = boundary === undefined ? [{ headers, body }] : partsOf(body, boundary);
	const attachments: Record<string, string> = {};
	let text = '';
	for (const one of parts) {
		const name = /filename="?([^";]+)/.exec(one.headers['content-disposition'] ?? '')?.[1];
		if (name === undefined) text = decoded(one).replaceAll('\r\n', '\n').trim();
		else attachments[name] = decoded(one);
	}
	return { subject: headers.subject ?? '', text, attachments };
}

interface Part {
	headers: Record<string, string>;
	body: string;
}

function part(message: string): Part {
	const end = message.indexOf('\r\n\r\n');
	// A line that begins with a space goes on with the one before.
	const lines = message
		.slice(0, end)
		.replace(/\r\n[ \t]+/g, ' ')
		.split('\r\n');
	const headers = lines.map((line) => [
		line.slice(0, line.indexOf(':')).toLowerCase(),
		line.slice(line.indexOf(':') + 1).trim(),
	]);
	return { headers: Object.fromEntries(headers), body: message.slice(end + 4) };
}

function partsOf(body: string, boundary: string): Part[] {
	return body
		.split(`--${boundary}`)
		.slice(1, -1)
		.map((one) => part(one.replace(/^\r\n/, '')));
}

function decoded({ headers, body }: Part): string {
	const encoding = headers['content-transfer-encoding'];
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return body;
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
