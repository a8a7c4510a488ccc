import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { fillSampleAccount } from '../../demo/sampleAccount';
import type { Listener } from '../../embedded-n8n';
import { customEvents, dataFolder, deliver, useFlows } from './flow';
import { published } from './published';
import { startMailbox, type Mailbox } from './standIns/mailbox';

const [ANN, BEN, DORA] = ['+13605550101', '+13605550102', '+13605550104'];
const HOUR = 3_600_000;
const table = 'open_questions';

let mailbox: Mailbox;
beforeAll(async () => {
	mailbox = await startMailbox();
});
afterAll(async () => await mailbox.close());

const flows = useFlows(async ({ control }) => {
	await fillSampleAccount(control);
	mailbox.reset();
});

const flow = (name: string, live = true) =>
	flows.flow(name, { live, credentials: { smtp: flows.n8n.addCredential('smtp', mailbox.credential) } });

async function run(name: string, startNode: string) {
	const ended = await flows.n8n.run(flow(name), { startNode });
	expect(ended.error).toBeUndefined();
	return ended;
}

const questions: IDataObject[] = JSON.parse(readFileSync(join(dataFolder, 'questions.json'), 'utf8'));
const [annAsked, benAsked, annAskedAgain, doraAsked, badPhone] = questions;

/** Asks as a shop's system would; every run ends well. */
async function ask(...bodies: unknown[]): Promise<void> {
	const runs = await deliver(flows.n8n, flow('ask-and-wait'), 'Question Webhook', bodies);
	expect(runs.map(({ error }) => error)).toEqual(bodies.map(() => undefined));
}

const events = async () =>
	(await customEvents(flows.sandbox)).map(({ type, user, properties }) => [
		type,
		user.phone,
		properties['Order Number'],
	]);
const rows = () => flows.n8n.dataTables.rows(table);
const told = () => mailbox.emails.splice(0).map(({ text }) => text.replaceAll('\r\n', '\n'));

let listener: Listener;
beforeEach(async () => {
	await run('reply-received', 'Set Up');
	({ listener } = await published(flows, flow('reply-received')));
});
afterEach(async () => await listener.close());

async function reply(phone: string, text: string): Promise<void> {
	await flows.sandbox.control.receiveText({ phone, text });
	await flows.sandbox.control.whenDelivered();
	const runs = await listener.finished();
	expect(runs.filter(({ status }) => status !== 'success')).toEqual([]);
}

test('everyone who can be texted is asked once; a person is told of the others', async () => {
	await ask(annAsked, benAsked, annAskedAgain, doraAsked, badPhone);
	expect(await events()).toEqual([
		['Question Asked', ANN, '1042'],
		['Question Asked', BEN, '1043'],
	]);
	expect(rows()).toMatchObject([
		{ question_id: 'pickup-1042', phone: ANN, first_name: 'Ann', status: 'open', reminded_at: null },
		{ question_id: 'pickup-1043', phone: BEN, first_name: 'Ben', status: 'open', reminded_at: null },
	]);
	expect(told()).toEqual([
		`${ANN} already has an open question. Not asked: order 1044`,
		`${DORA} cannot be texted. Not asked: order 1045`,
		expect.stringMatching(/^It could not be sent: Phone '555-0107' has too few digits/),
	]);

	// Delivered again after an answer: it was asked before, and is no open question.
	await reply(ANN, 'NO');
	await ask(annAsked);
	expect((await events()).filter(([type]) => type === 'Question Asked')).toHaveLength(2);
	expect(rows()).toHaveLength(2);
});

test('YES and NO close the question and start what is wanted, once', async () => {
	await ask(annAsked, benAsked);
	await reply(ANN, 'Yes!');
	await reply(BEN, ' no ');
	await reply(ANN, 'yes');
	expect((await events()).slice(2)).toEqual([
		['Pickup Confirmed', ANN, '1042'],
		['Pickup Canceled', BEN, '1043'],
	]);
	const at = expect.any(Date);
	expect(rows()).toMatchObject([
		{ status: 'answered', answer: 'yes', answered_at: at },
		{ status: 'answered', answer: 'no', answered_at: at },
	]);
	expect(told()).toEqual([`${ANN} wrote: yes\nThere is no open question for this phone.`]);
});

