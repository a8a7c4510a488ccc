/** What is known of the account's custom events across requests. */
export class CustomEvents {
	private readonly creators = new Map<string, string>();
	private readonly seenIds = new Set<string>();

	/** The app that created an event type by sending its first event; other apps may not send it (OpenAPI). */
	creatorOf(type: string): string | undefined {
		return this.creators.get(type);
	}

	record(type: string, app: string, externalEventId: string | undefined): void {
		if (!this.creators.has(type)) this.creators.set(type, app);
		if (externalEventId !== undefined) this.seenIds.add(externalEventId);
	}

	/** An ID names one event (OpenAPI), so the same ID under another type counts as equal too (assumed). */
	hasSeen(externalEventId: string | undefined): boolean {
		return externalEventId !== undefined && this.seenIds.has(externalEventId);
	}
}
