const shared = require('../../jest.config.js');

/** npm run test:e2e: a whole n8n, a browser. Not part of `npm test`: its files end in .e2e.ts. */
/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: shared.testEnvironment,
	transform: shared.transform,
	transformIgnorePatterns: shared.transformIgnorePatterns,
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/startAll.ts',
	globalTeardown: '<rootDir>/test/e2e/stopAll.ts',
	// All suites use one n8n and one sandbox, which is reset between them.
	maxWorkers: 1,
	testTimeout: 120_000,
};
