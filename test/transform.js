'use strict';

// Jest reads CommonJS. esbuild makes it of TypeScript and of ES modules in a fraction of the compiler's time, which
// counts where no cache is: in CI. It checks no types; the build does.

const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

const options = {
	format: 'cjs',
	target: 'node20',
	// Jest's modules know require only.
	supported: { 'dynamic-import': false },
	sourcemap: 'inline',
	sourcesContent: false,
};

module.exports = {
	process(source, path) {
		const loader = path.endsWith('.ts') ? 'ts' : 'js';
		return { code: esbuild.transformSync(source, { ...options, loader, sourcefile: path }).code };
	},
	getCacheKey: (source, path, { instrument }) =>
		createHash('sha256')
			.update(JSON.stringify([esbuild.version, options, path, instrument]))
			.update(source)
			.digest('hex'),
};
