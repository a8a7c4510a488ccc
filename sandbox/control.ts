import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import type { Settings, UnknownRequest } from './attentive/account';
import type { AttributeTypeRecord } from './attentive/attributeTypes';
import type { BulkJobRecord, RecordCount } from './attentive/bulkJobs';
import type { CatalogProduct, CatalogUploadRecord } from './attentive/catalog';
import type { Delivery } from './attentive/deliveries';
import type { EcommerceEvent } from './attentive/ecommerceEvents';
import type { Fault } from './attentive/faults';
import type { Journey } from './attentive/journey';
import type { NoText } from './attentive/journeys';
import type { Latency } from './attentive/latencies';
import type { LedgerEntry } from './attentive/ledger';
import type { OAuthApp } from './attentive/oauthApps';
import type { OfferRecord } from './attentive/offers';
import type { RequestCount } from './attentive/requestCounts';
import type { SegmentMember, SegmentRecord } from './attentive/segments';
import type { SignUpUnit } from './attentive/signUpUnits';
import type { Text } from './attentive/texts';
import type { Permission } from './attentive/tokens';
import type { UserRecord } from './attentive/users';
import type { EventName } from './attentive/webhookEvents';
import type { WebhookRecord } from './attentive/webhook';
import type { Product } from './catalog/product';
import { controlPrefix, type SeedUser } from './controlRoutes';

