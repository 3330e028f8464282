import { pushRenewed } from '#events/lifecycle/push-renewed.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { backOff, commit, Contended } from '#functions/shared/aws/transaction.ts';
import type { Now } from '#functions/shared/clock.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPushBrowsers, readPushBrowsers } from '#functions/shared/push-item.ts';
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

const mostMeetings = 5;

/**
 * Puts the address that a browser's push service has given it in the place of the one that it had: only of a browser
 * that was chosen in this very session, so that nothing is added by it, and nobody's else is touched. It goes on under the key
 * of ours that it was made with. Asked again, since an answer was lost, it is done.
 */
export async function renewBrowser(deps: RenewDeps, command: RenewCommand): Promise<Outcome> {
  const { accountId, sessionId, endpoint, p256dh, auth, viewer, replaces } = command;
  const refusal = refuseSubscription(command, deps.pushHosts);
  if (refusal !== null) return refusal;
  const [id, replacedId] = [browserIdOf(endpoint), browserIdOf(replaces)];
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const read = await readPushBrowsers(deps.table, accountId);
    const ours = read.browsers.filter((one) => one.sessionId === sessionId);
    const before = ours.find((one) => one.id === replacedId);
    if (before === undefined) return ours.some((one) => one.id === id) ? { ok: true } : refuse('not-found');
    const renewed = { ...before, id, endpoint, p256dh, auth };
    const browsers = read.browsers
      .filter((one) => one === before || one.id !== id)
      .map((one) => (one === before ? renewed : one));
    const lost = await commit(deps.table, [
      putPushBrowsers(deps.table.name, accountId, read, browsers),
      recordEvent(deps.table.name, pushRenewed, {
        id: deps.newId(),
        now: deps.now(),
        accountId,
        actor: { kind: 'account', accountId },
        origin: viewer,
        data: { browserId: id, replacedId, browser: before.browser, os: before.os },
      }),
    ]);
    if (lost === null) return { ok: true };
    await backOff(attempt);
  }
  throw new Contended();
}
