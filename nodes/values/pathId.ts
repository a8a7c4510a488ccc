/** As a part of a path, . and .. lead to another address, however they are encoded; half of an emoji that was cut cannot be encoded. */
const NOT_FOR_PATHS = /^\.{1,2}$|\p{Cs}/u;

/** Whether an ID can stand in the path of a URL (encoded). */
export function canBeInPath(id: string): boolean {
	return !NOT_FOR_PATHS.test(id);
}
