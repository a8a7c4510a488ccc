import type { IDataObject } from 'n8n-workflow';
import type { PrivacyRequestAnswer } from '../../schemas/privacyRequests';

/** What Attentive says about a deletion request, with the subject masked also where Attentive does not. */
export function maskedRequest(answer: PrivacyRequestAnswer): IDataObject {
	const { subjectEmail, subjectPhone, ...rest } = answer;
	return {
		...rest,
		...(subjectEmail ? { subjectEmail: maskedEmail(subjectEmail) } : {}),
		...(subjectPhone ? { subjectPhone: `*****${subjectPhone.slice(-4)}` } : {}),
	};
}

function maskedEmail(email: string): string {
	const [local = '', domain = ''] = email.split('@');
	return `${local.slice(0, 1)}***@${domain}`;
}
