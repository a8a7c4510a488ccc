import type { Channel } from './users';

export interface Locale {
	/** ISO 639-1, as in 'en'. */
	language: string;
	/** ISO 3166-1 alpha 2, as in 'US'. */
	country: string;
}

/** An API sign-up unit, which can be made in Attentive's own screens only. */
export interface SignUpUnit {
	/** What a request calls signUpSourceId. */
	id: string;
	type: 'MARKETING' | 'TRANSACTIONAL';
	channels: Channel[];
	locale: Locale;
	/** For webhook events; made from the ID if left out. */
	name?: string | undefined;
}

export class SignUpUnits {
	private readonly byId = new Map<string, SignUpUnit>();

	has(id: string): boolean {
		return this.byId.has(id);
	}

	add(unit: SignUpUnit): void {
		this.byId.set(unit.id, unit);
	}

	find(id: string | undefined): SignUpUnit | undefined {
		return id === undefined ? undefined : this.byId.get(id);
	}

	matching({ language, country }: Locale, type: SignUpUnit['type']): SignUpUnit[] {
		return [...this.byId.values()].filter(
			(unit) => unit.type === type && unit.locale.language === language && unit.locale.country === country,
		);
	}
}
