interface Subject {
	subjectEmail?: string;
	subjectPhone?: string;
}

/** A deletion request, or what Attentive says about one, with the subject masked also where Attentive does not. */
export function maskedRequest<Request extends Subject>(request: Request): Request {
	const { subjectEmail, subjectPhone } = request;
	return {
		...request,
		...(subjectEmail ? { subjectEmail: maskedEmail(subjectEmail) } : {}),
		...(subjectPhone ? { subjectPhone: `*****${subjectPhone.slice(-4)}` } : {}),
	};
}

function maskedEmail(email: string): string {
	const [local = '', domain = ''] = email.split('@');
	return `${local.slice(0, 1)}***@${domain}`;
}
