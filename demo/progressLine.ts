import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Progress } from './loyaltyFlow';

/** Shows how far the flow is. */
export interface ProgressDisplay {
	show(progress: Progress): void;
	stop(): void;
}

/** Three bars on a terminal, elsewhere (in a log) a line whenever a step has ended. */
export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
	return stream.isTTY ? bars(stream) : plainLines(stream);
}

const steps = [
	{ step: 'attributes', doing: 'Setting attributes ', done: 'Attributes set' },
	{ step: 'events', doing: 'Sending events     ', done: 'Events sent' },
] as const;

function bars(stream: NodeJS.WriteStream): ProgressDisplay {
	const multiBar = new MultiBar(
		{ stream, format: '{doing} [{bar}] {value} of {total}{told}', hideCursor: true, clearOnComplete: false },
		Presets.legacy,
	);
	const shown = new Map<string, SingleBar>();
	return {
		show(progress) {
			let total = progress.rows;
			for (const { step, doing } of steps) {
				const { sent, ended } = progress[step];
				if (total !== undefined) {
					const bar = shown.get(step) ?? multiBar.create(total, 0, { doing, told: '' });
					shown.set(step, bar);
					// What is rejected before it is sent never reaches Attentive: known when the step has ended.
					bar.setTotal(ended?.accepted ?? total);
					bar.update(ended?.accepted ?? sent, { told: ended ? `, ${ended.rejected} rejected` : '' });
				}
				total = ended?.accepted;
			}
			const { sent, told } = progress.texts;
			if (sent === 0) return;
			const bar = shown.get('texts') ?? multiBar.create(sent, 0, { doing: 'Reporting texts    ', told: '' });
			shown.set('texts', bar);
			bar.setTotal(sent);
			bar.update(told);
		},
		stop: () => multiBar.stop(),
	};
}

function plainLines(stream: NodeJS.WriteStream): ProgressDisplay {
	const told = new Set<string>();
	const tell = (line: string) => {
		if (told.has(line)) return;
		told.add(line);
		stream.write(`${line}\n`);
	};
	return {
		show(progress) {
			if (progress.rows !== undefined) tell(`${progress.rows} rows read`);
			for (const { step, done } of steps) {
				const { ended } = progress[step];
				if (ended) tell(`${done}: ${ended.accepted}, rejected: ${ended.rejected}`);
			}
			const { sent, told, ended } = progress.texts;
			if (ended) tell(`Texts sent: ${sent}, reported: ${told}`);
		},
		stop: () => {},
	};
}
