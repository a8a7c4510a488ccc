import type { Journey, QuietHours } from '../attentive/journey';
import type { NoText, NoTextReason } from '../attentive/journeys';

interface Words {
	why: string;
	advice?: string;
}

/** Why an event sent no text, for people. */
export function whyNot(noText: NoText, journey: Journey | undefined): Words {
	return words[noText.reason](noText, journey);
}

const words: Record<NoTextReason, (noText: NoText, journey: Journey | undefined) => Words> = {
	noJourney: ({ event }) => ({
		why: `No journey starts with ${quoted(event)}.`,
		advice:
			'In Attentive, create a journey that starts with this event, and turn it on. In the sandbox, add one with POST /_sandbox/journeys.',
	}),
	noSubscription: (_noText, journey) => ({
		why: `This person is not subscribed to ${kindOf(journey)} texts.`,
		advice: 'Journeys text subscribers only. Subscribe people once they have agreed.',
	}),
	noPhone: () => ({
		why: 'Attentive has no phone number for this person.',
		advice: 'Send the phone with the event.',
	}),
	attributeMissing: (_noText, journey) => {
		const needed = journey?.attributesNeeded ?? [];
		return {
			why:
				needed.length === 1
					? `The text uses the attribute ${quoted(needed[0] ?? '')}, which this person does not have.`
					: `The text uses the attributes ${needed.map(quoted).join(', ')}, and this person does not have all of them.`,
			advice: 'Set the attributes before you send the event.',
		};
	},
	quietHours: (_noText, journey) => ({
		why: `The event arrived during the journey’s quiet hours${journey?.quietHours ? `, ${hours(journey.quietHours)}` : ''}.`,
		advice: 'Attentive can send the text when quiet hours end. The sandbox does not.',
	}),
	tooOld: () => ({
		why: 'The event was more than 12 hours old when it arrived. Attentive stores such events, but they start no journey.',
		advice: 'Check the time of the event and its time zone.',
	}),
	dropped: ({ externalEventId }) => ({
		why: `An event with the external event ID ${quoted(externalEventId ?? '')} had already arrived, so this one was dropped.`,
		advice: 'If it is a different event, give it an ID that no other event has.',
	}),
	inJourney: () => ({ why: 'An earlier cart of this person is already waiting in this journey.' }),
	purchased: () => ({ why: 'This person bought something before the delay was over.' }),
	erased: () => ({ why: 'This person’s data was deleted before the text was due.' }),
};

export function startOf(journey: Journey): string {
	if ('event' in journey) return `Starts with the event ${quoted(journey.event)}`;
	return journey.trigger === 'postPurchase'
		? 'Starts with a purchase'
		: `Starts with a cart that is abandoned for ${duration(journey.delayMs)}`;
}

export function hours({ start, end, timeZone }: QuietHours): string {
	return `${start} to ${end} (${timeZone})`;
}

function duration(ms: number): string {
	const minutes = ms / 60_000;
	if (minutes < 1) return `${Math.round(ms / 1000)} seconds`;
	const [count, unit] = minutes < 60 ? [minutes, 'minute'] : [minutes / 60, 'hour'];
	const rounded = Math.round(count * 10) / 10;
	return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}

function kindOf(journey: Journey | undefined): string {
	return journey === undefined ? 'these' : journey.subscriptionType.toLowerCase();
}

function quoted(text: string): string {
	return `“${text}”`;
}
