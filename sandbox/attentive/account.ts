import { setMaxListeners } from 'node:events';
import { usualAnswerSettings, type AnswerSettings } from './answers';
import { AttributeTypes, type AttributeTyping } from './attributeTypes';
import { BulkJobs, usualBulkJobSettings, type BulkJobSettings } from './bulkJobs';
import { Catalog, usualCatalogSettings, type CatalogSettings } from './catalog';
import { Clock } from './clock';
import { CustomEvents } from './customEvents';
import { Deliveries, usualRetryDelaysMs, type DeliverySettings } from './deliveries';
import { EcommerceEvents } from './ecommerceEvents';
import { Faults } from './faults';
import { usualJobResultSettings, type JobResultSettings } from './jobResults';
import { Journeys } from './journeys';
import { Latencies } from './latencies';
import { Later } from './later';
import { Ledger } from './ledger';
import { OAuthApps } from './oauthApps';
import { Offers } from './offers';
import { PrivacyRequests } from './privacyRequests';
import { RateLimits } from './rateLimits';
import { RequestCounts } from './requestCounts';
import { Segments, type ArchivedSegmentHandling } from './segments';
import { SignedUrls, usualSignedUrlSettings, type SignedUrlSettings } from './signedUrls';
import { SignUpUnits } from './signUpUnits';
import { Subscriptions, type StopHandling } from './subscriptions';
import { Texts } from './texts';
import { permissions, Tokens } from './tokens';
import { Users } from './users';
import type { RequestLog } from '../window/requestLog';
import { Webhooks, type DeletedWebhookHandling, type WebhookUpdateForm } from './webhooks';

/** What GET /v1/subscriptions answers for: the phone or email asked about, or all addresses of its user. */
export const eligibilityScopes = ['address', 'user'] as const;
export type EligibilityScope = (typeof eligibilityScopes)[number];

/** What GET /v1/subscriptions answers for somebody whom no write has named yet: 404, or no for every type. */
export const eligibilitiesOfUnknown = ['notFound', 'notEligible'] as const;
/** What unsubscribing or deleting such a person is answered: as for anybody, or 404. */
export const removalsOfUnknown = ['accepted', 'notFound'] as const;

/** What subscribing somebody who is subscribed is answered: it is recorded again (OpenAPI), or 409 (among the shared answers, notes). */
export const subscribingAgain = ['recorded', 'conflict'] as const;
/** What becomes of a code that the offer has already; not documented. */
export const duplicateCodeHandlings = ['accepted', 'refused'] as const;

/** When a bulk request of users is held against the account's attributes and sign-up units: for each record when its job is done, or at once. */
export const bulkUserRefusals = ['results', 'request'] as const;
/** Whether `subscriptionType` may, must or must not stand beside a sign-up source ID in v2. */
export const userSubscriptionTypes = ['optional', 'required', 'refused'] as const;

/** Where the sources disagree on what Attentive does or leave it open, and what takes Attentive days. */
export interface Settings
	extends
		AnswerSettings,
		DeliverySettings,
		BulkJobSettings,
		JobResultSettings,
		SignedUrlSettings,
		CatalogSettings {
	attributeTypes: AttributeTyping;
	/** A second event with an externalEventId that was seen is answered 200 and dropped. */
	dropEqualExternalEventIds: boolean;
	eligibility: EligibilityScope;
	eligibilityOfUnknown: (typeof eligibilitiesOfUnknown)[number];
	removalOfUnknown: (typeof removalsOfUnknown)[number];
	subscribeAfterStop: StopHandling;
	subscribeAgain: (typeof subscribingAgain)[number];
	deletedWebhooks: DeletedWebhookHandling;
	webhookUpdates: WebhookUpdateForm;
	/** Events that Attentive offers by the API beside those of its OpenAPI file. */
	moreWebhookEvents: readonly string[];
	archivedSegments: ArchivedSegmentHandling;
	/** How long a deletion request takes, by the sandbox's clock. */
	deletionMs: number;
	/** How long a single user of v2 takes from 202 to being written, by the sandbox's clock. */
	upsertMs: number;
	bulkUserRefusals: (typeof bulkUserRefusals)[number];
	userSubscriptionType: (typeof userSubscriptionTypes)[number];
	/** How many custom attributes v2 lets an account have. */
	customAttributeLimit: number;
	/** Bytes that a bulk request may have as a whole. */
	bulkBodyLimit: number;
	/** Bytes that a request with codes for an offer may have as a whole. */
	offerBodyLimit: number;
	/** The status of a conflict of dates: OpenAPI documents its words with 404 and calls it a 400 there. */
	offerConflicts: 400 | 404;
	duplicateCodes: (typeof duplicateCodeHandlings)[number];
}

