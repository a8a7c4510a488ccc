import { DataDeduplicationService } from 'n8n-core';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { createHash } from 'node:crypto';

/**
 * The store behind `helpers.checkProcessedAndRecord` and n8n's Remove Duplicates, in memory. As n8n's own: one list of
 * hashes for each workflow, or each node of it (by node ID), oldest first; equal values in one call all count as new;
 * with `maxEntries` only the last ones stay. Each call reads the list, and writes it whole a moment later, without a lock. Only mode 'entries'.
 */
class MemoryDeduplicator implements IDataDeduplicator {
	private readonly lists = new Map<string, string[]>();

	async checkProcessedAndRecord(
		values: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		checkMode(options);
		const known = await this.read(scope, context);
		const before = new Set(known);
		const fresh: DeduplicationItemTypes[] = [];
		const processed: DeduplicationItemTypes[] = [];
		for (const value of values) {
			const hash = hashOf(value);
			if (before.has(hash)) {
				processed.push(value);
			} else {
				fresh.push(value);
				known.push(hash);
			}
		}
		if (options.maxEntries) known.splice(0, known.length - options.maxEntries);
		await this.write(known, scope, context);
		return { new: fresh, processed };
	}

	async removeProcessed(
		values: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		checkMode(options);
		const known = await this.read(scope, context);
		for (const value of values) {
			const index = known.indexOf(hashOf(value));
			if (index !== -1) known.splice(index, 1);
		}
		await this.write(known, scope, context);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		await this.write([], scope, context);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<number> {
		checkMode(options);
		return (await this.read(scope, context)).length;
	}

	clear(): void {
		this.lists.clear();
	}

	private async read(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<string[]> {
		await databaseTakes();
		return [...(this.lists.get(placeOf(scope, context)) ?? [])];
	}

	private async write(
		list: string[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		await databaseTakes();
		this.lists.set(placeOf(scope, context), list);
	}
}

function placeOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return JSON.stringify([workflow.id, scope === 'node' ? (node?.id ?? '') : null]);
}

/** Others may come in between, as with a real database. */
async function databaseTakes(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 1));
}

function checkMode({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new UserError(`Embedded n8n cannot deduplicate in mode "${mode}"`);
}

function hashOf(value: DeduplicationItemTypes): string {
	return createHash('md5').update(value.toString()).digest('base64');
}

let deduplicator: MemoryDeduplicator | undefined;

/** n8n takes one store for the process, and only once; every EmbeddedN8n shares it. */
export async function startDeduplication(): Promise<{ clear(): void }> {
	if (!deduplicator) {
		deduplicator = new MemoryDeduplicator();
		await DataDeduplicationService.init(deduplicator);
	}
	return deduplicator;
}
