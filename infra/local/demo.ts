import * as v from 'valibot';

import { call, send } from './demo-client.ts';
import { makeDemoCompany } from './demo-company.ts';
import { readStateFile, writeStateFile } from './state-file.ts';
import type { StoredMail } from './ses/stored-mail.ts';

export const demoAccount = { email: 'demo@example.com', password: 'correct horse battery' } as const;

const profile = {
  name: 'Demo Person',
  company: 'Acme Corp',
  phone: '+44 20 7946 0018',
  timezone: 'Europe/London',
} as const;

export interface DemoOptions {
  readonly url: string;
  /** Says that the account is there, so that a restart leaves alone what people made of it. */
  readonly stateFile: string;
  /** The mails to an address, newest first, once everything on its way has arrived. */
  readonly mails: (to: string) => Promise<readonly StoredMail[]>;
}

const doneSchema = v.object({ email: v.string() });

/** Makes the demo account as a person would: sign-up, the mailed code, sign-in, profile, company. Once for each state. */
export async function makeDemoAccount({ url, stateFile, mails }: DemoOptions): Promise<void> {
  if (readStateFile(stateFile, doneSchema)) return;
  const { email } = demoAccount;

  let cookie = await signIn(url);
  if (cookie === undefined) {
    const { name, timezone } = profile;
    await call(url, 'POST', '/api/auth/sign-up', { ...demoAccount, name, timezone });
    const code = codeIn(await mails(email));
    await call(url, 'POST', '/api/auth/confirm-sign-up', { email, code });
    cookie = await signIn(url);
  }
  if (cookie === undefined) throw new Error('The demo account cannot sign in.');
  await call(url, 'PUT', '/api/user/profile', profile, cookie);
  await makeDemoCompany({ url, cookie, password: demoAccount.password, mails });
  writeStateFile(stateFile, { email });
}

/** The session's cookie, or undefined where there is no such account yet. */
async function signIn(url: string): Promise<string | undefined> {
  const response = await send(url, 'POST', '/api/auth/sign-in', demoAccount);
  if (response.status >= 500) throw new Error(`sign-in answered ${response.status}`);
  return response.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join(''))[0];
}

function codeIn([mail]: readonly StoredMail[]): string {
  const code = /[?&]code=([\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (code === undefined) throw new Error('No mail with a code reached the demo account.');
  return code;
}
