import { endpoints } from '../api';
import type { Account } from '../attentive/account';
import type { Surroundings, Table } from './messages';
import { hours, startOf } from './words';

/** Rows of one table; of more, the newest. */
const mostRows = 200;

/** What an account has besides what happened to it. */
export function surroundings(account: Account): Surroundings {
	return {
		webhooks: webhooks(account),
		journeys: account.journeys.list().map((journey) => ({
			name: journey.name,
			start: startOf(journey),
			subscriptionType: journey.subscriptionType,
			quietHours: journey.quietHours === null ? null : hours(journey.quietHours),
			attributesNeeded: journey.attributesNeeded ?? [],
			waits: 'trigger' in journey && journey.trigger === 'abandonedCart',
		})),
		endpoints: account.requests
			.list(endpoints.map(({ name }) => name))
			.filter(({ total }) => total > 0)
			.map(({ endpoint, total, statuses, peakPerSecond }) => {
				const usual = endpoints.find(({ name }) => name === endpoint)?.requestsPerSecond ?? 0;
				return { endpoint, total, statuses, peak: peakPerSecond, limit: account.limits.of(endpoint, usual) };
			}),
		tables: tables(account),
	};
}

/** Without their signing keys. */
function webhooks({ webhooks }: Account): Surroundings['webhooks'] {
	const removed = new Set(webhooks.listRemoved());
	return [...webhooks.list(), ...removed].map((webhook) => {
		const { id, app, url, events, byHand, disabledAt } = webhook.record();
		return { id, app, url, events, byHand, disabledAt, deleted: removed.has(webhook) };
	});
}

function tables({ offers, segments, bulkJobs, catalog, privacyRequests }: Account): Table[] {
	return [
		{
			title: 'Offers',
			none: 'No offers. Add one with POST /_sandbox/offers.',
			columns: ['ID', 'Window', 'Codes', 'Uploads'],
			rows: newest(
				offers
					.list()
					.map(({ id, window, codeCount, uploads }) => [
						`${id}`,
						window,
						`${codeCount}`,
						`${uploads.length}`,
					]),
			),
		},
		{
			title: 'Segments',
			none: 'No segments.',
			columns: ['ID', 'Name', 'Members', 'Updated', 'State'],
			rows: newest(
				segments
					.list()
					.map((segment) => segment.record())
					.map(({ externalId, name, memberCount, updated, archived }) => [
						externalId,
						name,
						`${memberCount}`,
						updated,
						archived ? 'archived' : 'active',
					]),
			),
		},
		{
			title: 'Bulk jobs',
			none: 'No bulk jobs.',
			columns: ['ID', 'Endpoint', 'Status', 'Records', 'Done', 'Refused', 'Due'],
			rows: newest(
				bulkJobs
					.list()
					.map(({ bulkJobId, endpoint, status, totalRecords, done, refused, dueAt }) => [
						bulkJobId,
						endpoint,
						status,
						`${totalRecords}`,
						`${done}`,
						`${refused}`,
						dueAt,
					]),
			),
		},
		{
			title: 'Catalog uploads',
			none: 'No catalog uploads.',
			columns: ['ID', 'Status', 'Received', 'Processed', 'Errors', 'Created'],
			rows: newest(
				catalog
					.listUploads()
					.map((upload) => upload.record())
					.map(({ uploadId, status, productsReceived, productsProcessed, errors, createdAt }) => [
						uploadId,
						status,
						`${productsReceived}`,
						`${productsProcessed}`,
						`${errors.length}`,
						createdAt,
					]),
			),
		},
		{
			title: 'Privacy requests',
			none: 'No privacy requests.',
			columns: ['ID', 'About', 'Requested', 'Due', 'State'],
			rows: newest(
				privacyRequests
					.list()
					.map(({ id, subject, requestedAt, dueAt, processed }) => [
						id,
						Object.values(subject).join(', '),
						new Date(requestedAt).toISOString(),
						new Date(dueAt).toISOString(),
						processed ? 'deleted' : 'waiting',
					]),
			),
		},
	];
}

function newest(rows: string[][]): string[][] {
	return rows.slice(-mostRows).reverse();
}
