import { z } from 'zod';

/** What a worker is to send. */
export interface Order {
	/** Whose list of values it is. */
	node: string;
	count: number;
	/** By the clock of the computer. */
	at: number;
	/** Whether values are claimed and looked for; else they are only recorded. */
	claims: boolean;
}

export const sentSchema = z.object({ sent: z.array(z.number()), cpuMs: z.number() });

export type Sent = z.infer<typeof sentSchema>;
