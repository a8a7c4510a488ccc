/**
 * npm run demo: the workflow of examples/loyalty-points.json, as it would be imported into n8n, in n8n's own engine and
 * against the sandbox, while that of examples/sent-texts.json hears of each text. It ends with what became of every row,
 * and with exit code 1 if that does not add up. `npm run demo -- --keep` goes on until Ctrl-C, so that one can look at what
 * arrived in the sandbox's window.
 */
import { relative, resolve } from 'node:path';
import { countsOf, whatDoesNotAddUp } from './addUp';
import { filesIn, prepareLoyaltyFlow, workflowFile } from './loyaltyFlow';
import { membersFile } from './makeMembers';
import { progressDisplay } from './progressLine';
import { deliveryReport, lastLine, noTextTable, rejectionTable } from './report';
import { sentTextsWorkflowFile } from './sentTextsFlow';

const outFolder = resolve(__dirname, '../out');
const { rejectedFile, textsFile } = filesIn(outFolder);

async function main(keep: boolean): Promise<number> {
	say(
		`Running ${shortened(workflowFile)} in n8n on ${shortened(membersFile)}, against the sandbox;`,
		`${shortened(sentTextsWorkflowFile)} receives each text that is sent`,
	);
	const flow = await prepareLoyaltyFlow(outFolder, { window: keep });
	try {
		const progress = progressDisplay(process.stdout);
		const outcome = await flow.run(progress.show).finally(progress.stop);
		const counts = countsOf(outcome);
		const problems = whatDoesNotAddUp(outcome);
		say(
			`It took ${(outcome.took / 1000).toFixed(1)} s.`,
			'',
			`${counts.rejected} rows were rejected. They are in ${shortened(rejectedFile)}, with the reasons:`,
			rejectionTable(outcome.rejections),
			'',
			`${counts.events} events were sent, and ${counts.texted} of them became a text. The others did not, because the member ...`,
			noTextTable(outcome.noTexts),
			'',
			`${deliveryReport(outcome)} ${shortened(textsFile)} lists who got a text.`,
			'',
			...problems.map((problem) => `The numbers do not add up. ${problem}`),
			lastLine(counts),
		);
		if (keep) {
			say('', `What arrived: ${flow.sandbox.url}/ (open it in a browser; Ctrl-C ends it)`);
			await stopped();
		}
		return problems.length === 0 ? 0 : 1;
	} finally {
		await flow.close();
	}
}

/** Until somebody ends the demo: the sandbox, which listens, keeps the process alive. */
async function stopped(): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
	});
}

function shortened(path: string): string {
	const near = relative(process.cwd(), path);
	return near.startsWith('..') ? path : near;
}

function say(...lines: string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

main(process.argv.slice(2).includes('--keep'))
	.then((exitCode) => {
		process.exitCode = exitCode;
	})
	.catch((error: unknown) => {
		process.stderr.write(
			`The demo could not run: ${error instanceof Error ? error.message : String(error)}\n`,
		);
		process.exitCode = 1;
	});
