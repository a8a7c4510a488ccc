import type { SandboxControl } from '../sandbox/control';
import { definedTiers, makeMembers } from './makeMembers';

/** What the loyalty flow finds in Attentive: the subscribers, the values of VIP Tier, and the journey that texts. */
export async function fillSandbox(control: SandboxControl, { subscribers } = makeMembers()): Promise<void> {
	await control.seedUsers(subscribers);
	await control.addPredefinedAttribute({ name: 'VIP Tier', values: definedTiers });
	await control.addJourney({
		name: 'Thanks for your purchase',
		event: 'Points Awarded',
		subscriptionType: 'TRANSACTIONAL',
		// So that a run ends alike at any hour: order texts know no quiet hours.
		quietHours: null,
		attributesNeeded: ['Points Balance'],
	});
}