export type {
	AttributeTypeRecord,
	BulkJobRecord,
	CatalogProduct,
	CatalogUploadRecord,
	Delivery,
	EcommerceEvent,
	EventName,
	Fault,
	Journey,
	Latency,
	LedgerEntry,
	NoText,
	OAuthApp,
	OfferRecord,
	Permission,
	Product,
	RecordCount,
	RequestCount,
	SeedUser,
	SegmentMember,
	SegmentRecord,
	Settings,
	SignUpUnit,
	Text,
	UnknownRequest,
	UserRecord,
	WebhookRecord,
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

	/** As made in Attentive's own screens: the only place where there are any. */
	async addSignUpUnit(unit: SignUpUnit): Promise<void> {
		await this.send({ method: 'POST', url: '/sign-up-units', data: unit });
	}

	/** Somebody confirms what is pending. Throws if nothing is. */
	async replyYes(phone: string): Promise<void> {
		await this.send({ method: 'POST', url: '/reply-yes', data: { phone } });
	}

	/** Somebody opts out of all texts by texting STOP. */
	async replyStop(phone: string): Promise<void> {
		await this.send({ method: 'POST', url: '/reply-stop', data: { phone } });
	}

	/** Somebody texts something. */
	async receiveText(text: { phone: string; text: string }): Promise<void> {
		await this.send({ method: 'POST', url: '/inbound-texts', data: text });
	}

	/** An offer to add codes to; one that is there already gets another window and keeps its codes. */
	async addOffer(offer: Pick<OfferRecord, 'id' | 'window'>): Promise<void> {
		await this.send({ method: 'POST', url: '/offers', data: offer });
	}

	/** A webhook made by hand: it can have any event. `app` is a token's label, the first one's if left out. */
	addWebhook(webhook: { url: string; events: EventName[]; app?: string }): Promise<WebhookRecord> {
		return this.send({ method: 'POST', url: '/webhooks', data: webhook });
	}

	/** n8n has another address: webhooks and OAuth apps that lead to `from` lead to `to` from now on. */
	async moved(addresses: { from: string; to: string }): Promise<void> {
		await this.send({ method: 'POST', url: '/moved', data: addresses });
	}

	/**
	 * Sends a sample of any event, also of one that the webhook does not listen to.
	 * @param sample `payload`: fields that take the place of the sample's own
	 */
	sendSampleEvent(sample: {
		webhookId: string;
		type: string;
		payload?: Record<string, unknown>;
	}): Promise<Delivery> {
		return this.send({ method: 'POST', url: '/sample-events', data: sample });
	}

	/** Delivers the same raw body once more. */
	resendDelivery(id: string): Promise<Delivery> {
		return this.send({ method: 'POST', url: `/deliveries/${encodeURIComponent(id)}/again` });
	}

	/** Waits until no delivery is on its way or waits for another attempt; all of them come back. */
	whenDelivered(): Promise<Delivery[]> {
		return this.send({ method: 'GET', url: '/deliveries/settled' });
	}

	/** The token of another app. */
	async createToken(token: { label: string; scopes: Permission[] }): Promise<string> {
		const created = await this.send<{ token: string }>({ method: 'POST', url: '/tokens', data: token });
		return created.token;
	}

	/**
	 * A public app, which gets its tokens by OAuth; `name` is their label. `scopes`: what it may ask for, all if left out.
	 * Its users go to the sandbox's own /integrations/oauth-install.
	 */
	addOAuthApp(app: { name: string; redirectUris: string[]; scopes?: Permission[] }): Promise<OAuthApp> {
		return this.send({ method: 'POST', url: '/oauth-apps', data: app });
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

	/** Accepted events that sent no text, with the reason; carts that still wait are not among them. */
	noTexts(): Promise<NoText[]> {
		return this.send({ method: 'GET', url: '/no-texts' });
	}

	/** Accepted product views, adds to cart and purchases, in order, as Attentive keeps them. */
	ecommerceEvents(): Promise<EcommerceEvent[]> {
		return this.send({ method: 'GET', url: '/ecommerce-events' });
	}

	users(): Promise<UserRecord[]> {
		return this.send({ method: 'GET', url: '/users' });
	}

	attributeTypes(): Promise<AttributeTypeRecord[]> {
		return this.send({ method: 'GET', url: '/attribute-types' });
	}

	/** Without the codes themselves. */
	offers(): Promise<OfferRecord[]> {
		return this.send({ method: 'GET', url: '/offers' });
	}

	/** In the order of their uploads. */
	offerCodes(id: number): Promise<string[]> {
		return this.send({ method: 'GET', url: `/offers/${id}/codes` });
	}

	/** Every bulk job, in the order of the requests. */
	jobs(): Promise<BulkJobRecord[]> {
		return this.send({ method: 'GET', url: '/jobs' });
	}

	/** For each different record of all bulk jobs, or of one endpoint's: how often it was accepted, done and refused. */
	recordCounts(endpoint?: string): Promise<RecordCount[]> {
		return this.send({ method: 'GET', url: '/record-counts', params: { endpoint } });
	}

	/** Ends a job now, with this word: COMPLETED, NEEDS_REVIEW, CANCELLED or any other. */
	async endJob(job: { bulkJobId: string; status: string }): Promise<void> {
		await this.send({ method: 'POST', url: '/jobs/end', data: job });
	}

	/** Products as lines of a catalog file have them, saved at once. */
	async addProducts(products: Product[]): Promise<void> {
		await this.send({ method: 'POST', url: '/catalog', data: products });
	}

	/** What is saved of the products, in order of their first coming. */
	catalog(): Promise<CatalogProduct[]> {
		return this.send({ method: 'GET', url: '/catalog' });
	}

	/** In order of creation, with what came as their files. */
	catalogUploads(): Promise<CatalogUploadRecord[]> {
		return this.send({ method: 'GET', url: '/catalog-uploads' });
	}

	/** A segment as made in Attentive's own screens, with its members. */
	async addSegment(segment: {
		externalId: string;
		name: string;
		description?: string;
		members?: SegmentMember[];
	}): Promise<void> {
		await this.send({ method: 'POST', url: '/segments', data: segment });
	}

	/** In order of creation, archived ones too. */
	segments(): Promise<SegmentRecord[]> {
		return this.send({ method: 'GET', url: '/segments' });
	}

	/** As they were sent, in order of coming in. */
	segmentMembers(externalId: string): Promise<SegmentMember[]> {
		return this.send({ method: 'GET', url: `/segments/${encodeURIComponent(externalId)}/members` });
	}

	/** What Attentive's own screens show of webhooks, with their signing keys, which the API never answers. */
	dashboard(): Promise<{ webhooks: WebhookRecord[] }> {
		return this.send({ method: 'GET', url: '/dashboard' });
	}

	/** In order of their beginning; those that were dropped too. */
	deliveries(filter: { webhookId?: string; type?: string } = {}): Promise<Delivery[]> {
		return this.send({ method: 'GET', url: '/deliveries', params: filter });
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
