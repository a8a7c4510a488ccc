import { buildSync } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(__dirname, '../../..');
const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

const billSchema = z.object({
	bomFormat: z.literal('CycloneDX'),
	components: z.array(
		z.object({
			name: z.string(),
			version: z.string(),
			licenses: z.array(z.object({ license: z.object({ id: z.string() }) })),
			purl: z.string(),
		}),
	),
});
const bill = billSchema.parse(json('dist/sbom.cdx.json'));

/** Licences under which code may be inside an MIT package with no more than their text. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']);

/** The libraries whose files the sources of the package reach, found without the build. */
function reached(): string[] {
	const { n8n } = z
		.object({ n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }) })
		.parse(json('package.json'));
	const { metafile } = buildSync({
		absWorkingDir: root,
		entryPoints: [...n8n.nodes, ...n8n.credentials].map((file) =>
			file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
		),
		bundle: true,
		platform: 'node',
		external: ['n8n-workflow', 'luxon'],
		outdir: 'unused',
		write: false,
		metafile: true,
		logLevel: 'silent',
	});
	const libraries = Object.keys(metafile.inputs).map(
		(file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1],
	);
	return [...new Set(libraries.filter((library) => library !== undefined))].sort();
}

test('the bill of materials has every library that is inside the package, and no other', () => {
	expect(bill.components.map(({ name }) => name)).toEqual(reached());
});

test.each(bill.components)('$name $version: its licence allows it, and its text goes along', (component) => {
	expect(component.licenses.map(({ license }) => ALLOWED.has(license.id))).toEqual([true]);
	const installed = z
		.object({ version: z.string() })
		.parse(json(`node_modules/${component.name}/package.json`));
	expect(component.version).toBe(installed.version);
	expect(component.purl).toBe(`pkg:npm/${component.name}@${component.version}`);
	const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.js'),
	);
	const texts = files.map((file) => readFileSync(join(root, 'dist', file), 'utf8'));
	const licence = texts.find((text) => text.includes(`Bundled: ${component.name} ${component.version}`));
	expect(licence?.split(`Bundled: ${component.name}`)[1]).toMatch(/Copyright[\s\S]+WITHOUT WARRANTY/);
});

test('every package that development installs is pinned by a hash', () => {
	const { packages } = z
		.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() }).passthrough()) })
		.parse(json('package-lock.json'));
	const unpinned = Object.entries(packages).filter(
		([path, { integrity, bundled, inBundle }]) =>
			path !== '' && bundled !== true && inBundle !== true && !/^sha512-/.test(integrity ?? ''),
	);
	expect(unpinned.map(([path]) => path)).toEqual([]);
	expect(Object.keys(packages).length).toBeGreaterThan(100);
});
