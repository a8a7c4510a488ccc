import { waitingOptions } from '../../../fields/waiting';
import { pathId, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import { jobLookUp, lookUpSchema } from './jobLookUp';

export const get = defineOperation({
	resource: 'bulkJob',
	operation: 'get',
	name: 'Get',
	action: 'Get result of bulk job',
	description:
		'Get the result of a bulk job, or of one of its records. Attentive processes it in the background, which can take hours.',
	kind: 'read',
	isIdempotent: true,
	fields: {
		jobId: pathId({
			displayName: 'Job ID',
			placeholder: 'e.g. {{ $json.attentive.jobId }}',
			description: 'Value of attentive.jobId in an item that was sent',
			wayOut: 'Take it from the item that was sent',
		}),
		recordId: text({
			displayName: 'Record ID',
			placeholder: 'e.g. {{ $json.attentive.recordId }}',
			description:
				'Value of attentive.recordId in an item that was sent, to get its result. If empty, you get the whole job with counts.',
		}),
	},
	options: waitingOptions,
	schema: lookUpSchema,
	read: ({ jobId, recordId }) => ({
		payload: { jobId, ...(recordId === undefined ? {} : { recordId }) },
	}),
	delivery: jobLookUp,
});
