import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { version as n8nWorkflow } from 'n8n-workflow/package.json';
import { version as n8nCore } from 'n8n-core/package.json';
import type { Bench, Figure } from './bench';
import { plot } from './plot';
import { markdownTable } from './table';

/** Where figures of record are kept. */
const folder = resolve(__dirname, '../../docs/performance');

const goalSchema = z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]);
const recordSchema = z.object({
	/** Day of the measurement, as in 2026-11-30. */
	day: z.string(),
	machine: z.object({ cores: z.number(), processor: z.string() }),
	versions: z.record(z.string(), z.string()),
	figures: z.array(
		z.object({
			what: z.string(),
			against: z.string(),
			rounds: z.array(z.number()),
			goal: goalSchema.optional(),
			measured: z.string().optional(),
		}),
	),
});
type Record = z.infer<typeof recordSchema>;

/** Keeps the figures of a bench, with what they were measured on. */
export function keep({ name, about }: Bench, figures: Figure[]): void {
	mkdirSync(folder, { recursive: true });
	const kept: Record = {
		day: new Date().toISOString().slice(0, 10),
		machine: { cores: cpus().length, processor: cpus()[0]?.model.trim() ?? '' },
		versions: { node: process.version, 'n8n-core': n8nCore, 'n8n-workflow': n8nWorkflow },
		figures,
	};
	writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept, undefined, '\t')}\n`);
	writeFileSync(join(folder, `${name}.svg`), plot(about, figures));
}

function kept(name: string): Record | undefined {
	const file = join(folder, `${name}.json`);
	return existsSync(file) ? recordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** Writes the tables of the page anew from all figures that are kept. */
export function writePage(benches: Bench[]): void {
	const file = join(folder, 'README.md');
	const page = readFileSync(file, 'utf8');
	const [before, rest] = page.split(BEGIN);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) throw new Error(`${file} has no place for the figures.`);
	const sections = benches.flatMap((bench) => {
		const record = kept(bench.name);
		return record ? [section(bench, record)] : [];
	});
	writeFileSync(file, `${before}${BEGIN}\n\n${sections.join('\n\n')}\n\n${END}${after}`);
}

function section({ name, about }: Bench, { day, machine, versions, figures }: Record): string {
	const runs = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
	return [
		`### ${name}`,
		about,
		markdownTable(figures),
		`![The ratios of ${name} as bars](${name}.svg)`,
		`Measured on ${day} on ${machine.cores} cores (${machine.processor}), ${runs.join(', ')}: \`npm run bench -- ${name}\`.`,
	].join('\n\n');
}
