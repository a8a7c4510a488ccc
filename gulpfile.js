'use strict';

// gulp build            dist/ anew: type check of the whole project, one bundle for each credential and library, one for each node and one
//                       for what both nodes need, icons and codex
// gulp checkPublished   type check of nodes/ and credentials/ alone (what is published)
// Add --silent to hear of failures only.

const { spawn } = require('node:child_process');
const { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, posix, relative, resolve } = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');
const pkg = require('./package.json');

/** What n8n supplies to a community node at run time. All else is in the package or fails the build. */
const SUPPLIED_BY_N8N = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto'];

/**
 * Files of libraries, apart from our own code and minified to keep the package small. The nodes share zod:
 * n8n supplies it as well, but moves from version 3 to 4.
 */
const LIBRARIES = new Map([
	['zod', 'dist/libraries/zod.js'],
	[resolve('nodes/values/phoneLibrary.ts'), 'dist/libraries/libphonenumber-js.js'],
]);

/** dist/nodes/X/X.node.js in package.json's n8n block comes from nodes/X/X.node.ts. */
const sourceOf = (output) => output.replace(/^dist\//, '').replace(/\.js$/, '.ts');

async function clean() {
	rmSync('dist', { recursive: true, force: true });
}

const checkTypes = () => typeCheck('tsconfig.json');
const checkPublished = () => typeCheck('tools/tsconfig.published.json');

/** In a process of its own, and incremental: the second check of unchanged code takes a moment. */
function typeCheck(project) {
	const cache = join('node_modules', '.cache', `${project.replace(/\W+/g, '-')}.tsbuildinfo`);
	const tsc = spawn(
		process.execPath,
		[
			require.resolve('typescript/bin/tsc'),
			'--noEmit',
			'-p',
			project,
			'--incremental',
			'--tsBuildInfoFile',
			cache,
		],
		{ stdio: ['ignore', 'inherit', 'inherit'] },
	);
	return new Promise((resolve, reject) => {
		tsc.on('error', reject);
		tsc.on('close', (code) => (code === 0 ? resolve() : reject(failure(`${project}: type check failed`))));
	});
}

async function bundle() {
	const inputs = await Promise.all([
		bundleNodes(),
		...pkg.n8n.credentials.map((output) =>
			bundleFile(sourceOf(output), output, { plugins: [librariesApart(output)] }),
		),
		...[...LIBRARIES].map(([source, output]) =>
			bundleFile(source, output, { minify: true, plugins: [modernPhoneLibrary] }),
		),
	]);
	writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(billOfMaterials(inputs.flat()), undefined, '\t')}\n`);
}

/** Our own code is not minified: n8n's reviewers and users read what they install. */
const CODE = { platform: 'node', target: 'node20', charset: 'utf8' };
const BUNDLE = {
	...CODE,
	bundle: true,
	external: SUPPLIED_BY_N8N,
	metafile: true,
	write: false,
	logLevel: 'warning',
};

/** What both nodes need goes into a file of its own. Only ES modules can be split; n8n loads CommonJS, which esbuild makes of them. */
async function bundleNodes() {
	const result = await esbuild.build({
		...BUNDLE,
		entryPoints: pkg.n8n.nodes.map(sourceOf),
		outbase: '.',
		outdir: 'dist',
		splitting: true,
		format: 'esm',
		// As deep as the nodes are, so that the libraries have the same path from there.
		chunkNames: 'nodes/shared/code',
		plugins: [librariesApart(pkg.n8n.nodes[0])],
	});
	const commonJs = {
		...CODE,
		format: 'cjs',
		banner: '"use strict";',
		// esbuild exports two getters for each name, one behind the other: every use of it would call both.
		footer: 'module.exports = { ...module.exports };',
	};
	return await keep(result, async (text) => (await esbuild.transform(text, commonJs)).code);
}

async function bundleFile(source, output, options) {
	const result = await esbuild.build({
		...BUNDLE,
		entryPoints: [source],
		outfile: output,
		format: 'cjs',
		...options,
	});
	return await keep(result, (text) => text);
}

/** Writes what esbuild has built, with the licences of the libraries in it, and gives the files that it was made of. */
async function keep({ warnings, outputFiles, metafile }, finished) {
	if (warnings.length > 0) throw failure('esbuild warns (see above)');
	const inputs = [];
	for (const { path, text } of outputFiles) {
		const output = relative('.', path).replaceAll('\\', '/');
		const built = metafile.outputs[output];
		const ours = [...Object.keys(metafile.outputs), ...LIBRARIES.values()];
		const forbidden = built.imports
			.map((one) => one.path)
			.filter((one) => ![...SUPPLIED_BY_N8N, ...ours].includes(one))
			.filter((one) => !ours.includes(posix.join(dirname(output), one)));
		if (forbidden.length > 0) {
			const names = [...new Set(forbidden)].join(', ');
			throw failure(`${output} would need ${names} at run time, which n8n does not supply`);
		}
		const files = Object.keys(built.inputs);
		mkdirSync(dirname(output), { recursive: true });
		writeFileSync(output, lean(await finished(text)) + librariesOf(files).map(licenceOf).join(''));
		inputs.push(...files);
	}
	return inputs;
}

/** esbuild names the source file before each part, and for ES modules the exports of a library: without these, the package is 2.5 kB smaller. */
function lean(text) {
	return text
		.replace(/^\/\/ (nodes|credentials)\/\S+\n/gm, '')
		.replace(/(\/\/ Annotate the CommonJS.*\n)?\b0 ?&& ?\(module\.exports ?= ?\{[^}]*\}\);/, '');
}

/**
 * libphonenumber-js exports its code for old browsers, and brings the same for today's engines, which is smaller. Its
 * data says also how numbers are formatted, which nothing here does. A test compares what is left with the whole.
 */
const modernPhoneLibrary = {
	name: 'modern-phone-library',
	setup(build) {
		build.onLoad({ filter: /libphonenumber-js[\\/]es6[\\/].*\.js$/ }, ({ path }) => {
			const modern = readFileSync(path.replace(/([\\/])es6([\\/])/, '$1es6-modern$2'), 'utf8');
			return {
				contents: COMPILES_PATTERNS.test(path)
					? COMPILED + modern.replace(/new RegExp\(/g, 'compiled(')
					: modern,
			};
		});
		build.onLoad({ filter: /libphonenumber-js[\\/]metadata\.max\.json\.js$/ }, ({ path }) => {
			const metadata = JSON.parse(readFileSync(path.replace(/\.js$/, ''), 'utf8'));
			for (const one of [metadata.countries, metadata.nonGeographic].flatMap(Object.values)) one[FORMATS] = 0;
			return { contents: `export default ${JSON.stringify(metadata)}` };
		});
	},
};

/** Files of the library that make patterns of its data anew for each number: the largest part of its time. Here each is made once. */
const COMPILES_PATTERNS = /(matchesEntirely|extractNationalNumberFromPossiblyIncompleteNumber)\.js$/;
const COMPILED = `const patterns = new Map();
function compiled(text) {
	let pattern = patterns.get(text);
	if (!pattern) patterns.set(text, (pattern = new RegExp(text)));
	return pattern;
}
`;

/** Where an entry of libphonenumber-js's data has the formats. */
const FORMATS = 4;

/** Imports of a library become imports of its file, such as ../../libraries/zod.js. */
function librariesApart(output) {
	return {
		name: 'libraries-apart',
		setup(build) {
			build.onResolve({ filter: /./ }, ({ path, resolveDir }) => {
				const library = LIBRARIES.get(path.startsWith('.') ? `${resolve(resolveDir, path)}.ts` : path);
				return library ? { path: posix.relative(dirname(output), library), external: true } : undefined;
			});
		},
	};
}

/** The libraries that files come from. */
function librariesOf(files) {
	const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean);
	return [...new Set(folders)].sort().map((folder) => ({
		folder,
		...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
	}));
}

/** The licences of the libraries inside a bundle ask for their text to go along. */
function licenceOf({ folder, name, version, license }) {
	const files = readdirSync(folder).filter((one) => /^(licen[cs]e|copying|notice)/i.test(one));
	if (files.length === 0) throw failure(`${name} is bundled and has no licence file`);
	const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
	return `\n/*!\nBundled: ${name} ${version}, licence ${license}\n\n${text.replaceAll('*/', '* /')}\n*/\n`;
}

/** What is inside the package, in the form that scanners read (CycloneDX). */
function billOfMaterials(files) {
	const component = ({ name, version, license }) => ({
		type: 'library',
		name,
		version,
		licenses: [{ license: { id: license } }],
		purl: `pkg:npm/${name}@${version}`,
	});
	return {
		bomFormat: 'CycloneDX',
		specVersion: '1.5',
		version: 1,
		metadata: { component: component(pkg) },
		components: librariesOf(files).map(component),
	};
}

/** dist/ keeps the folders of the source, so the same `file:` icon paths hold in both. */
function copy() {
	return gulp
		.src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false })
		.pipe(gulp.dest('dist'));
}

/** `--silent` swallows gulp's own report of an error, so say it here. */
function failure(message) {
	if (process.argv.includes('--silent')) console.error(message);
	return Object.assign(new Error(message), { showStack: false });
}

exports.clean = clean;
exports.checkTypes = checkTypes;
exports.checkPublished = checkPublished;
exports.bundle = gulp.series(bundle, copy);
exports.build = gulp.series(checkTypes, clean, bundle, copy);
exports.default = exports.build;
