import type { Batch } from '../messages';

export type ConnectionState = 'connecting' | 'live' | 'lost';

/** Hears of everything that happens, also after the connection was cut: it goes on where it had ended. */
export function connect(
	url: string,
	onBatch: (batch: Batch) => void,
	onState: (state: ConnectionState) => void,
) {
	let source: EventSource;
	const open = () => {
		source = new EventSource(url);
		source.onopen = () => onState('live');
		source.onmessage = ({ data }: MessageEvent<string>) => {
			const batch: Batch = JSON.parse(data);
			onBatch(batch);
		};
		source.onerror = () => {
			onState('lost');
			// A browser gives up for good after some errors; we do not.
			if (source.readyState === EventSource.CLOSED) setTimeout(open, 1_000);
		};
	};
	open();
}
