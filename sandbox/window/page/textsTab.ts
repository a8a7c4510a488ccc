import { html, nothing, type TemplateResult } from 'lit';
import type { Person } from '../messages';
import { entryList } from './entryList';
import { gistOf, kindWords, momentOf, nameOf, number, refusalWords, timeOf, typeWords } from './format';
import { found, type Outcome } from './model';
import type { Filter, Page } from './page';
import {
	exchangeCard,
	icon,
	nothingFound,
	personCard,
	phone,
	searchField,
	statusChip,
	toneOf,
} from './parts';

export function textsTab(page: Page, isNarrow: boolean): TemplateResult {
	const { model, view, set } = page;
	const { sent, notSent } = model.counts;
	const entries = found(filtered(model.outcomes, view.filter), view.query.texts);
	const filters: Array<[Filter, string, number]> = [
		['all', 'All', model.outcomes.length],
		['sent', 'Sent', sent],
		['notSent', 'Not sent', notSent],
	];
	return html`<div class="toolbar">
			${searchField(page, 'texts', 'Search texts, people, events')}
			<div class="segments" role="radiogroup" aria-label="Filter texts">
				${filters.map(
					([filter, name, count]) =>
						html`<label>
							<input
								type="radio"
								name="filter"
								.checked=${view.filter === filter}
								@change=${() => set({ filter })}
							/>
							<span>${name} <b>${number(count)}</b></span>
						</label>`,
				)}
			</div>
		</div>
		${
			entries.length === 0
				? nothingFound(page)
				: entryList({
						id: 'texts-list',
						label: 'Texts sent and not sent, newest first',
						query: view.query.texts + view.filter,
						entries,
						rowHeight: isNarrow ? 124 : 84,
						row: (outcome) => row(page, outcome),
						chosen: view.chosen?.tab === 'texts' ? view.chosen.entry.order : undefined,
						choose: (entry, opened) =>
							set({ chosen: { tab: 'texts', entry }, opened: opened || view.opened }),
					})
		}`;
}

function filtered(outcomes: Outcome[], filter: Filter): Outcome[] {
	if (filter === 'all') return outcomes;
	return outcomes.filter(({ kind }) => (filter === 'sent' ? kind === 'sent' : kind !== 'sent'));
}

function row(page: Page, outcome: Outcome): TemplateResult {
	const { exchange, text, notSent, at } = outcome;
	const event = text?.event ?? notSent?.event ?? (exchange && gistOf(exchange).what) ?? '';
	const address = addressOfOutcome(page, outcome);
	const person = page.model.person(address);
	const name = person && nameOf(person);
	const id = text?.externalEventId ?? notSent?.externalEventId ?? text?.orderId ?? notSent?.orderId;
	return html`<div class="outcome ${outcome.kind}" data-reason=${notSent?.reason ?? nothing}>
		<div class="cause">
			<p class="first">
				<time>${timeOf(at)}</time> <b>${event === '' && text ? kindWords(text.kind) : event}</b>
			</p>
			<p class="second">${name === undefined ? nothing : html`${name} · `}${address ?? nothing}</p>
			<p class="third">
				${
					exchange === undefined
						? 'No request: someone replied, or a delay ended'
						: html`<span class="code ${toneOf(exchange)}">${exchange.status ?? 'No response'}</span>
								${shortPath(exchange.path)}`
				}
				${id === undefined ? nothing : html` · ${id}`}
			</p>
		</div>
		<div class="effect">${effect(outcome)}</div>
	</div>`;
}

function effect({ kind, text, notSent, exchange }: Outcome): TemplateResult {
	if (kind === 'sent' && text !== undefined) {
		return html`<div class="bubble" title=${text.words}>${text.words}</div>
			<p class="when">
				${icon('check')} ${kindWords(text.kind)}, ${typeWords(text.subscriptionType)} · to ${text.phone}
			</p>`;
	}
	if (kind === 'waiting') {
		return html`<div class="no-text">
			<b>${icon('clock')} Waiting</b> The cart is in a journey. The text is sent when the delay is over,
			unless the person buys something.
		</div>`;
	}
	const why = notSent?.why ?? (exchange && refusalWords(exchange)) ?? '';
	return html`<div class="no-text" title=${why}><b>${icon('none')} No text</b> ${why}</div>`;
}

function shortPath(path: string): string {
	return path.split('?')[0] ?? path;
}

function addressOfOutcome(page: Page, { text, notSent, exchange }: Outcome): string | undefined {
	const named = text?.phone ?? (exchange && gistOf(exchange).who);
	if (named !== undefined) return named;
	const person = page.model.person(notSent?.userId);
	return person?.phones[0] ?? person?.emails[0] ?? notSent?.userId;
}

function personOf(page: Page, outcome: Outcome): Person | undefined {
	const { text, notSent, exchange } = outcome;
	const { model } = page;
	return (
		model.person(text?.phone) ??
		model.person(notSent?.userId) ??
		model.person(exchange?.userId) ??
		model.person(addressOfOutcome(page, outcome))
	);
}

export function outcomeDetails(page: Page, outcome: Outcome): TemplateResult {
	const { text, notSent, exchange, kind, at } = outcome;
	const person = personOf(page, outcome);
	const why = notSent?.why ?? (kind === 'refused' && exchange ? refusalWords(exchange) : undefined);
	const address = text?.phone ?? person?.phones[0];
	const journey = text?.journey ?? notSent?.journey;
	return html`<section class="verdict ${kind}">
			<h2>
				${
					kind === 'sent'
						? html`${icon('check')} The text was sent`
						: kind === 'waiting'
							? html`${icon('clock')} Waiting in a journey`
							: html`${icon('none')} No text was sent`
				}
			</h2>
			${why === undefined ? nothing : html`<p class="why">${why}</p>`}
			${notSent?.advice === undefined ? nothing : html`<p class="advice">${notSent.advice}</p>`}
			<p class="muted">
				${momentOf(at)}${journey == null ? nothing : html` · journey “${journey}”`}
				${exchange === undefined ? nothing : html` · ${statusChip(exchange)}`}
			</p>
		</section>
		${address === undefined ? nothing : phone(page, address, text)}
		${person === undefined ? nothing : personCard(person)}
		${exchange === undefined ? nothing : exchangeCard(page, exchange)}`;
}