test('STOP is not an answer, a Y is for Attentive, and anything else goes to a person', async () => {
	await ask(annAsked, benAsked);
	await reply(ANN, 'Y');
	await reply(ANN, 'Can my sister come?');
	expect(rows()[0]).toMatchObject({ status: 'open' });
	await reply(BEN, 'Stop');
	expect(rows()[1]).toMatchObject({ status: 'stopped', answer: '' });
	expect(told()).toEqual([`${ANN} wrote: Can my sister come?\nThat is neither YES nor NO.`]);

	flows.n8n.dataTables.age(table, 25 * HOUR);
	await run('ask-and-wait', 'Check Now');
	expect((await events()).slice(2)).toEqual([['Question Reminder', ANN, '1042']]);
});

test('who does not answer within a day is reminded once, and given up after three', async () => {
	await ask(annAsked, benAsked);
	await run('ask-and-wait', 'Check Now');
	await reply(BEN, 'YES');
	flows.n8n.dataTables.age(table, 25 * HOUR);
	await run('ask-and-wait', 'Check Now');
	await run('ask-and-wait', 'Every Hour');
	expect((await events()).slice(2)).toEqual([
		['Pickup Confirmed', BEN, '1043'],
		['Question Reminder', ANN, '1042'],
	]);
	expect(told()).toEqual([]);

	flows.n8n.dataTables.age(table, 48 * HOUR);
	await run('ask-and-wait', 'Check Now');
	await run('ask-and-wait', 'Check Now');
	expect(told()).toEqual([`No answer within three days: ${ANN}, order 1042`]);
	expect(rows()).toMatchObject([{ status: 'no answer' }, { status: 'answered' }]);
	// Too late
	await reply(ANN, 'yes');
	expect(told()).toEqual([expect.stringContaining('There is no open question')]);
	expect(await events()).toHaveLength(4);
});

test('who is given up after days without a run is not reminded as well', async () => {
	await ask(annAsked);
	flows.n8n.dataTables.age(table, 73 * HOUR);
	await run('ask-and-wait', 'Every Hour');
	expect((await events()).map(([type]) => type)).toEqual(['Question Asked']);
	expect(told()).toEqual([`No answer within three days: ${ANN}, order 1042`]);
});

test('what Attentive refuses is told, with the answer noted all the same', async () => {
	const { control } = flows.sandbox;
	const fault = { endpoint: 'POST /v1/events/custom', kind: '400' } as const;
	await control.addFault(fault);
	await ask(annAsked);
	expect(rows()).toEqual([]);
	await ask(benAsked, { ...annAsked, question_id: 'another', phone: ANN });
	await control.addFault({ ...fault, count: 2 });
	await reply(BEN, 'yes');
	await reply(ANN, 'no');
	expect(rows()).toMatchObject([{ answer: 'yes' }, { answer: 'no' }]);
	await ask({ ...annAsked, question_id: 'a third' });
	flows.n8n.dataTables.age(table, 25 * HOUR);
	await control.addFault(fault);
	await run('ask-and-wait', 'Check Now');
	const notSent = 'The answer was saved, but the event could not be sent: ';
	expect(told()).toEqual([
		expect.stringMatching(/^It could not be sent: /),
		expect.stringContaining(notSent),
		expect.stringContaining(notSent),
		expect.stringMatching(/^It could not be sent: /),
	]);
});

test('as they are shipped, only test recipients are asked, and the samples work on the sample account', async () => {
	await deliver(flows.n8n, flow('ask-and-wait', false), 'Question Webhook', [benAsked]);
	expect(await events()).toEqual([]);
	expect(rows()).toEqual([]);
	await flows.n8n.run(flow('ask-and-wait', false), { startNode: 'Send a Sample' });
	await flows.n8n.run(flow('reply-received', false), { startNode: 'Try a Reply' });
	expect(await events()).toEqual([
		['Question Asked', ANN, '1042'],
		['Pickup Confirmed', ANN, '1042'],
	]);
});
