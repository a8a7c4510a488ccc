import { startService, type Service } from './service';

export interface MagentoOrder {
	entity_id: number;
	created_at: string;
	updated_at: string;
	[field: string]: unknown;
}

/** Magento's orders by REST, in pages of which there is never more than `most`. A page beyond the last is the last one again. */
export async function startMagento(
	orders: () => MagentoOrder[],
	token: string,
	most: number,
): Promise<Service> {
	return await startService(({ method, path, query, headers }) => {
		if (method !== 'GET' || path !== '/rest/V1/orders') return undefined;
		if (headers.authorization !== `Bearer ${token}`)
			return { status: 401, body: { message: "The consumer isn't authorized to access %resources." } };
		const one = (name: string) => query.get(`searchCriteria${name}`) ?? '';
		const filter = (group: number, name: string) => one(`[filter_groups][${group}][filters][0][${name}]`);
		const found = orders()
			.filter((order) =>
				[0, 1].every(
					(group) =>
						filter(group, 'condition_type') === 'gteq' &&
						String(order[filter(group, 'field')]) >= filter(group, 'value'),
				),
			)
			.sort((a, b) => a.entity_id - b.entity_id);
		if (one('[sortOrders][0][field]') !== 'entity_id') return undefined;
		const size = Math.min(Number(one('[pageSize]')), most);
		const last = Math.max(1, Math.ceil(found.length / size));
		const page = Math.min(Number(one('[currentPage]')), last);
		return {
			body: {
				items: found.slice((page - 1) * size, page * size),
				search_criteria: { page_size: size, current_page: page },
				total_count: found.length,
			},
		};
	});
}
