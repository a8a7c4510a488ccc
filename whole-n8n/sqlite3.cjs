/**
 * n8n's AI Agent loads sqlite3, for the SQL agent on a SQLite file alone, and cannot be loaded without it. sqlite3 is
 * compiled when it is installed, which takes a compiler and more than a minute. Where it is not compiled, n8n gets this
 * file in its place: node loads it before n8n (--require).
 */
const { existsSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const standIn = pathToFileURL(__filename).href;

// Node 20 does not have it, nor does it run a version of n8n that needs this.
registerHooks?.({
	resolve(specifier, context, nextResolve) {
		// One that was compiled elsewhere.
		const compiled = process.env.ATTENTIVE_SQLITE3;
		if (specifier === 'sqlite3' && compiled) return nextResolve(compiled, context);
		const resolved = nextResolve(specifier, context);
		if (specifier !== 'sqlite3' || existsSync(new URL('../build/Release/node_sqlite3.node', resolved.url))) {
			return resolved;
		}
		return { url: standIn, format: 'commonjs', shortCircuit: true };
	},
});

exports.Database = class {
	constructor(_file, done) {
		done(new Error('SQLite files cannot be opened here, because sqlite3 is not compiled.'));
	}

	close() {}
};
