import { endAll } from './running';

export default async function stopAll(): Promise<void> {
	await endAll();
}
