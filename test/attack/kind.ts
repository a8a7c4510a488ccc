import { createHash, createHmac } from 'node:crypto';
import type { Draw } from './draw';
import { request, type Request, type Wire } from './wire';

/** Where a delivery can go: the webhook of a published workflow. */
export interface Target {
	port: number;
	/** Of the Production URL. */
	path: string;
	/** Of the Test URL, at which nobody listens. */
	testPath: string;
	/** Those in the credential; the first one is Attentive's for this webhook. */
	keys: [string, string];
	workflowId: string;
}

export interface Targets {
	/** Drops what it has seen, and listens to the events of `chosenEvents`. */
	choosy: Target;
	/** Starts a run with each delivery of any event. */
	open: Target;
}

/** Who decides: the node, n8n before it asks the node, or Node.js before n8n sees a request. */
export type Decider = 'the node' | 'n8n' | 'Node.js';

/** One run that a delivery starts, once. */
export interface ExpectedRun {
	/** SHA-256 of the body, which the node puts out. */
	deliveryId: string;
	workflowId: string;
	/** All that the node puts out but for `refusedBefore`, which depends on what came before. */
	output: Record<string, unknown>;
}

/** What is sent at one moment. */
export interface Shot {
	wires: Wire[];
	runs: ExpectedRun[];
	/** SHA-256 of the bodies that start none: a run of one of these was started wrongly. */
	hostileIds: string[];
	port: number;
}

export interface Kind {
	name: string;
	decides: Decider;
	/** Each status that may answer; 0 is none at all. */
	statuses: number[];
	/** At most so often: it costs a lot of time or memory. */
	most?: number;
	/** How much more often than others. */
	weight?: number;
	shot(site: Site): Shot;
}

/** What a kind makes its deliveries of. */
export interface Site {
	targets: Targets;
	draw: Draw;
	/** Differs for each shot. */
	number: number;
}

export const chosenEvents = [
	'sms.unsubscribed',
	'sms.subscribed',
	'sms.sent',
	'email.unsubscribed',
	'sms.inbound_message',
];
export const header = 'X-Attentive-Hmac-Sha256';

type Body = string | Uint8Array;
export const sha256 = (body: Body) => createHash('sha256').update(body).digest('hex');
export const hmac = (body: Body, key: string, algorithm = 'sha256') =>
	createHmac(algorithm, key).update(body).digest();
export const hex = (body: Body, { keys }: Target) => hmac(body, keys[0]).toString('hex');
export const signed = (body: Body, target: Target): [string, string] => [header, hex(body, target)];

/** A request to a webhook. */
export function to(target: Target, given: Partial<Request> = {}): Uint8Array[] {
	return request(target.port, { target: target.path, ...given });
}

/** Nothing of it may start a run. */
export function hostile(target: Target, wire: Wire | Uint8Array[], ...bodies: Body[]): Shot {
	return {
		wires: [Array.isArray(wire) ? { pieces: wire } : wire],
		runs: [],
		hostileIds: bodies.map(sha256),
		port: target.port,
	};
}

/** Starts one run with this output. */
export function genuine(
	target: Target,
	body: Body,
	output: Record<string, unknown>,
	wire: Wire | Uint8Array[],
): Shot {
	const deliveryId = sha256(body);
	const run = {
		deliveryId,
		workflowId: target.workflowId,
		output: { ...output, signatureVerified: true, deliveryId },
	};
	return { ...hostile(target, wire), runs: [run] };
}

/** An event as Attentive sends it, and by hand what a flow gets of it. Differs for each number. */
export function event({ draw, number }: Site): {
	payload: Record<string, unknown>;
	output: Record<string, unknown>;
} {
	const timestamp = 1_785_601_800_000 + number * 1_000;
	const time = new Date(timestamp).toISOString();
	const phone = `+1206555${String(number % 10_000).padStart(4, '0')}`;
	const company = { display_name: 'Cascadia Coffee', company_id: 'MDc6Q29tcGFueTEyMw' };
	const subscriber = { external_id: `attack-${number}`, phone };
	const type = draw.one(['sms.unsubscribed', 'sms.subscribed', 'sms.sent', 'email.unsubscribed']);
	const more =
		type === 'sms.sent'
			? { message: { id: String(number), type: 'MARKETING', text: 'New beans ☕', channel: 'SMS' } }
			: { subscription: { type: draw.one(['MARKETING', 'TRANSACTIONAL']) } };
	return {
		payload: { type, timestamp, company, subscriber, ...more },
		output: {
			event: type,
			time,
			company: { name: 'Cascadia Coffee', id: 'MDc6Q29tcGFueTEyMw' },
			subscriber: { id: `attack-${number}`, phone },
			...more,
		},
	};
}
