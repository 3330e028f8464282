import { pushRenewed } from '#events/lifecycle/push-renewed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { changeBrowsers } from './change-browsers.ts';
import { browserIdOf, type PushHosts } from './push-endpoint.ts';
import { refuseSubscription, type SubscribeCommand } from './subscribe-browser.ts';

export interface RenewDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly pushHosts: PushHosts;
}

export interface RenewCommand extends SubscribeCommand {
  /** The endpoint that the browser had, which nobody knows but it, its push service and us. */
  readonly replaces: string;
}

/**
 * Puts the address that a browser's push service has given it in the place of the one that it had: only of a browser
 * that was chosen in this very session, so that nothing is added by it, and nobody else's is touched. It goes on under the key
 * of ours that it was made with. Asked again, since an answer was lost, it is done.
 */
export async function renewBrowser(deps: RenewDeps, command: RenewCommand): Promise<Outcome> {
  const { accountId, sessionId, endpoint, p256dh, auth, viewer, replaces } = command;
  const refusal = refuseSubscription(command, deps.pushHosts);
  if (refusal !== null) return refusal;
  const [id, replacedId] = [browserIdOf(endpoint), browserIdOf(replaces)];
  return changeBrowsers<Outcome>(deps.table, accountId, (browsers) => {
    const ours = browsers.filter((one) => one.sessionId === sessionId);
    const before = ours.find((one) => one.id === replacedId);
    if (before === undefined)
      return { outcome: ours.some((one) => one.id === id) ? { ok: true } : refuse('not-found') };
    const renewed = { ...before, id, endpoint, p256dh, auth };
    const left = browsers
      .filter((one) => one === before || one.id !== id)
      .map((one) => (one === before ? renewed : one));
    const event = recordEvent(deps.table.name, pushRenewed, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { browserId: id, replacedId, browser: before.browser, os: before.os },
    });
    return { outcome: { ok: true }, write: { browsers: left, event } };
  });
}
