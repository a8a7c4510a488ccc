/** As a part of a path these lead to another address, however they are encoded. */
const LEADS_ELSEWHERE = /^\.{1,2}$/;

/** Whether an ID can stand in the path of a URL (encoded). */
export function canBeInPath(id: string): boolean {
	return !LEADS_ELSEWHERE.test(id);
}
