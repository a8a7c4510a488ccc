import { html, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import { number } from './format';
import type { Model, Second } from './model';
import type { Page } from './page';
import { facts } from './parts';

/** Seconds of the plot. */
const shownSeconds = 120;
/** Pixels, without the legend. */
const plotHeight = 280;

interface Rates {
	/** Seconds since 1970. */
	times: number[];
	/** Requests that the limit has let pass. */
	taken: number[];
	/** With those that it has not. */
	all: number[];
	limits: number[];
}

export function rateTab({ model, view, set }: Page): TemplateResult {
	const endpoints = model.surroundings.endpoints.filter(({ endpoint }) => model.rates.has(endpoint));
	const [busiest] = [...endpoints].sort((a, b) => b.total - a.total);
	const chosen = endpoints.find(({ endpoint }) => endpoint === view.endpoint) ?? busiest;
	if (chosen === undefined) {
		return html`<div class="empty">
			<h2>No requests yet</h2>
			<p>Here you see the requests per second and Attentive’s limit.</p>
		</div>`;
	}
	const rates = ratesOf(model, chosen.endpoint);
	const refused = chosen.statuses['429'] ?? 0;
	return html`<div class="scroll rate" tabindex="0" role="group" aria-label="Requests per second">
		<div class="toolbar">
			<label class="select">
				Endpoint
				<select
					@change=${(event: Event) => {
						if (event.target instanceof HTMLSelectElement) set({ endpoint: event.target.value });
					}}
				>
					${endpoints.map(
						({ endpoint }) =>
							html`<option value=${endpoint} ?selected=${endpoint === chosen.endpoint}>${endpoint}</option>`,
					)}
				</select>
			</label>
		</div>
		<section class="card">
			<rate-plot
				.rates=${rates}
				role="img"
				aria-label="Requests per second to ${chosen.endpoint}, the last two minutes"
			></rate-plot>
			${facts([
				['Limit', `${number(chosen.limit)} per second`],
				['Peak per second', number(chosen.peak)],
				['Total', number(chosen.total)],
				['Refused with 429', number(refused)],
			])}
		</section>
		<section class="card">
			<h3>All endpoints</h3>
			<div class="wide">
				<table>
					<thead>
						<tr>
							<th scope="col">Endpoint</th>
							<th scope="col" class="figure">Requests</th>
							<th scope="col" class="figure">Peak per second</th>
							<th scope="col" class="figure">Limit</th>
							<th scope="col">Responses</th>
						</tr>
					</thead>
					<tbody>
						${model.surroundings.endpoints.map(
							({ endpoint, total, peak, limit, statuses }) =>
								html`<tr>
									<td>${endpoint}</td>
									<td class="figure">${number(total)}</td>
									<td class="figure">${number(peak)}</td>
									<td class="figure">${number(limit)}</td>
									<td>
										${Object.entries(statuses).map(
											([status, count]) =>
												html`<span class="chip ${toneOf(status)}"
													>${status === 'noAnswer' ? 'no response' : status}: ${number(count)}</span
												> `,
										)}
									</td>
								</tr>`,
						)}
					</tbody>
				</table>
			</div>
		</section>
	</div>`;
}

function toneOf(status: string): string {
	if (status.startsWith('2')) return 'good';
	return status.startsWith('4') ? 'warn' : 'bad';
}

function ratesOf(model: Model, endpoint: string): Rates {
	const seconds = model.rates.get(endpoint) ?? new Map<number, Second>();
	const [any = 0] = seconds.keys();
	const phase = any % 1000;
	const last = Math.floor((Date.now() - phase) / 1000) * 1000 + phase;
	const rates: Rates = { times: [], taken: [], all: [], limits: [] };
	let [{ limit } = { limit: 0 }] = seconds.values();
	for (let ago = shownSeconds - 1; ago >= 0; ago -= 1) {
		const found = seconds.get(last - ago * 1000);
		if (found !== undefined) limit = found.limit;
		rates.times.push((last - ago * 1000) / 1000);
		rates.taken.push(found?.taken ?? 0);
		rates.all.push((found?.taken ?? 0) + (found?.refused ?? 0));
		rates.limits.push(limit);
	}
	return rates;
}

/** The plot itself, in the colors of the page. */
class RatePlot extends HTMLElement {
	private plot: uPlot | undefined;
	private shown: Rates = { times: [], taken: [], all: [], limits: [] };
	private readonly dark = matchMedia('(prefers-color-scheme: dark)');
	private readonly resized = new ResizeObserver(() => this.fit());

	connectedCallback(): void {
		this.dark.addEventListener('change', this.make);
		this.resized.observe(this);
		this.make();
	}

	disconnectedCallback(): void {
		this.dark.removeEventListener('change', this.make);
		this.resized.disconnect();
		this.plot?.destroy();
		this.plot = undefined;
	}

	set rates(rates: Rates) {
		this.shown = rates;
		this.plot?.setData(dataOf(rates));
	}

	private fit(): void {
		this.plot?.setSize({ width: this.clientWidth, height: plotHeight });
	}

	private readonly make = (): void => {
		this.plot?.destroy();
		const style = getComputedStyle(this);
		const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
		const axis = {
			stroke: color('muted'),
			grid: { stroke: color('line'), width: 1 },
			ticks: { stroke: color('line'), width: 1 },
			font: '12px system-ui, sans-serif',
		};
		const bars = uPlot.paths.bars?.({ size: [0.8, 12] });
		const steps = uPlot.paths.stepped?.({ align: 1 });
		this.plot = new uPlot(
			{
				width: this.clientWidth,
				height: plotHeight,
				cursor: { points: { show: false } },
				scales: { y: { range: (_plot, _low, high) => [0, Math.max(high * 1.15, 5)] } },
				axes: [axis, { ...axis, size: 44 }],
				series: [
					{},
					{
						label: 'Refused (429)',
						stroke: color('bad'),
						fill: color('bad'),
						...(bars && { paths: bars }),
						points: { show: false },
						value: (plot, _value, _series, index) => {
							if (index === null) return '–';
							return String((plot.data[1]?.[index] ?? 0) - (plot.data[2]?.[index] ?? 0));
						},
					},
					{
						label: 'Within the limit',
						stroke: color('accent'),
						fill: color('accent'),
						...(bars && { paths: bars }),
						points: { show: false },
					},
					{
						label: 'Limit',
						stroke: color('text'),
						width: 1.5,
						dash: [6, 4],
						...(steps && { paths: steps }),
						points: { show: false },
					},
				],
			},
			dataOf(this.shown),
			this,
		);
		this.fit();
	};
}

function dataOf({ times, all, taken, limits }: Rates): uPlot.AlignedData {
	return [times, all, taken, limits];
}

customElements.define('rate-plot', RatePlot);
