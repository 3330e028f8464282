import type { Account } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { parsePhoneCode } from '#functions/shared/phone-code-item.ts';
import { parsePushBrowsers } from '#functions/shared/push-item.ts';
import { confirmedPhoneOf, emailProblemOf } from '#functions/shared/reachability.ts';
import { listLiveSessions } from '#functions/shared/session/session-list.ts';
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

/** Reads how notifications reach a person: two reads at once, beside that of the session. */
export async function readChannels(deps: ReadChannelsDeps, account: Account): Promise<ChannelsDocument> {
  const { accountId, email, phone } = account;
  const [[push, code], live, serverKey] = await Promise.all([
    readMany(deps.table, [pushKey(accountId), phoneCodeKey(accountId)]),
    listLiveSessions(deps.table, account, deps.now()),
    deps.readServerKey(),
  ]);
  const { browsers } = parsePushBrowsers(push);
  const problem = emailProblemOf(account);
  return {
    email: { address: email, problem: problem === null ? null : { kind: problem.kind, at: problem.at } },
    push: {
      serverKey,
      browsers: signedInBrowsers(browsers, live, account).map(
        ({ browser: { id, browser, os, device, addedAt } }) => ({ id, browser, os, device, addedAt }),
      ),
    },
    sms: {
      offered: deps.offersSms,
      phone,
      confirmedAt: confirmedPhoneOf(account)?.at ?? null,
      codeUntil: parsePhoneCode(code, account, deps.now())?.expiresAt ?? null,
    },
  };
}
