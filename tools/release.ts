export interface Release {
	/** Of git, such as v1.2.3. */
	tag: string;
	/** The version of package.json. */
	manifest: string;
	/** The version of package-lock.json. */
	lock: string;
	/** The text of CHANGELOG.md. Its newest entry stands first, such as "## 1.2.3 (2026-12-01)". */
	changelog: string;
}

/** What stands in the way of publishing this release, one sentence each; none if everything names the same version. */
export function differences({ tag, manifest, lock, changelog }: Release): string[] {
	const newest = /^## (.*)$/m.exec(changelog)?.[1] ?? '';
	const [version, date] = newest.split(' ');
	return [
		...(tag === `v${manifest}`
			? []
			: [`The tag is ${tag || 'missing'}, but package.json asks for v${manifest}.`]),
		...(lock === manifest
			? []
			: [`package-lock.json has ${lock}, package.json ${manifest}: run npm install.`]),
		...(version === manifest
			? []
			: [`CHANGELOG.md begins with ${version || 'no version'}, not with ${manifest}.`]),
		...(/^\(\d{4}-\d{2}-\d{2}\)$/.test(date ?? '')
			? []
			: [
					`CHANGELOG.md has no date after "## ${version}": write the day of the release, as in (2026-12-01).`,
				]),
	];
}
