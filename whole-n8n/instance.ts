import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Owner } from './rest';

/** What must be the same again at the next start, because n8n's database holds it. */
export interface Secrets {
	owner: Owner;
	databasePassword: string;
	sandboxApiKey: string;
}

const secretsSchema = z.object({
	owner: z.object({ email: z.string(), password: z.string() }),
	databasePassword: z.string(),
	sandboxApiKey: z.string(),
});

/** Made up at the first start in this folder, read at any later one. */
export function secretsIn(folder: string): Secrets {
	const file = join(folder, 'secrets.json');
	if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	const secrets: Secrets = {
		// n8n wants a capital letter and a number.
		owner: { email: 'owner@example.com', password: `Attentive-${randomBytes(4).toString('hex')}0` },
		databasePassword: randomBytes(16).toString('hex'),
		sandboxApiKey: randomBytes(16).toString('hex'),
	};
	mkdirSync(folder, { recursive: true });
	writeFileSync(file, JSON.stringify(secrets, null, '\t'), { mode: 0o600 });
	return secrets;
}
