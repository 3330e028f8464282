import { entryHolding } from '#functions/ip-allowlist/entry-contract.ts';
import type { getTwoFactor } from '#functions/two-factor/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import type { CompanyList, Draft } from './draft.ts';
import { dialogTexts as texts } from './restrictions-dialog-texts.ts';

type TwoFactor = OutputOf<typeof getTwoFactor>;

/** When the last entry ends, where all of them do: from then on nobody gets in. */
export function endOfAll({ entries }: Pick<Draft, 'entries'>): string | null {
  let last: string | null = null;
  for (const { expiresAt } of entries) {
    if (expiresAt === null) return null;
    if (last === null || Date.parse(expiresAt) > Date.parse(last)) last = expiresAt;
  }
  return last;
}

export interface Asked {
  readonly list: CompanyList;
  readonly draft: Draft;
  readonly role: 'owner' | 'admin';
  /** The caller's own; null where it is not known. */
  readonly twoFactor: TwoFactor | null;
  /** A moment, as a person reads it. */
  readonly written: (moment: string) => string;
}

/** What may shut somebody out, as it is said before anything is enforced. */
export function enforceWarnings({ list, draft, role, twoFactor, written }: Asked): string[] {
  const { yourAddress, wouldHaveBlocked } = list;
  const blocked = new Set(
    wouldHaveBlocked
      .filter(({ ip }) => entryHolding(draft.entries, ip) === undefined)
      .map(({ accountId }) => accountId),
  );
  const end = endOfAll(draft);
  return [
    ...(entryHolding(draft.entries, yourAddress) ? [] : [texts.notYours(yourAddress)]),
    ...(list.mode === 'off' ? [texts.notMonitored] : []),
    ...(blocked.size > 0 ? [texts.seenLately(blocked.size)] : []),
    ...(end === null ? [] : [texts.allEnd(written(end))]),
    ...(role === 'admin' ? [texts.onlyOwners] : ownersWarning(twoFactor)),
  ];
}

function ownersWarning(twoFactor: TwoFactor | null): string[] {
  if (twoFactor === null) return [];
  if (!twoFactor.enabled) return [texts.noTwoFactor];
  return twoFactor.recoveryCodesLeft === 0 ? [texts.noCodes] : [];
}
