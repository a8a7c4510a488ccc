import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, 'page');

export interface Page {
	html: string;
	script: string;
	style: string;
}

let made: Promise<Page> | undefined;

/** The page, ready for browsers: made when somebody first opens it, in memory, and then kept. */
export function pageBundle(): Promise<Page> {
	made ??= make().catch((error: unknown) => {
		made = undefined;
		throw error;
	});
	return made;
}

async function make(): Promise<Page> {
	// Not before: most sandboxes never show their window.
	const { build } = await import('esbuild');
	const { outputFiles } = await build({
		entryPoints: [join(folder, 'main.ts')],
		outdir: folder,
		bundle: true,
		minify: true,
		write: false,
		format: 'esm',
		target: 'es2022',
		logLevel: 'silent',
		legalComments: 'none',
		tsconfig: join(folder, 'tsconfig.json'),
	});
	const output = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
	return {
		html: readFileSync(join(folder, 'page.html'), 'utf8'),
		script: output('.js'),
		style: output('.css'),
	};
}
