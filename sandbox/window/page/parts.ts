import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Body, Exchange, Person, SentText } from '../messages';
import {
	addressOf,
	channelWords,
	dayOf,
	faultWords,
	kindWords,
	momentOf,
	nameOf,
	number,
	pretty,
	shortTimeOf,
	stateWords,
	statusWords,
	typeWords,
} from './format';
import type { Page, Tab } from './page';

/** Texts of one thread that the phone shows; of more, the newest. */
const mostBubbles = 30;

export function icon(name: 'check' | 'none' | 'clock' | 'back' | 'search' | 'cross'): TemplateResult {
	const paths = {
		check: 'M4 10.5l4 4 8-9',
		none: 'M5 5l10 10M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15Z',
		clock: 'M10 6v4.5l3 2M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15Z',
		back: 'M12 4l-6 6 6 6',
		search: 'M13 13l4.5 4.5M8.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z',
		cross: 'M5 5l10 10M15 5L5 15',
	};
	return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
		${svg`<path d=${paths[name]} />`}
	</svg>`;
}

export function toneOf({ status }: Exchange): 'good' | 'warn' | 'bad' {
	if (status === null || status >= 500) return 'bad';
	return status >= 300 ? 'warn' : 'good';
}

export function statusChip(exchange: Exchange): TemplateResult {
	const { status } = exchange;
	return html`<span class="chip ${toneOf(exchange)}"><b>${status ?? '–'}</b> ${statusWords(exchange)}</span>`;
}

export function searchField({ view, search }: Page, tab: Tab, placeholder: string): TemplateResult {
	return html`<label class="search">
		${icon('search')}
		<input
			type="search"
			aria-label=${placeholder}
			placeholder=${placeholder}
			.value=${view.query[tab]}
			autocomplete="off"
			spellcheck="false"
			@input=${(event: InputEvent) => {
				if (event.target instanceof HTMLInputElement) search(tab, event.target.value);
			}}
		/>
		<kbd aria-hidden="true">/</kbd>
	</label>`;
}

/** When a search finds nothing. */
export function nothingFound({ view, search, set }: Page): TemplateResult {
	return html`<div class="empty">
		<h2>Nothing matches</h2>
		<p>No entry matches your search and the current filter.</p>
		<button
			@click=${() => {
				set({ filter: 'all', onlyRefused: false });
				search(view.tab, '');
			}}
		>
			Show everything
		</button>
	</div>`;
}

/** A phone with all texts to one number, as its owner sees them. */
export function phone(page: Page, address: string, current?: SentText): TemplateResult {
	const thread = page.model.texts.get(address) ?? [];
	const person = page.model.person(address);
	const shown = thread.slice(-mostBubbles);
	let day = '';
	return html`<figure class="phone" aria-label="The phone ${address}">
		<figcaption>
			<span class="avatar" aria-hidden="true">A</span>
			<span><b>Your brand</b><small>to ${(person && nameOf(person)) ?? ''} ${address}</small></span>
		</figcaption>
		<div class="thread">
			${
				thread.length > shown.length
					? html`<p class="day">${number(thread.length - shown.length)} earlier texts</p>`
					: nothing
			}
			${shown.length === 0 ? html`<p class="day">No texts so far</p>` : nothing}
			${shown.map((text) => {
				const textDay = dayOf(text.at);
				const isNewDay = textDay !== day;
				day = textDay;
				return html`${isNewDay ? html`<p class="day">${textDay}</p>` : nothing}
					<div class="bubble ${text === current ? 'current' : ''}">${text.words}</div>
					<p class="when">
						${shortTimeOf(text.at)} · ${kindWords(text.kind)}, ${typeWords(text.subscriptionType)}
					</p>`;
			})}
		</div>
	</figure>`;
}

export function personCard(person: Person): TemplateResult {
	const name = nameOf(person);
	const rows: Array<[string, string]> = [
		...person.phones.map((value): [string, string] => ['Phone', value]),
		...person.emails.map((value): [string, string] => ['Email', value]),
		...person.ids,
	];
	const attributes = [...Object.entries(person.attributes), ...Object.entries(person.profile)];
	return html`<section class="card">
		<h3>${name ?? addressOf(person)} <small>${person.id}</small></h3>
		${
			person.linked
				? nothing
				: html`<p class="note">
						This person’s ID is not linked to a phone or an email, so the person cannot be reached.
					</p>`
		}
		${facts(rows)}
		<h4>Subscriptions</h4>
		${
			person.subscriptions.length === 0
				? html`<p class="muted">None. This person gets no texts and no emails.</p>`
				: html`<ul class="plain">
						${person.subscriptions.map(
							({ type, channel, address, state }) =>
								html`<li>
									<span class="chip ${state === 'subscribed' ? 'good' : 'warn'}">${stateWords(state)}</span>
									${typeWords(type)} ${channelWords(channel)} <small>${address}</small>
								</li>`,
						)}
					</ul>`
		}
		<h4>Attributes</h4>
		${
			attributes.length === 0
				? html`<p class="muted">None.</p>`
				: facts(attributes.map(([key, value]) => [key, String(value)]))
		}
	</section>`;
}

export function facts(rows: Array<[string, string | TemplateResult]>): TemplateResult {
	return html`<dl class="facts">
		${rows.map(
			([name, value]) =>
				html`<div>
					<dt>${name}</dt>
					<dd>${value}</dd>
				</div>`,
		)}
	</dl>`;
}

/** A request with its answer, in full. */
export function exchangeCard(page: Page, exchange: Exchange): TemplateResult {
	const { number: sequence, method, path, app, at, took, ledger, reason, body, answer, limit } = exchange;
	const fault = faultWords(exchange);
	const whole = page.whole(sequence);
	return html`<section class="card" data-request=${sequence}>
		<h3>Request ${number(sequence)} ${statusChip(exchange)}</h3>
		<p class="path"><b>${method}</b> ${path}</p>
		${reason === undefined ? nothing : html`<p class="reason"><b>Why:</b> ${reason}</p>`}
		${fault === undefined ? nothing : html`<p class="reason">${fault}</p>`}
		${facts([
			['Time', momentOf(at)],
			['Duration', `${took < 10 ? took.toFixed(1) : number(Math.round(took))} ms`],
			['App', app ?? 'None, or an unknown token'],
			['Limit', `${number(limit)} per second`],
			['Ledger', ledger === undefined ? 'Not written' : `Entry ${number(ledger)}`],
		])}
		${bodyPart(page, sequence, 'Request body', body, whole?.body)}
		${bodyPart(page, sequence, 'Response', answer, whole?.answer)}
	</section>`;
}

function bodyPart(
	page: Page,
	sequence: number,
	title: string,
	{ text, length, hidden }: Body,
	whole: string | undefined,
): TemplateResult {
	if (hidden)
		return html`<h4>${title}</h4>
			<p class="muted">Not shown because it contains secrets.</p>`;
	if (length === 0)
		return html`<h4>${title}</h4>
			<p class="muted">None.</p>`;
	const shown = whole ?? text;
	return html`<h4>${title}</h4>
		<pre tabindex="0">${pretty(shown)}</pre>
		${
			shown.length < length
				? html`<p class="muted">
						The first ${number(shown.length)} of ${number(length)} characters.
						${
							whole === undefined
								? html`<button class="link" @click=${() => page.loadWhole(sequence)}>Show more</button>`
								: nothing
						}
					</p>`
				: nothing
		}`;
}
