import { authorizePath } from './authorizePage';
import { startSandbox } from './start';

async function main(): Promise<void> {
	const { url, apiKey, control, close } = await startSandbox({
		port: Number(process.env.PORT ?? 0),
		window: true,
	});
	const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
	const app = await control.addOAuthApp({ name: 'n8n', redirectUris: [redirectUri] });
	const event = JSON.stringify({ type: 'Order Shipped', user: { phone: '+12063996576' } });
	process.stdout.write(
		[
			`Attentive sandbox at ${url} (stop it with Ctrl-C)`,
			`What arrives, live: ${url}/ (open it in a browser)`,
			`API key: ${apiKey}`,
			`OAuth: client ID ${app.clientId}, client secret ${app.clientSecret}`,
			`  authorize at ${url}${authorizePath}, from an n8n on its usual port`,
			'Try it:',
			`  curl -i '${url}/v1/events/custom' -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' -d '${event}'`,
			`  curl '${url}/_sandbox/ledger'`,
			'',
		].join('\n'),
	);

	const stop = () => void close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
