import http from 'node:http';
import type {
	Batch,
	DeliveryOfEvent,
	Exchange,
	Happening,
	Person,
	Surroundings,
} from '../../sandbox/window/messages';

/** All that a stream has told, as the page keeps it. */
export interface Told {
	happenings: Happening[];
	exchanges: Exchange[];
	people: Map<number, Person>;
	deliveries: Map<number, DeliveryOfEvent>;
	surroundings: Partial<Surroundings>;
	/** How often it began from the start. */
	fresh: number;
	complete: boolean;
	forgotten: number;
}

export interface EventStream {
	told: Told;
	/** Every message as it came. */
	raw: string[];
	/** Entries of the largest message. */
	largest: number;
	lastId: string;
	/** Waits until what was told fulfills a condition. */
	until(holds: (told: Told) => boolean): Promise<void>;
	close(): void;
}

/** Listens to the window's events as a browser does. */
export async function openEvents(url: string, lastEventId?: string): Promise<EventStream> {
	const told: Told = {
		happenings: [],
		exchanges: [],
		people: new Map(),
		deliveries: new Map(),
		surroundings: {},
		fresh: 0,
		complete: false,
		forgotten: 0,
	};
	let waiting: Array<() => void> = [];
	const stream: EventStream = {
		told,
		raw: [],
		largest: 0,
		lastId: '',
		async until(holds) {
			while (!holds(told)) await new Promise<void>((resolve) => waiting.push(resolve));
		},
		close: () => request.destroy(),
	};
	const request = http.get(`${url}/_sandbox/window/events`, {
		headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
	});
	const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
		request.once('response', resolve);
		request.once('error', reject);
	});
	request.on('error', () => {});
	response.on('error', () => {});
	const type = response.headers['content-type'];
	if (type !== 'text/event-stream') throw new Error(`The events came as ${type}`);
	response.setEncoding('utf8');
	let rest = '';
	response.on('data', (chunk: string) => {
		rest += chunk;
		const messages = rest.split('\n\n');
		rest = messages.pop() ?? '';
		for (const message of messages) {
			const id = /^id: (.*)$/m.exec(message)?.[1];
			const data = /^data: (.*)$/m.exec(message)?.[1];
			if (id === undefined || data === undefined) continue;
			stream.raw.push(message);
			const batch: Batch = JSON.parse(data);
			apply(told, batch);
			stream.lastId = id;
			const entries = [batch.happenings, batch.people, batch.deliveries];
			stream.largest = Math.max(stream.largest, ...entries.map((part) => part?.length ?? 0));
		}
		for (const look of waiting.splice(0)) look();
		waiting = [];
	});
	return stream;
}

function apply(told: Told, batch: Batch): void {
	if (batch.fresh) {
		told.fresh += 1;
		told.happenings = [];
		told.exchanges = [];
		told.people.clear();
		told.deliveries.clear();
		told.surroundings = {};
		told.complete = false;
	}
	told.happenings.push(...(batch.happenings ?? []));
	told.exchanges = told.happenings.flatMap((one) => ('exchange' in one ? [one.exchange] : []));
	for (const person of batch.people ?? []) told.people.set(person.number, person);
	for (const number of batch.removed ?? []) told.people.delete(number);
	for (const delivery of batch.deliveries ?? []) told.deliveries.set(delivery.index, delivery);
	told.surroundings = { ...told.surroundings, ...batch.surroundings };
	told.forgotten = batch.forgotten ?? told.forgotten;
	if (batch.complete) told.complete = true;
}
