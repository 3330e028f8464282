import { mailResubscribed } from '#events/lifecycle/mail-resubscribed.ts';
import { backOff, Contended } from '#functions/shared/aws/transaction.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { UnsubscribeDeps } from './deps.ts';
import { readSubscription } from './read-subscription.ts';
import type { EarlierChoice } from './unsubscribe.ts';
import { writeChoices } from './write-choices.ts';

export interface UndoCommand {
  readonly token: string;
  readonly undo: readonly EarlierChoice[];
  readonly viewer: Viewer;
}

const mostMeetings = 5;

/** Takes an unsubscription back: within what the link is about, and only where the mails are off. */
export async function undoUnsubscribe(deps: UnsubscribeDeps, command: UndoCommand): Promise<Outcome> {
  for (let attempt = 0; attempt < mostMeetings; attempt += 1) {
    const subscription = await readSubscription(deps, command.token);
    if (subscription === null) return refuse('invalid-code');
    const { types, preferences } = subscription;
    const off = types.filter(({ id }) => preferences.overrides[id]?.email?.enabled === false);
    const changes = off.flatMap(({ id }) => command.undo.find(({ type }) => type === id) ?? []);
    if (changes.length === 0) return { ok: true };
    const event = mailResubscribed;
    const lost = await writeChoices(deps, { subscription, event, changes, viewer: command.viewer });
    if (lost === null) return { ok: true };
    await backOff(attempt);
  }
  throw new Contended();
}
