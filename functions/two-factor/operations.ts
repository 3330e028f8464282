import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { Now } from '#functions/shared/clock.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import * as contract from './contract.ts';
import type { TwoFactorDeps } from './deps.ts';
import { disableTwoFactor } from './disable-two-factor.ts';
import { enrolAuthenticator } from './enrol-authenticator.ts';
import { getTwoFactor } from './get-two-factor.ts';
import { regenerateRecoveryCodes } from './regenerate-recovery-codes.ts';

/** What of two-factor needs the table alone. */
export function twoFactorReadOperations(deps: { table: Table; now: Now }): BoundOperation[] {
  return [
    bind(contract.getTwoFactor, async ({ auth }) => ({
      ok: true,
      body: await getTwoFactor(deps, auth.account),
    })),
  ];
}

/** What of two-factor changes it, bound to its use-cases. */
export function twoFactorOperations(deps: TwoFactorDeps): BoundOperation[] {
  return [
    bind(contract.enrolAuthenticator, async ({ auth }) => {
      const outcome = await enrolAuthenticator(deps, auth);
      if (!outcome.ok) return outcome;
      return { ok: true, body: { secret: outcome.secret, otpauthUri: outcome.otpauthUri } };
    }),
    bind(contract.confirmAuthenticator, async ({ auth, body, viewer }) =>
      withCodes(await confirmAuthenticator(deps, { auth, code: body.code, viewer })),
    ),
    bind(contract.disableTwoFactor, async ({ auth, body, viewer }) => {
      const outcome = await disableTwoFactor(deps, { auth, ...body, viewer });
      return outcome.ok ? { ok: true, cookies: [outcome.setCookie] } : outcome;
    }),
    bind(contract.regenerateRecoveryCodes, async ({ auth, viewer }) =>
      withCodes(await regenerateRecoveryCodes(deps, { auth, viewer })),
    ),
  ];
}

function withCodes(outcome: Awaited<ReturnType<typeof regenerateRecoveryCodes>>) {
  if (!outcome.ok) return outcome;
  const { recoveryCodes, setCookie } = outcome;
  return { ok: true as const, body: { recoveryCodes }, cookies: [setCookie] };
}
