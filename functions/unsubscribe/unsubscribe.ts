import { mailUnsubscribed } from '#events/lifecycle/mail-unsubscribed.ts';
import { backOff, Contended } from '#functions/shared/aws/transaction.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { UnsubscribeDeps } from './deps.ts';
import { readSubscription, stillMailed } from './read-subscription.ts';
import { writeChoices } from './write-choices.ts';

/** A choice as it was: turned on by the person, or the default. */
export interface EarlierChoice {
  readonly type: string;
  readonly enabled: true | null;
}

const mostMeetings = 5;

/**
 * Turns off the mails that a link is about, and says how to take that back. Asked again it does nothing more, and has
 * nothing to take back. It is the choice of this person; other channels stay as they are.
 */
export async function unsubscribe(
  deps: UnsubscribeDeps,
  { token, viewer }: { readonly token: string; readonly viewer: Viewer },
): Promise<Outcome<{ undo: EarlierChoice[] }>> {
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const subscription = await readSubscription(deps, token);
    if (subscription === null) return refuse('invalid-code');
    const mailed = stillMailed(subscription).map(({ id }) => id);
    if (mailed.length === 0) return { ok: true, undo: [] };
    const { overrides } = subscription.preferences;
    const undo = mailed.map((type): EarlierChoice => {
      return { type, enabled: overrides[type]?.email?.enabled === true ? true : null };
    });
    const changes = mailed.map((type) => ({ type, enabled: false }));
    const lost = await writeChoices(deps, { subscription, event: mailUnsubscribed, changes, viewer });
    if (lost === null) return { ok: true, undo };
    await backOff(attempt);
  }
  throw new Contended();
}
