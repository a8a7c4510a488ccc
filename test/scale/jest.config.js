const shared = require('../../jest.config.js');

/** npm run test:scale: loads of the size that a few users have, counted. Not part of `npm test`: its files end in .scale.ts. */
/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: shared.testEnvironment,
	transform: shared.transform,
	transformIgnorePatterns: shared.transformIgnorePatterns,
	rootDir: '../..',
	roots: ['<rootDir>/test/scale'],
	testMatch: ['**/*.scale.ts'],
	maxWorkers: 1,
	testTimeout: 600_000,
};
