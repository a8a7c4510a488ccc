import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import type { Settings, UnknownRequest } from './attentive/account';
import type { AttributeTypeRecord } from './attentive/attributeTypes';
import type { Fault } from './attentive/faults';
import type { Journey, NoText, Text } from './attentive/journeys';
import type { Latency } from './attentive/latencies';
import type { LedgerEntry } from './attentive/ledger';
import type { RequestCount } from './attentive/requestCounts';
import type { Permission } from './attentive/tokens';
import type { UserRecord } from './attentive/users';
import { controlPrefix, type SeedUser } from './controlRoutes';

export type {
	AttributeTypeRecord,
	Fault,
	Journey,
	Latency,
	LedgerEntry,
	NoText,
	Permission,
	RequestCount,
	SeedUser,
	Settings,
	Text,
	UnknownRequest,
	UserRecord,
};

/** A limit for one endpoint, or for all if none is named. */
export interface Limit {
	/** As in 'POST /v1/events/custom'. */
	endpoint?: string;
	/** Requests a second for each token. */
	perSecond: number;
}

/** Speaks to a sandbox's control API, also from another process. Throws with the sandbox's own words. */
export class SandboxControl {
	private readonly http: AxiosInstance;

	/** @param url the sandbox's address, as in http://127.0.0.1:8080 */
	constructor(url: string) {
		// The sandbox is on loopback: a proxy that the environment names cannot reach it.
		this.http = axios.create({ baseURL: `${url}${controlPrefix}`, proxy: false });
	}

	/** A new, empty account: clock, limits, faults, settings and tokens as after the start. The API key stays. */
	async reset(): Promise<void> {
		await this.send({ method: 'POST', url: '/reset' });
	}

	/** Freezes the clock at an ISO time; null gives back the real one. */
	async setClock(now: string | null): Promise<void> {
		await this.send({ method: 'PUT', url: '/clock', data: { now } });
	}

	async advanceClock(ms: number): Promise<void> {
		await this.send({ method: 'POST', url: '/clock/advance', data: { ms } });
	}

	async setLatency(latency: Latency): Promise<void> {
		await this.send({ method: 'PUT', url: '/latency', data: latency });
	}

	async setLimit(limit: Limit): Promise<void> {
		await this.send({ method: 'PUT', url: '/limits', data: limit });
	}

	/** What is left out stays as it is. */
	async setSettings(settings: Partial<Settings>): Promise<void> {
		await this.send({ method: 'PUT', url: '/settings', data: settings });
	}

	/** Of several faults that fit a request, the one added first strikes. */
	async addFault(fault: Fault): Promise<void> {
		await this.send({ method: 'POST', url: '/faults', data: fault });
	}

	async clearFaults(): Promise<void> {
		await this.send({ method: 'DELETE', url: '/faults' });
	}

	async seedUsers(users: SeedUser[]): Promise<void> {
		await this.send({ method: 'POST', url: '/users', data: users });
	}

	async addJourney(journey: Journey): Promise<void> {
		await this.send({ method: 'POST', url: '/journeys', data: journey });
	}

	/** An attribute as made in Attentive's own screens, which takes these values only. */
	async addPredefinedAttribute(attribute: { name: string; values: string[] }): Promise<void> {
		await this.send({ method: 'POST', url: '/attributes', data: attribute });
	}

	/** The token of another app. */
	async createToken(token: { label: string; scopes: Permission[] }): Promise<string> {
		const created = await this.send<{ token: string }>({ method: 'POST', url: '/tokens', data: token });
		return created.token;
	}

	/** Accepted writes in order, of one endpoint or of all. */
	ledger(endpoint?: string): Promise<LedgerEntry[]> {
		return this.send({ method: 'GET', url: '/ledger', params: { endpoint } });
	}

	/** For every endpoint, also where nothing came. */
	requests(): Promise<RequestCount[]> {
		return this.send({ method: 'GET', url: '/requests' });
	}

	texts(): Promise<Text[]> {
		return this.send({ method: 'GET', url: '/texts' });
	}

	/** Accepted events that sent no text, with the reason. */
	noTexts(): Promise<NoText[]> {
		return this.send({ method: 'GET', url: '/no-texts' });
	}

	users(): Promise<UserRecord[]> {
		return this.send({ method: 'GET', url: '/users' });
	}

	attributeTypes(): Promise<AttributeTypeRecord[]> {
		return this.send({ method: 'GET', url: '/attribute-types' });
	}

	unknownRequests(): Promise<UnknownRequest[]> {
		return this.send({ method: 'GET', url: '/unknown-requests' });
	}

	private async send<Answer>(request: AxiosRequestConfig): Promise<Answer> {
		try {
			return (await this.http.request<Answer>(request)).data;
		} catch (error) {
			if (!(error instanceof AxiosError) || error.response === undefined) throw error;
			const { status, data } = error.response;
			throw new Error(`Sandbox control ${request.method} ${request.url}: ${status} ${JSON.stringify(data)}`);
		}
	}
}
