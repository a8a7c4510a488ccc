import { median, reachesGoal, type Figure } from './bench';
import { ratioText } from './table';

const WIDTH = 860;
const LABEL = 430;
const ROW = 26;
const BAR = 12;
const TOP = 34;

const escaped = (text: string) =>
	text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/**
 * A picture of figures: a bar for each, its spread as a line, its goal as a mark. All bars have one scale, from 0.
 * The colors work on white and on black pages alike.
 */
export function plot(title: string, figures: Figure[]): string {
	const values = figures.flatMap(({ rounds, goal }) => [
		...rounds,
		goal === undefined ? 0 : 'atLeast' in goal ? goal.atLeast : goal.atMost,
	]);
	const largest = Math.max(1, ...values.filter(Number.isFinite));
	const scale = (WIDTH - LABEL - 90) / largest;
	const x = (value: number) => (LABEL + value * scale).toFixed(1);
	const height = TOP + figures.length * ROW + 10;
	const bars = figures.map((figure, row) => {
		const y = TOP + row * ROW;
		const { rounds, goal } = figure;
		const ratio = median(rounds);
		const middle = y + BAR / 2;
		const label = `${figure.what}, of ${figure.against}`;
		const mark =
			goal === undefined
				? ''
				: `<line x1="${x('atLeast' in goal ? goal.atLeast : goal.atMost)}" x2="${x('atLeast' in goal ? goal.atLeast : goal.atMost)}" y1="${y - 5}" y2="${y + BAR + 5}" class="goal"/>`;
		return [
			`<text x="${LABEL - 10}" y="${middle}" class="label">${escaped(label)}</text>`,
			`<rect x="${LABEL}" y="${y}" width="${(ratio * scale).toFixed(1)}" height="${BAR}" class="${reachesGoal(figure) ? 'bar' : 'missed'}"/>`,
			`<line x1="${x(Math.min(...rounds))}" x2="${x(Math.max(...rounds))}" y1="${middle}" y2="${middle}" class="spread"/>`,
			mark,
			`<text x="${Number(x(Math.max(...rounds))) + 8}" y="${middle}" class="value">${ratioText(figure)}</text>`,
		].join('\n');
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img">
<title>${escaped(title)}</title>
<style>
text { fill: #555; dominant-baseline: central; }
.label { text-anchor: end; }
.bar { fill: #3a7bd5; } .missed { fill: #d5533a; }
.spread { stroke: #12325e; stroke-width: 2; }
.goal { stroke: #e0a100; stroke-width: 2; stroke-dasharray: 3 2; }
@media (prefers-color-scheme: dark) { text { fill: #bbb; } .spread { stroke: #cfe0ff; } }
</style>
<text x="${LABEL}" y="14">${escaped(title)}. Dashed: the goal</text>
${bars.join('\n')}
</svg>
`;
}
