import { Queue, type Task, type Waiting } from '../engine/queue';
import type { Parcel } from './parcel';

/** The order in which parcels will probably be sent: as planned, and what waits for others right after those. */
export class Forecast {
	private readonly queue: Queue<Waiting>;

	/** @param parcelsOf those of a task, by its place */
	constructor(
		tasks: readonly Task[],
		private readonly parcelsOf: (task: number) => Parcel[],
	) {
		this.queue = new Queue(tasks);
	}

	/** The parcels of the next tasks, until there are so many that qualify. */
	next(most: number, qualifies: (parcel: Parcel) => boolean): Parcel[] {
		const parcels: Parcel[] = [];
		while (parcels.length < most) {
			const [task] = this.queue.takeTasks(1);
			if (task === undefined) break;
			this.queue.end(task);
			parcels.push(...this.parcelsOf(task).filter(qualifies));
		}
		return parcels;
	}
}
