import { html, nothing, type TemplateResult } from 'lit';
import { number, typeWords } from './format';
import type { Page } from './page';

export function journeysTab(page: Page): TemplateResult {
	const { model, set, search } = page;
	const { journeys } = model.surroundings;
	if (journeys.length + model.withoutJourney.size === 0) {
		return html`<div class="empty">
			<h2>No journeys yet</h2>
			<p>Without a journey, no event sends a text. Add one for the event that you send:</p>
			<pre tabindex="0">
curl ${location.origin}/_sandbox/journeys -d '{"name": "Your order has shipped",
  "event": "Order Shipped", "subscriptionType": "TRANSACTIONAL", "quietHours": null}'</pre>
		</div>`;
	}
	const show = (query: string) => {
		set({ tab: 'texts', chosen: undefined, opened: false, filter: 'all' });
		search('texts', query);
	};
	return html`<div class="scroll cards" tabindex="0" role="group" aria-label="Journeys">
		${journeys.map((journey) => {
			const counts = model.journeys.get(journey.name);
			const sent = counts?.sent ?? 0;
			const held = [...(counts?.notSent.values() ?? [])];
			return html`<section class="card journey">
				<h3>${journey.name} <span class="chip">${typeWords(journey.subscriptionType)}</span></h3>
				<p class="muted">
					${journey.start}.${journey.quietHours === null ? nothing : html` Quiet hours: ${journey.quietHours}.`}
					${
						journey.attributesNeeded.length === 0
							? nothing
							: html` Uses ${journey.attributesNeeded.join(', ')}.`
					}
				</p>
				<p class="tally"><b>${number(sent)}</b> ${sent === 1 ? 'text' : 'texts'} sent</p>
				${held.map(({ why, count }) => html`<p class="tally not"><b>${number(count)}</b> not sent: ${why}</p>`)}
				<button class="link" @click=${() => show(journey.name)}>Show these texts</button>
			</section>`;
		})}
		${[...model.withoutJourney].map(
			([event, count]) =>
				html`<section class="card journey lone">
					<h3>No journey for “${event}”</h3>
					<p class="tally not">
						<b>${number(count)}</b> ${count === 1 ? 'event' : 'events'} that sent no text
					</p>
					<button class="link" @click=${() => show(event)}>Show these events</button>
				</section>`,
		)}
	</div>`;
}
