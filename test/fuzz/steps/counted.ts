import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { createContext, Script } from 'node:vm';
import { build, stop, type Plugin } from 'esbuild';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');

/** Begins the bundle. What is counted calls `countStep`; what counts reads and sets `stepCounter`. */
const COUNTER = `
const stepCounter = { steps: 0, most: Infinity };
function countStep() { if (++stepCounter.steps > stepCounter.most) throw new Error('too many steps'); }
`;

/**
 * Loads a file with all that it imports into a world of its own, where the code of the nodes and of the libraries in them counts its
 * steps: each call of a function and each round of a loop. Strings, lists and patterns are counted by `builtIns.ts`.
 */
export async function loadCounted(file: string): Promise<unknown> {
	const { outputFiles } = await build({
		entryPoints: [file],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		// Of n8n itself nothing is counted.
		external: ['n8n-workflow'],
		banner: { js: COUNTER },
		plugins: [counting],
		logLevel: 'silent',
	});
	// Its process would stay.
	await stop();
	const world = createContext({
		Buffer,
		URL,
		TextDecoder,
		TextEncoder,
		console,
		AbortController,
		performance,
		process,
		require: createRequire(file),
	});
	// In a function: what is global in such a world is slow to reach.
	const code = `(function (module, exports) {${outputFiles[0]?.text ?? ''};return module.exports;})({ exports: {} }, {})`;
	const loaded: unknown = new Script(code, { filename: `${file}.js` }).runInContext(world);
	return loaded;
}

const counting: Plugin = {
	name: 'counting',
	setup({ onLoad }) {
		onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
			if (path.startsWith(resolve(ROOT, 'test') + sep)) return undefined;
			return {
				contents: withCounts(readFileSync(path, 'utf8'), path),
				loader: path.endsWith('ts') ? 'ts' : 'js',
			};
		});
	},
};

/** Code that counts each call of a function and each round of a loop. */
export function withCounts(code: string, path: string): string {
	const added: Array<{ at: number; order: number; text: string }> = [];
	// Where several end at one place, the inner ends first.
	const around = (node: ts.Node, before: string, after: string) => {
		const order = added.length + 1;
		added.push(
			{ at: node.getStart(), order, text: before },
			{ at: node.getEnd(), order: -order, text: after },
		);
	};
	const visit = (node: ts.Node): void => {
		const body = countedBody(node);
		if (body && ts.isBlock(body))
			added.push({ at: body.getStart() + 1, order: added.length, text: 'countStep();' });
		else if (body && ts.isStatement(body)) around(body, '{countStep();', '}');
		else if (body) around(body, '(countStep(),', ')');
		ts.forEachChild(node, visit);
	};
	const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
	visit(file);
	const pieces: string[] = [];
	let from = 0;
	for (const { at, text } of added.sort((one, other) => one.at - other.at || one.order - other.order)) {
		pieces.push(code.slice(from, at), text);
		from = at;
	}
	return pieces.join('') + code.slice(from);
}

function countedBody(node: ts.Node): ts.Node | undefined {
	if (ts.isIterationStatement(node, false)) return node.statement;
	// A constructor may have to begin with super().
	if (ts.isFunctionLike(node) && 'body' in node && !ts.isConstructorDeclaration(node)) {
		const { body } = node;
		return body && (ts.isBlock(body) || ts.isArrowFunction(node)) ? body : undefined;
	}
	return undefined;
}
