import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { version as n8nWorkflow } from 'n8n-workflow/package.json';
import { version as n8nCore } from 'n8n-core/package.json';

const docs = resolve(__dirname, '../../docs');
const page = join(docs, 'reliability.md');

const reportSchema = z.object({
	/** What repeats this run exactly, as in `npm run storm -- --seed 1`. */
	command: z.string(),
	seed: z.number().optional(),
	/** How long it took, in seconds. */
	seconds: z.number(),
	columns: z.array(z.string()),
	/** One for each kind of fault or thing that was attacked, in the order of the columns. */
	rows: z.array(z.array(z.union([z.string(), z.number()]))),
});
/** What a run of an attack counted. */
export type Report = z.infer<typeof reportSchema>;

const keptSchema = reportSchema.extend({
	/** Day of the run, as in 2026-11-30. */
	day: z.string(),
	/** What ran: the commit, shortened. */
	commit: z.string(),
	machine: z.object({ cores: z.number(), processor: z.string() }),
	versions: z.record(z.string(), z.string()),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * Keeps what the long form of a command counted: docs/reliability/<name>.json, and from it the table between
 * `<!-- name -->` and `<!-- end of name -->` on docs/reliability.md. Throws where the page has no such place.
 */
export function keepReport(name: string, report: Report): void {
	const kept: Kept = {
		...report,
		day: new Date().toISOString().slice(0, 10),
		commit: execFileSync('git', ['rev-parse', '--short=9', 'HEAD'], { cwd: docs, encoding: 'utf8' }).trim(),
		machine: { cores: cpus().length, processor: cpus()[0]?.model.trim() ?? '' },
		versions: { node: process.version, 'n8n-core': n8nCore, 'n8n-workflow': n8nWorkflow },
	};
	mkdirSync(join(docs, 'reliability'), { recursive: true });
	writeFileSync(fileOf(name), `${JSON.stringify(kept, undefined, '\t')}\n`);
	writeFileSync(page, withTable(readFileSync(page, 'utf8'), name, kept));
}

const fileOf = (name: string) => join(docs, 'reliability', `${name}.json`);

/** The report that is kept under a name. Throws where there is none. */
export function keptReport(name: string): Kept {
	return keptSchema.parse(JSON.parse(readFileSync(fileOf(name), 'utf8')));
}

/** A page with the table of a report in its place. */
export function withTable(text: string, name: string, kept: Kept): string {
	const begin = `<!-- ${name} -->`;
	const end = `<!-- end of ${name} -->`;
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`${page} has no place for ${name}.`);
	return `${before}${begin}\n\n${section(kept)}\n\n${end}${after}`;
}

function section({ command, seconds, columns, rows, day, commit, machine, versions }: Kept): string {
	const line = (cells: (string | number)[]) =>
		`| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
	const runs = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
	const minutes = seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
	return [
		[line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n'),
		[
			`\`${command}\`: ${minutes} on ${day}, commit ${commit},`,
			`on ${machine.cores} cores (${machine.processor}), ${runs.join(', ')}.`,
		].join(' '),
	].join('\n\n');
}
