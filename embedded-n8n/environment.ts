/**
 * Prepares the process for n8n's packages. Must be imported before n8n-core: n8n reads these variables once, when its
 * first service is made.
 */
import './coreErrors';
import 'reflect-metadata';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Not a secret: it encrypts nothing that outlives the process. */
const ENCRYPTION_KEY = 'embedded-n8n-holds-no-secrets-of-anyone';

/**
 * n8n's user folder, outside the home directory. One fixed folder for each user, so that test runs leave nothing new
 * behind; several processes may share it, because the one file that n8n wants in it is put there whole beforehand.
 */
export const userFolder = prepareUserFolder();

function prepareUserFolder(): string {
	const folder = join(tmpdir(), `embedded-n8n-${process.getuid?.() ?? 'user'}`);
	const n8nFolder = join(folder, '.n8n');
	mkdirSync(n8nFolder, { recursive: true });
	mkdirSync(join(folder, 'files'), { recursive: true });
	const draft = join(n8nFolder, `config-${process.pid}`);
	writeFileSync(draft, JSON.stringify({ encryptionKey: ENCRYPTION_KEY }));
	chmodSync(draft, 0o600);
	renameSync(draft, join(n8nFolder, 'config'));
	return folder;
}

Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	// 'default' keeps binary data in memory, inside the items.
	N8N_DEFAULT_BINARY_DATA_MODE: 'default',
	// Empty would allow every file; startEmbeddedN8n adds the folders that it is given.
	N8N_RESTRICT_FILE_ACCESS_TO: join(userFolder, 'files'),
});
