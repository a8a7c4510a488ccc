/** A permission as Attentive's screen for an app names it, with the level that the call wants. */
export interface Permission {
	name: string;
	level: 'Read' | 'Write' | 'All';
}
