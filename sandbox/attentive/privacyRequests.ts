import { randomBytes } from 'node:crypto';

export interface DeletionSubject {
	email?: string | undefined;
	phone?: string | undefined;
	clientUserId?: string | undefined;
}

export interface PrivacyRequest {
	id: string;
	subject: DeletionSubject;
	requestMsg: string | undefined;
	/** Milliseconds since 1970, by the sandbox's clock. */
	requestedAt: number;
	dueAt: number;
	processed: boolean;
}

export class PrivacyRequests {
	private readonly byId = new Map<string, PrivacyRequest>();

	file(request: Omit<PrivacyRequest, 'id' | 'processed'>): PrivacyRequest {
		const filed = { ...request, id: randomBytes(8).toString('hex'), processed: false };
		this.byId.set(filed.id, filed);
		return filed;
	}

	find(id: string): PrivacyRequest | undefined {
		return this.byId.get(id);
	}

	list(): PrivacyRequest[] {
		return [...this.byId.values()];
	}

	/** Carries out what is due, at once: Attentive takes up to thirty days (OpenAPI). */
	process(now: number, erase: (subject: DeletionSubject, dueAt: number) => void): void {
		for (const request of this.byId.values()) {
			if (request.processed || request.dueAt > now) continue;
			request.processed = true;
			erase(request.subject, request.dueAt);
		}
	}
}
