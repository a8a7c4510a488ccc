// n8n's nodes use some packages that are ES modules only; jest reads those after they have become CommonJS.
const modules = 'htmlparser2|domhandler|domutils|domelementtype|dom-serializer|entities|change-case';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// No test asserts a timing: a busy machine may take its time.
	testTimeout: 180_000,
	// Tests that mostly wait run side by side (test.concurrent), all those of a file.
	maxConcurrency: 30,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: {
		'^.+\\.ts$': '<rootDir>/test/transform.js',
		[`/node_modules/(.*/)?(${modules})/.+\\.js$`]: '<rootDir>/test/transform.js',
	},
	transformIgnorePatterns: [`/node_modules/(?!(.*/)?(${modules})/)`],
	// Tests wait for one another's servers more than they compute: four workers keep two cores busy. n8n's own packages are
	// large: each worker is kept small.
	maxWorkers: 4,
	workerIdleMemoryLimit: '1500MB',
};
