import { median, reachesGoal, type Figure } from './bench';

const number = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3));

export function ratioText({ rounds }: Figure): string {
	return number(median(rounds));
}

/** The spread, as in '0.971 to 0.978'; empty for one round. */
export function spreadText({ rounds }: Figure): string {
	return rounds.length < 2 ? '' : `${number(Math.min(...rounds))} to ${number(Math.max(...rounds))}`;
}

export function goalText({ goal }: Figure): string {
	if (goal === undefined) return '';
	return 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
}

export function verdict(figure: Figure): string {
	if (figure.goal === undefined) return '';
	return reachesGoal(figure) ? 'reached' : '**missed**';
}

/** Figures as lines for a terminal. */
export function lines(figures: Figure[]): string[] {
	return figures.map((figure) => {
		const missed = reachesGoal(figure) ? ' ' : '!';
		const goal = figure.goal === undefined ? '' : ` (goal: ${goalText(figure)})`;
		const spread = spreadText(figure);
		return [
			`${missed} ${ratioText(figure).padStart(7)}  ${figure.what}, of ${figure.against}${goal}`,
			...(spread === '' && figure.measured === undefined
				? []
				: [`           ${[spread, figure.measured].filter(Boolean).join('; ')}`]),
		].join('\n');
	});
}

/** Figures as a table in Markdown. */
export function markdownTable(figures: Figure[]): string {
	const rows = figures.map((figure) =>
		[
			figure.what,
			figure.against,
			ratioText(figure),
			spreadText(figure),
			goalText(figure),
			verdict(figure),
			figure.measured ?? '',
		]
			.map((cell) => cell.replaceAll('|', '\\|'))
			.join(' | '),
	);
	return [
		'| case | compared with | ratio | rounds | goal | | on this machine |',
		'| --- | --- | --- | --- | --- | --- | --- |',
		...rows.map((row) => `| ${row} |`),
	].join('\n');
}
