import type { Channel } from '#events/notifications/notification-type.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { notificationDefaultsKey } from '../table.ts';
import { cellAttribute } from './cells.ts';
import type { CompanyChoice } from './preferences-item.ts';
import { updateAttributes } from './update-attributes.ts';

/** What an admin decides about one cell; null leaves it to the catalogue. */
interface CompanyChange {
  readonly type: string;
  readonly channel: Channel;
  readonly enabled: boolean | null;
  readonly locked: boolean;
}

/** The write that changes a company's defaults and locks, of a cell one of the two. `over` as `updateAttributes` has it. */
export function changeCompanyNotifications(
  tableName: string,
  companyId: string,
  changes: readonly CompanyChange[],
  { by, now, over }: { readonly by: string; readonly now: Date; readonly over: readonly number[] | null },
): TransactItem {
  const attributes = new Map<string, CompanyChoice | undefined>();
  for (const { type, channel, enabled, locked } of changes) {
    const decided = enabled === null ? undefined : { enabled, by, at: now.toISOString() };
    attributes.set(cellAttribute('lock', type, channel), locked ? decided : undefined);
    attributes.set(cellAttribute('default', type, channel), locked ? undefined : decided);
  }
  return updateAttributes(tableName, notificationDefaultsKey(companyId), attributes, over);
}

/** The check that a company has locked none of these cells; none where there is no cell. */
export function noneLocked(
  tableName: string,
  companyId: string,
  cells: readonly { readonly type: string; readonly channel: Channel }[],
): TransactItem[] {
  if (cells.length === 0) return [];
  const names = cells.map(
    ({ type, channel }, index) => [`#l${index}`, cellAttribute('lock', type, channel)] as const,
  );
  return [
    {
      ConditionCheck: {
        TableName: tableName,
        Key: notificationDefaultsKey(companyId),
        ConditionExpression: names.map(([name]) => `attribute_not_exists(${name})`).join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(names),
      },
    },
  ];
}
