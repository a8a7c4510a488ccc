/** What an API answers about things that change: for each ID one answer after the other, and the last one from then on. */
export class InTurn<Thing> {
	private readonly asked = new Map<string, number>();

	constructor(private readonly things: Record<string, Thing[]>) {}

	next(id: string): Thing | undefined {
		const answers = this.things[id] ?? [];
		const turn = this.asked.get(id) ?? 0;
		this.asked.set(id, turn + 1);
		return answers[Math.min(turn, answers.length - 1)];
	}
}
