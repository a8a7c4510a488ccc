import { parseArgs } from 'node:util';

interface Option {
	type: 'string' | 'boolean';
	default?: string | boolean;
	/** What it does, for --help. */
	about: string;
}

interface Command<Options> {
	/** As in `npm run storm`. */
	name: string;
	/** In the words of CONTRIBUTING.md. */
	about: string;
	options: Options;
	/** What may stand there without an option, as in `npm run life -- power`. */
	names?: readonly string[];
}

/** What stands behind the name of a command. Ends the process where that is --help, or something that the command does not know. */
export function commandLine<const Options extends Record<string, Option>>({
	name,
	about,
	options,
	names = [],
}: Command<Options>) {
	if (process.argv.slice(2).includes('--help')) {
		process.stdout.write(`${helpFor({ name, about, options, names })}\n`);
		process.exit(0);
	}
	try {
		const { values, positionals } = parseArgs({ options, allowPositionals: names.length > 0 });
		const chosen: string[] = positionals;
		const unknown = chosen.filter((one) => !names.includes(one));
		if (unknown.length > 0)
			throw new Error(`There is no ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
		return { values, chosen };
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.stderr.write(`npm run ${name} -- --help lists the options.\n`);
		process.exit(1);
	}
}

function helpFor({ name, about, options, names = [] }: Command<Record<string, Option>>): string {
	const rows = Object.entries(options).map(([option, { type, about: what, default: usual }]) => {
		const end = typeof usual === 'string' ? ` (default: ${usual})` : '';
		return `  ${`--${option}${type === 'string' ? ` <${option}>` : ''}`.padEnd(20)}  ${what}${end}`;
	});
	const more = names.length > 0 ? ['', `Names run only these: ${names.join(', ')}`] : [];
	return [
		`npm run ${name} [-- options${names.length > 0 ? ' and names' : ''}]: ${about}`,
		'',
		...rows,
		...more,
	].join('\n');
}
