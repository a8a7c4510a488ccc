/**
 * jest runs code in a realm of its own, where an error of Node's core modules (no such file, connection refused) is not
 * an `instanceof Error`. n8n and nodes rely on that it is: without this, writing a new file fails. Does nothing outside
 * jest.
 */
import { readFileSync } from 'node:fs';
import { types } from 'node:util';

function coreErrorsAreErrors(): boolean {
	try {
		readFileSync('/no such file');
	} catch (error) {
		return error instanceof Error;
	}
	return true;
}

if (!coreErrorsAreErrors()) {
	const isInstance = Function.prototype[Symbol.hasInstance];
	Object.defineProperty(Error, Symbol.hasInstance, {
		// Subclasses inherit this; for them the usual answer stands.
		value(this: unknown, value: unknown) {
			return isInstance.call(this, value) || (this === Error && types.isNativeError(value));
		},
	});
}