const usualSettings: Settings = {
	attributeTypes: 'json',
	dropEqualExternalEventIds: false,
	eligibility: 'address',
	eligibilityOfUnknown: 'notFound',
	removalOfUnknown: 'accepted',
	subscribeAfterStop: 'asNew',
	subscribeAgain: 'recorded',
	deletedWebhooks: 'gone',
	webhookUpdates: 'whole',
	moreWebhookEvents: [],
	archivedSegments: 'gone',
	deletionMs: 24 * 60 * 60 * 1000,
	signature: 'hex',
	retryDelaysMs: usualRetryDelaysMs,
	deliveryTimeoutMs: 10_000,
	upsertMs: 0,
	bulkUserRefusals: 'results',
	userSubscriptionType: 'optional',
	customAttributeLimit: 100,
	bulkBodyLimit: 10 * 1024 * 1024,
	// 200,000 codes of some 300 characters (assumed).
	offerBodyLimit: 64 * 1024 * 1024,
	offerConflicts: 400,
	duplicateCodes: 'accepted',
	...usualAnswerSettings,
	...usualBulkJobSettings,
	...usualJobResultSettings,
	...usualSignedUrlSettings,
	...usualCatalogSettings,
};

export interface UnknownRequest {
	method: string;
	/** With its query. */
	path: string;
	/** By the sandbox's clock. */
	at: string;
}

/** One Attentive account with all that happened to it: a reset begins a new one. */
export class Account {
	private readonly ended = new AbortController();
	settings = usualSettings;
	readonly clock = new Clock();
	readonly tokens = new Tokens();
	readonly oauthApps = new OAuthApps();
	readonly limits = new RateLimits();
	readonly latencies = new Latencies();
	readonly faults = new Faults();
	readonly requests = new RequestCounts();
	readonly unknownRequests: UnknownRequest[] = [];
	readonly ledger = new Ledger();
	readonly users = new Users();
	readonly attributeTypes = new AttributeTypes();
	readonly customEvents = new CustomEvents();
	readonly ecommerceEvents = new EcommerceEvents();
	readonly deliveries = new Deliveries(this.clock, () => this.settings, this.ended.signal);
	readonly webhooks = new Webhooks(this.clock, this.deliveries);
	readonly texts = new Texts(this.clock, this.webhooks);
	readonly journeys = new Journeys(this.texts, this.users);
	readonly signUpUnits = new SignUpUnits();
	readonly subscriptions = new Subscriptions(this.users, this.signUpUnits, this.texts, this.webhooks);
	readonly offers = new Offers();
	readonly privacyRequests = new PrivacyRequests();
	readonly segments = new Segments(this.clock);
	readonly bulkJobs = new BulkJobs(this.clock, () => this.settings);
	readonly later = new Later();
	readonly catalog = new Catalog(this.clock, () => this.settings);
	readonly signedUrls: SignedUrls;
	/** Only where there is a window. */
	requestLog: RequestLog | undefined;
	private errors = 0;

	/** @param storageOrigin where pre-signed URLs lead to */
	constructor(apiKey: string, storageOrigin = 'http://127.0.0.1') {
		this.signedUrls = new SignedUrls(this.clock, storageOrigin, () => this.settings);
		this.tokens.add(apiKey, 'sandbox', permissions);
		setMaxListeners(0, this.ended.signal);
	}

	/** Aborted when the account is over: what still waits or hangs then ends. */
	get end(): AbortSignal {
		return this.ended.signal;
	}

	close(): void {
		this.ended.abort();
	}

	/** Does what is due by now. Called before anybody looks. */
	catchUp(): void {
		const now = this.clock.now();
		this.privacyRequests.process(now, (subject, dueAt) => {
			this.write(dueAt);
			this.journeys.catchUp(dueAt);
			for (const user of this.users.matching(subject)) this.users.remove(user);
		});
		this.write(now);
		this.journeys.catchUp(now);
		this.catalog.catchUp(now);
	}

	/** What was accepted earlier, in the order in which it falls due. */
	private write(now: number): void {
		this.later.catchUp(now);
		this.bulkJobs.catchUp(now);
	}

	/** For `error.id`, which in Attentive leads to its logs. */
	nextErrorId(): number {
		this.errors += 1;
		return this.errors;
	}
}
