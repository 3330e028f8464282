/** The words of what the account menu has for companies. */
export const companyMenuTexts = {
  company: 'Company and members',
  ipRestrictions: 'IP restrictions',
  auditLog: 'Audit log',
  switch: 'Switch company',
  switchTitle: 'Switch company',
  switchText: 'Settings, data and rights follow the company that you are in.',
  switched: (name: string): string => `You are in ${name} now`,
  search: 'Find a company',
  noneFound: 'No company by that name',
  create: 'Create a company',
  createTitle: 'Create a company',
  createText: 'You will be its owner, and can invite others.',
  creating: 'Creating…',
  name: 'Company name',
  back: 'Back',
};

export const roleNames = { owner: 'Owner', admin: 'Admin', member: 'Member' } as const;
