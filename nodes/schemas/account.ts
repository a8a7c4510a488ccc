import { z } from 'zod';
import { recognized, toldText } from './answers';

/** Answer of GET /v1/me: who the token belongs to. */
export const accountSchema = recognized(
	z.object({
		applicationName: toldText,
		attentiveDomainName: toldText,
		companyName: toldText,
		contactEmail: toldText,
		companyId: toldText,
	}),
);
