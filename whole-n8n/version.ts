/** The n8n that this project is made with. */
export const usualN8nVersion = '2.41.1';

/** The n8n to install and start. The environment variable `N8N_VERSION` selects another, such as 1.123.81. */
export const n8nVersion = process.env.N8N_VERSION || usualN8nVersion;

const [major = NaN, minor = NaN] = /^\d+\.\d+\.\d+$/.test(n8nVersion)
	? n8nVersion.split('.').map(Number)
	: [];
if (Number.isNaN(major))
	throw new Error(`N8N_VERSION is "${n8nVersion}". Give it a version such as ${usualN8nVersion}.`);

/** Whether the n8n to start is older than `version`, such as 2.36. */
export function isBefore(version: `${number}.${number}`): boolean {
	const [otherMajor = 0, otherMinor = 0] = version.split('.').map(Number);
	return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** The Node to run it with: n8n refuses to start on others. Node 22 suits every n8n from 1.123 to 2.35. */
export const nodeVersion = isBefore('2.36') ? '22' : '24';
