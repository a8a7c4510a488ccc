/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { isolatedModules: true, diagnostics: false }] },
	// n8n's own packages are large: one worker a core, each kept small.
	maxWorkers: 2,
	workerIdleMemoryLimit: '1500MB',
};
