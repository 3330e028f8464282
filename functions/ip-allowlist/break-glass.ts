import { ipBreakGlassUsed } from '#events/lifecycle/ip-break-glass-used.ts';
import { type Account, accountSchema } from '#functions/shared/account-item.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import { after, minutes } from '#functions/shared/clock.ts';
import { parsePlace, type Place } from '#functions/shared/company-item.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse, type Refusal } from '#functions/shared/outcome.ts';
import { reserveProof } from '#functions/shared/proof-throttle.ts';
import { recordRefusedProof } from '#functions/shared/refused-proof.ts';
import { readSession } from '#functions/shared/session/authenticate.ts';
import type { SessionCookie } from '#functions/shared/session/session-cookie.ts';
import {
  accountKey,
  addressClaimKey,
  companyKey,
  membershipKey,
  recoveryCodesKey,
} from '#functions/shared/table.ts';
import {
  type IdentityProof,
  isAuthenticatorCode,
  type ProveDeps,
  proveIdentity,
} from '#functions/shared/two-factor/prove-identity.ts';
import { hashRecoveryCode, parseRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { isTwoFactorOn } from '#functions/shared/two-factor/two-factor-writes.ts';
import { useUpRecoveryCode } from '#functions/shared/two-factor/use-recovery-code.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import { parse } from 'valibot';
import { recipientsOf } from './company-admins.ts';

/** How long break-glass lets an owner past the restrictions. */
const bypassLife = 30 * minutes;

export interface BreakGlassDeps extends ProveDeps {
  readonly pool: ProveDeps['pool'] & Pick<UserPool, 'provePassword' | 'revoke'>;
}

export interface BreakGlassCommand {
  /** Who can't even sign in says who they are; else the session of the cookie does. */
  readonly email: string | null;
  readonly cookie: SessionCookie | null;
  readonly password: string;
  readonly code: string;
  readonly recoveryCode: string;
  readonly viewer: Viewer;
}

interface Asker {
  readonly account: Account;
  readonly companyId: string;
}

/**
 * Lets an owner past the restrictions of their company, and past their own list, for half an hour, from any
 * address: with the password, a code of the authenticator, and a recovery code, which is used up. All owners are
 * mailed. It starts no session: who had none signs in as usual.
 */
export async function breakGlass(
  deps: BreakGlassDeps,
  command: BreakGlassCommand,
): Promise<Outcome<{ until: string }>> {
  const { password, code, viewer, email, cookie } = command;
  if (!isAuthenticatorCode(code)) return refuse('invalid-code');
  const asker = email === null ? await ofSession(deps, cookie) : await ofAddress(deps, email);
  if (asker === null) return email === null ? refuse('unauthorized') : refuseUnknown(deps, command, email);
  if (asker.account.state === 'disabled') return refuse('account-disabled');

  const proof = await proveIdentity(deps, { account: asker.account, password, code, viewer });
  if (!proof.ok) return proof;
  const outcome = await withProof(deps, command, asker);
  // A wrong recovery code is a failed proof and stays counted; what else was wrong was not about who they are.
  if (outcome.ok || outcome.reason !== 'invalid-code') await proof.succeed();
  await revokeMinted(deps, proof);
  return outcome;
}

async function withProof(
  deps: BreakGlassDeps,
  { recoveryCode, viewer }: BreakGlassCommand,
  { account, companyId }: Asker,
): Promise<Outcome<{ until: string }>> {
  const { accountId } = account;
  if (!isTwoFactorOn(account)) return refuse('two-factor-off');
  const [membership, company, codes] = await readMany(deps.table, [
    membershipKey(companyId, accountId),
    companyKey(companyId),
    recoveryCodesKey(accountId),
  ]);
  const place = parsePlace(membership, company);
  if (place?.membership.role !== 'owner') return refuse('forbidden');
  const hashes = parseRecoveryCodes(codes);
  const hash = hashRecoveryCode(recoveryCode);
  if (!hashes.has(hash)) return refuse('invalid-code');

  const until = after(deps.now(), bypassLife).toISOString();
  const use = { purpose: 'break-glass', viewer } as const;
  const lost = await commit(deps.table, [
    ...useUpRecoveryCode(deps, account, { hash, left: hashes.size - 1 }, use),
    stillHolds(deps.table.name, place.membership),
    ...(await bypass(deps, account, place, until, viewer)),
  ]);
  if (lost === null) return { ok: true, until };
  return refuse(lost.index === 0 ? 'invalid-code' : 'forbidden');
}

async function bypass(
  deps: BreakGlassDeps,
  { accountId, name }: Account,
  { company }: Place,
  until: string,
  viewer: Viewer,
): Promise<TransactItem[]> {
  const { companyId } = company;
  return [
    {
      Update: {
        TableName: deps.table.name,
        Key: accountKey(accountId),
        UpdateExpression: 'SET ipBypass = :bypass',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':bypass': { companyId, until } },
      },
    },
    recordEvent(deps.table.name, ipBreakGlassUsed, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: {
        company: company.name,
        owner: name,
        until,
        recipients: await recipientsOf(deps.table, companyId, ['owner']),
      },
    }),
  ];
}

async function ofSession(deps: BreakGlassDeps, cookie: SessionCookie | null): Promise<Asker | null> {
  const held = cookie === null ? null : await readSession(deps.table, cookie, deps.now());
  return held === null ? null : { account: held.account, companyId: held.session.companyId };
}

/** Without a session it is about the company that signing in would open. */
async function ofAddress(deps: BreakGlassDeps, email: string): Promise<Asker | null> {
  const [claimItem] = await readMany(deps.table, [addressClaimKey(email)]);
  const claim = parseClaim(claimItem);
  // An address that nobody holds costs the same reads.
  const accountId = claim?.state === 'held' ? claim.accountId : deps.newId();
  const [item] = await readMany(deps.table, [accountKey(accountId)]);
  if (item === undefined) return null;
  const account = parse(accountSchema, item);
  return { account, companyId: account.lastCompanyId };
}

/** An address that nobody holds: the same count, the same work, the same answer as for a wrong password. */
async function refuseUnknown(
  deps: BreakGlassDeps,
  { password, viewer }: BreakGlassCommand,
  email: string,
): Promise<Refusal> {
  const proof = await reserveProof(deps.table, { email, ip: viewer.ip }, deps.now());
  if (!proof.ok) return proof;
  await deps.pool.provePassword(email, password);
  await recordRefusedProof(deps, proof, { email, viewer }, deps.now());
  return refuse('invalid-credentials');
}

/** Only the proof was wanted: what Cognito minted for it must not live; unread, it opens nothing. */
async function revokeMinted({ pool }: BreakGlassDeps, { refreshToken }: IdentityProof): Promise<void> {
  if (refreshToken !== null) await pool.revoke(refreshToken).catch(() => undefined);
}
