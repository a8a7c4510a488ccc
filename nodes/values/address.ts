const LOOPBACK = /^(([^.]+\.)*localhost\.?|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address leads to the machine on which n8n runs, in any notation of it. */
export function isThisMachine(address: string): boolean {
	return URL.canParse(address) && LOOPBACK.test(new URL(address).hostname);
}

/** Whether what goes to an address is read by nobody else: over https, or on this machine. */
export function isHttpsOrThisMachine(address: string): boolean {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	return url?.protocol === 'https:' || (url?.protocol === 'http:' && isThisMachine(address));
}
