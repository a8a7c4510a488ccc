import { startStage } from '../e2e/startAll';

/** No suite here opens a browser. */
export default async function start(): Promise<void> {
	await startStage('e2e');
}
