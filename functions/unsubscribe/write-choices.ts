import type { mailResubscribed } from '#events/lifecycle/mail-resubscribed.ts';
import type { mailUnsubscribed } from '#events/lifecycle/mail-unsubscribed.ts';
import { commit, type FailedCondition } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { changePreferences } from '#functions/shared/notifications/preference-writes.ts';
import { accountKey } from '#functions/shared/table.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { UnsubscribeDeps } from './deps.ts';
import type { ReadSubscription } from './read-subscription.ts';

export interface Choices {
  readonly subscription: ReadSubscription;
  readonly event: typeof mailUnsubscribed | typeof mailResubscribed;
  readonly changes: readonly { readonly type: string; readonly enabled: boolean | null }[];
  readonly viewer: Viewer;
}

/** Writes choices about mails over the version that was read, with their event; gives null when they stand. */
export function writeChoices(
  deps: UnsubscribeDeps,
  { subscription, event, changes, viewer }: Choices,
): Promise<FailedCondition | null> {
  const { accountId, scope, preferences } = subscription;
  const now = deps.now();
  const table = deps.table.name;
  return commit(deps.table, [
    changePreferences(
      table,
      accountId,
      { changes: changes.map((change) => ({ ...change, channel: 'email' as const })) },
      { now, over: [preferences.version] },
    ),
    {
      ConditionCheck: {
        TableName: table,
        Key: accountKey(accountId),
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
    recordEvent(table, event, {
      id: deps.newId(),
      now,
      accountId,
      // Whoever holds the mail: the person, or their mail provider for them.
      actor: { kind: 'anonymous' },
      origin: viewer,
      data: { scope: scope.kind, name: scope.name, types: changes.map(({ type }) => type) },
    }),
  ]);
}
