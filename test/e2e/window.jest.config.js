const e2e = require('./jest.config.js');

/** npm run test:window: the suite of the sandbox's window alone, which needs a browser but no n8n. */
/** @type {import('jest').Config} */
module.exports = {
	...e2e,
	testMatch: ['**/window.e2e.ts'],
	globalSetup: undefined,
	globalTeardown: undefined,
};
