import { Logger } from '@n8n/backend-common';
import { GlobalConfig, InstanceSettingsConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { inspect } from 'node:util';

/** Oldest lines are dropped above this number. */
const MOST_LINES = 5000;

const lines: string[] = [];

/** n8n's logger, writing to memory instead of the console. */
class LineLogger extends Logger {
	override error(message: string, metadata?: object): void {
		keep('error', message, metadata);
	}

	override warn(message: string, metadata?: object): void {
		keep('warn', message, metadata);
	}

	override info(message: string, metadata?: object): void {
		keep('info', message, metadata);
	}

	override debug(message: string, metadata?: object): void {
		keep('debug', message, metadata);
	}

	override scoped(): Logger {
		return this;
	}
}

function keep(level: string, message: string, metadata: object | undefined): void {
	const rest = metadata ? ` ${inspect(metadata, { depth: 4, breakLength: Infinity })}` : '';
	lines.push(`${level}: ${message}${rest}`);
	if (lines.length > MOST_LINES) lines.splice(0, lines.length - MOST_LINES);
}

/**
 * Puts the logger in place of n8n's own, once for the process, and returns its lines: 'level: message metadata',
 * oldest first, those of every EmbeddedN8n of the process.
 */
export function collectLogLines(): readonly string[] {
	if (!(Container.get(Logger) instanceof LineLogger)) {
		Container.set(Logger, new LineLogger(Container.get(GlobalConfig), Container.get(InstanceSettingsConfig)));
	}
	return lines;
}
