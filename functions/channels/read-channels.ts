import type { Account } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { parsePhoneCode } from '#functions/shared/phone-code-item.ts';
import { parsePushBrowsers } from '#functions/shared/push-item.ts';
import { confirmedPhoneOf, emailProblemOf } from '#functions/shared/reachability.ts';
import { signedInBrowsers } from '#functions/shared/session/signed-in-browsers.ts';
import { phoneCodeKey, pushKey } from '#functions/shared/table.ts';
import type { ChannelsDocument } from './contract.ts';

export interface ReadChannelsDeps {
  readonly table: Table;
  readonly now: Now;
  /** The key of ours that browsers subscribe with. */
  readonly readServerKey: () => Promise<string>;
  readonly offersSms: boolean;
}

/** Reads how notifications reach a person: one read beside that of the session, a second one for who has browsers. */
export async function readChannels(deps: ReadChannelsDeps, account: Account): Promise<ChannelsDocument> {
  const { accountId, email, phone } = account;
  const [[push, code], serverKey] = await Promise.all([
    readMany(deps.table, [pushKey(accountId), phoneCodeKey(accountId)]),
    deps.readServerKey(),
  ]);
  const browsers = await signedInBrowsers(deps.table, account, parsePushBrowsers(push).browsers, deps.now());
  const problem = emailProblemOf(account);
  return {
    email: { address: email, problem: problem === null ? null : { kind: problem.kind, at: problem.at } },
    push: {
      serverKey,
      browsers: browsers.map(({ browser: { id, browser, os, device, addedAt } }) => {
        return { id, browser, os, device, addedAt };
      }),
    },
    sms: {
      offered: deps.offersSms,
      phone,
      confirmedAt: confirmedPhoneOf(account)?.at ?? null,
      codeUntil: parsePhoneCode(code, account, deps.now())?.expiresAt ?? null,
    },
  };
}
