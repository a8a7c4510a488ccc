import 'uplot/dist/uPlot.min.css';
import './style.css';
import { html, nothing, render, type TemplateResult } from 'lit';
import { connect, type ConnectionState } from './connection';
import { number } from './format';
import { journeysTab } from './journeysTab';
import { Model } from './model';
import { moreTab } from './moreTab';
import { tabs, type Page, type Tab, type View } from './page';
import { icon } from './parts';
import { peopleTab, personDetails } from './peopleTab';
import { rateTab } from './rateTab';
import { requestDetails, requestsTab } from './requestsTab';
import { outcomeDetails, textsTab } from './textsTab';
import { deliveryDetails, webhooksTab } from './webhooksTab';

const narrow = matchMedia('(max-width: 860px)');
const names: Record<Tab, string> = {
	texts: 'Texts',
	requests: 'Requests',
	people: 'People',
	journeys: 'Journeys',
	webhooks: 'Webhooks',
	rate: 'Rate',
	more: 'More',
};
const connections: Record<ConnectionState, string> = {
	connecting: 'Connecting …',
	live: 'Live',
	lost: 'Connection lost, trying again …',
};

const model = new Model();
const wholes = new Map<number, { body: string; answer: string }>();
const view: View = {
	tab: tabs.find((tab) => `#${tab}` === location.hash) ?? 'texts',
	query: { texts: '', requests: '', people: '', journeys: '', webhooks: '', rate: '', more: '' },
	filter: 'all',
	onlyRefused: false,
	chosen: undefined,
	opened: false,
	endpoint: undefined,
	connection: 'connecting',
};

const page: Page = {
	model,
	view,
	set(change) {
		Object.assign(view, change);
		drawSoon();
	},
	search(tab, query) {
		view.query[tab] = query;
		drawSoon();
	},
	whole: (exchangeNumber) => wholes.get(exchangeNumber),
	loadWhole(exchangeNumber) {
		void fetch(`/_sandbox/window/requests/${exchangeNumber}`)
			.then(async (response) => {
				if (!response.ok) return;
				const whole: { body: string; answer: string } = await response.json();
				wholes.set(exchangeNumber, whole);
				drawSoon();
			})
			.catch(() => {});
	},
};

let frame = 0;

/** Once for each frame, however much has come: the browser paints no faster. */
function drawSoon(): void {
	if (frame !== 0) return;
	frame = requestAnimationFrame(() => {
		frame = 0;
		draw();
	});
}

function draw(): void {
	render(app(), document.body);
	document.title = view.connection === 'lost' ? 'Attentive sandbox (not connected)' : 'Attentive sandbox';
}

function app(): TemplateResult {
	const details = view.chosen?.tab === view.tab ? detailsOf(view.chosen) : undefined;
	const isListed =
		view.tab === 'texts' || view.tab === 'requests' || view.tab === 'people' || view.tab === 'webhooks';
	const covers = narrow.matches && view.opened && details !== undefined;
	return html`<header ?inert=${covers}>
			<h1>
				<svg viewBox="0 0 24 24" aria-hidden="true">
					<path d="M5 3h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 4.5V17H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z" />
				</svg>
				Attentive sandbox
			</h1>
			<div role="tablist" aria-label="Views" @keydown=${onTabKey}>
				${tabs.map(
					(tab) =>
						html`<button
							id="tab-${tab}"
							role="tab"
							aria-selected=${tab === view.tab ? 'true' : 'false'}
							aria-controls="panel"
							tabindex=${tab === view.tab ? 0 : -1}
							@click=${() => choose(tab)}
						>
							${names[tab]}${countOf(tab)}
						</button>`,
				)}
			</div>
			<p class="connection ${view.connection}" role="status">${connections[view.connection]}</p>
		</header>
		<main
			id="panel"
			role="tabpanel"
			aria-labelledby="tab-${view.tab}"
			class=${isListed && !isEmpty() ? 'with-details' : ''}
			data-complete=${model.isComplete ? 'true' : 'false'}
		>
			<div class="list-side" ?inert=${covers}>${content()}</div>
			${
				isListed && !isEmpty()
					? html`<aside
							class=${covers ? 'covers' : ''}
							aria-label="Details"
							tabindex="-1"
							?hidden=${narrow.matches && !covers}
						>
							${
								covers
									? html`<button class="back" @click=${close}>${icon('back')} Back to the list</button>`
									: nothing
							}
							${
								details ??
								html`<div class="hint">
									<p>Select an entry to see its details here.</p>
									<p><kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>/</kbd> search · <kbd>Esc</kbd> close</p>
								</div>`
							}
						</aside>`
					: nothing
			}
		</main>`;
}

