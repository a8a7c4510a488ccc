import { isHttpsOrThisMachine, isThisMachine } from '../../../nodes/values/address';

test.each([
	['https://api.attentivemobile.com', true],
	['https://attentive.localhost', true],
	['http://localhost:3000', true],
	['http://127.0.0.1:3000', true],
	['http://[::1]:3000', true],
	['http://api.attentivemobile.com', false],
	['ftp://localhost', false],
	['localhost', false],
])('what goes to %s is read by nobody else: %s', (address, isSafe) => {
	expect(isHttpsOrThisMachine(address)).toBe(isSafe);
});

test.each(['http://attentive.localhost:3000', 'http://localhost.:3000'])(
	'%s may be another machine of a network (Docker, Traefik): nothing goes there unencrypted',
	(address) => {
		expect(isThisMachine(address)).toBe(true);
		expect(isHttpsOrThisMachine(address)).toBe(false);
	},
);
