import type { SavedCredential } from '../../whole-n8n';
import type { Stage } from './stage';
import { attentive, attentiveWorkflow, sendEvent, somePhone } from './workflows';

/** A credential that nobody has connected yet, and a workflow that sends one event with it. */
export interface OAuthSetup {
	credential: SavedCredential;
	workflowId: string;
	/** Of the Attentive node. */
	nodeId: string;
}

/** The app in the sandbox is named "Public app". */
export async function setUpOAuth({ rest, control, url, sandboxUrl }: Stage): Promise<OAuthSetup> {
	const app = await control.addOAuthApp({
		name: 'Public app',
		redirectUris: [`${url}/rest/oauth2-credential/callback`],
		scopes: ['events:write'],
	});
	const credential = await rest.createCredential('By OAuth', 'attentiveOAuth2Api', {
		clientId: app.clientId,
		clientSecret: app.clientSecret,
		scopes: 'events:write',
		baseUrl: sandboxUrl,
		authorizeUrl: `${sandboxUrl}/integrations/oauth-install`,
	});
	const rows = [{ phone: somePhone, points: 1 }];
	const { nodes, ...others } = attentiveWorkflow('OAuth', credential, sendEvent, rows);
	const workflowId = await rest.createWorkflow({
		...others,
		nodes: nodes.map((node) =>
			node.name === attentive
				? {
						...node,
						parameters: { ...node.parameters, authentication: 'oAuth2' },
						credentials: { attentiveOAuth2Api: credential },
					}
				: node,
		),
	});
	return { credential, workflowId, nodeId: nodes.find(({ name }) => name === attentive)?.id ?? '' };
}
