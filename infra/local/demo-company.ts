import * as v from 'valibot';

import { call } from './demo-client.ts';
import type { StoredMail } from './ses/stored-mail.ts';

const companyName = 'Acme Corp';
const secondCompany = 'Analytical Engines';

/** Who joins the demo company; they sign in with the demo account's password. */
const colleagues = [
  { email: 'grace@example.com', name: 'Grace Hopper', role: 'admin', timezone: 'America/New_York' },
  { email: 'charles@example.com', name: 'Charles Babbage', role: 'member', timezone: 'Europe/London' },
  { email: 'mary@example.com', name: 'Mary Somerville', role: 'member', timezone: 'Asia/Singapore' },
] as const;

/** Who has not answered yet. */
const invited = { email: 'annabella@example.com', role: 'member' } as const;

/** What the product would keep of a company that has used it for a while. */
const sampleCounts = {
  'call-logs': 240,
  transcripts: 180,
  recordings: 24,
  feedback: 60,
  analytics: 120,
  'post-call-analyses': 180,
  agents: 5,
  'phone-numbers': 3,
  'api-keys': 2,
  'billing-records': 6,
};

const membersSchema = v.object({ members: v.array(v.object({ email: v.string() })) });
const companiesSchema = v.object({ companies: v.array(v.object({ id: v.string(), name: v.string() })) });

export interface DemoCompanyOptions {
  readonly url: string;
  /** The demo account's session. */
  readonly cookie: string;
  readonly password: string;
  readonly mails: (to: string) => Promise<readonly StoredMail[]>;
}

/**
 * Gives the demo account a company with people and records in it, an open invitation, and a second company to switch to; each
 * as a person would. What an earlier start had done already is left as it is.
 */
export async function makeDemoCompany(options: DemoCompanyOptions): Promise<void> {
  const { url, cookie, password, mails } = options;
  const api = (method: string, path: string, body?: object) => call(url, method, path, body, cookie);
  await api('PATCH', '/api/company', { name: companyName });

  const { members } = v.parse(membersSchema, await (await api('GET', '/api/company/members')).json());
  const there = new Set(members.map(({ email }) => email));
  for (const { email, role, ...person } of colleagues.filter((colleague) => !there.has(colleague.email))) {
    await api('POST', '/api/company/invitations', { email, role });
    const token = tokenIn(await mails(email));
    await call(url, 'POST', '/api/auth/invitations/accept', { token, password, ...person });
  }
  await api('POST', '/api/company/invitations', invited);

  const { companies } = v.parse(companiesSchema, await (await api('GET', '/api/companies')).json());
  if (!companies.some(({ name }) => name === secondCompany)) {
    await api('POST', '/api/companies', { name: secondCompany });
  }
  const own = companies.find(({ name }) => name === companyName);
  if (own !== undefined) await api('POST', '/__local/records', { companyId: own.id, counts: sampleCounts });
}

function tokenIn([mail]: readonly StoredMail[]): string {
  const token = /[?&]token=([\w.-]+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error('No invitation reached a colleague of the demo account.');
  return token;
}
