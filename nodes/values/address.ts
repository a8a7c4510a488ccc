const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Mostly this machine, but a network may have another one of such a name. */
const BELOW_LOCALHOST = /^([^.]+\.)*localhost\.?$/;

/** Whether an address leads, or may lead, to the machine on which n8n runs, in any notation of it. */
export function isThisMachine(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { hostname } = new URL(address);
	return LOOPBACK.test(hostname) || BELOW_LOCALHOST.test(hostname);
}

/** Whether what goes to an address is read by nobody else: over https, or on this machine. */
export function isHttpsOrThisMachine(address: string): boolean {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
}
