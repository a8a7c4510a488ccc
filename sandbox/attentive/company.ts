/** Whose account this is. */
export const company = { id: 'c2FuZGJveA', name: 'Sandbox Company' };

/** The number that the company texts from. */
export const companyPhone = '+15005550006';
