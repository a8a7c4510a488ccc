import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface DebianProgram {
	/** For messages. */
	name: string;
	/** Names of the command, the likeliest first. */
	commands: string[];
	/** Debian's package. */
	package: string;
	/** What it is needed for, to begin a message with. */
	wantedBy: string;
	/** What it takes, in words. */
	size: string;
}

/** Installs a program from Debian's packages if it is not there yet; says beforehand what that takes. @returns where it is */
export function installFromDebian(program: DebianProgram, say: (line: string) => void): string {
	const { name, commands, package: packageName, wantedBy, size } = program;
	const found = firstOf(commands);
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !onPath('apt-get')) {
		throw new Error(
			`${wantedBy} need ${name}. Install it first, on Debian and Ubuntu with: sudo apt-get install ${packageName}`,
		);
	}
	say(`${name} is not installed here yet. It is installed from Debian's packages now (apt-get), once:`);
	say(size);
	// Run level 1: where there is no systemd, a server that comes with a package is not started, since we start our own.
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	// Old lists name packages that are gone. Where they cannot be had anew, the old ones may still do.
	spawnSync('apt-get', ['update'], { env });
	execFileSync('apt-get', ['install', '-y', '--no-install-recommends', packageName], { env, stdio: 'pipe' });
	const installed = firstOf(commands);
	if (installed === undefined) throw new Error(`apt-get has installed ${name}, but it is not on the PATH.`);
	return installed;
}

function firstOf(commands: string[]): string | undefined {
	return commands.map(onPath).find((path) => path !== undefined);
}

function onPath(command: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, command))
		.find(existsSync);
}