/** Nothing to list in this tab: it then says what to do. */
function isEmpty(): boolean {
	if (view.tab === 'texts') return model.outcomes.length === 0;
	if (view.tab === 'requests') return model.requests.length === 0;
	if (view.tab === 'people') return model.allPeople.length === 0;
	return model.surroundings.webhooks.length === 0;
}

function content(): TemplateResult {
	switch (view.tab) {
		case 'texts':
			return isEmpty() ? firstSteps() : textsTab(page, narrow.matches);
		case 'requests':
			return isEmpty() ? firstSteps() : requestsTab(page, narrow.matches);
		case 'people':
			return peopleTab(page, narrow.matches);
		case 'journeys':
			return journeysTab(page);
		case 'webhooks':
			return webhooksTab(page, narrow.matches);
		case 'rate':
			return rateTab(page);
		case 'more':
			return moreTab(page);
	}
}

/** What to do when nothing has come so far. */
function firstSteps(): TemplateResult {
	if (!model.isComplete) return html`<div class="empty"><h2>Connecting …</h2></div>`;
	const isTexts = view.tab === 'texts' && model.requests.length > 0;
	return html`<div class="empty">
		<h2>${isTexts ? 'No event so far' : 'Nothing has arrived yet'}</h2>
		<p>
			${
				isTexts
					? html`Requests have arrived, but none that could send a text. Send an event, or subscribe someone.`
					: html`This page shows requests as they arrive. Run a workflow with the Attentive node and these
						values in its credential:`
			}
		</p>
		<dl class="facts">
			<div>
				<dt>Base URL</dt>
				<dd><code>${location.origin}</code></dd>
			</div>
			<div>
				<dt>API key</dt>
				<dd>Printed in the terminal where the sandbox was started</dd>
			</div>
		</dl>
		<p>Or send a request from a terminal, with that key in place of <code>API_KEY</code>:</p>
		<pre tabindex="0">
curl ${location.origin}/v1/events/custom \\
  -H 'Authorization: Bearer API_KEY' -H 'Content-Type: application/json' \\
  -d '{"type": "Order Shipped", "user": {"phone": "+12063996576"}}'</pre>
		<p class="muted">
			A text is sent only if a journey starts with the event and the phone is subscribed. Otherwise this page
			shows the reason.
		</p>
	</div>`;
}

function detailsOf(chosen: NonNullable<View['chosen']>): TemplateResult {
	switch (chosen.tab) {
		case 'texts':
			return outcomeDetails(page, chosen.entry);
		case 'requests':
			return requestDetails(page, chosen.entry);
		case 'people':
			return personDetails(page, chosen.entry);
		case 'webhooks':
			return deliveryDetails(page, chosen.entry);
	}
}

function countOf(tab: Tab): TemplateResult | typeof nothing {
	const counts: Partial<Record<Tab, number>> = {
		texts: model.counts.sent,
		requests: model.counts.requests,
		people: model.allPeople.length,
		journeys: model.surroundings.journeys.length,
		webhooks: model.surroundings.webhooks.length,
	};
	const count = counts[tab];
	return count === undefined || count === 0 ? nothing : html` <span class="count">${number(count)}</span>`;
}

function choose(tab: Tab): void {
	view.tab = tab;
	view.opened = false;
	history.replaceState(null, '', `#${tab}`);
	drawSoon();
}

function close(): void {
	view.opened = false;
	draw();
	document.querySelector<HTMLElement>('entry-list')?.focus();
}

function onTabKey(event: KeyboardEvent): void {
	const at = tabs.indexOf(view.tab);
	const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
	if (to === undefined) return;
	event.preventDefault();
	const tab = tabs[(to + tabs.length) % tabs.length];
	if (tab === undefined) return;
	choose(tab);
	draw();
	document.getElementById(`tab-${tab}`)?.focus();
}

document.addEventListener('keydown', (event) => {
	const { target } = event;
	const isTyping = target instanceof HTMLInputElement && target.type === 'search';
	if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
		const field = document.querySelector<HTMLInputElement>('input[type="search"]');
		if (field === null) return;
		event.preventDefault();
		field.focus();
		field.select();
	}
	if (event.key !== 'Escape') return;
	if (isTyping && target.value !== '') {
		page.search(view.tab, '');
	} else if (view.opened && narrow.matches) {
		close();
	} else {
		page.set({ chosen: undefined, opened: false });
		document.querySelector<HTMLElement>('entry-list')?.focus();
	}
});
narrow.addEventListener('change', drawSoon);
// The plot moves on although nothing comes.
setInterval(() => {
	if (view.tab === 'rate') drawSoon();
}, 1_000);

draw();
connect(
	'/_sandbox/window/events',
	(batch) => {
		if (batch.fresh) {
			wholes.clear();
			view.chosen = undefined;
			view.opened = false;
		}
		model.apply(batch);
		drawSoon();
	},
	(connection) => page.set({ connection }),
);
