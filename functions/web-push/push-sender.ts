import * as v from 'valibot';
import type { generateRequestDetails as GenerateRequestDetails } from 'web-push';
import { accountSchema } from '#functions/shared/account-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { hours, type Now, seconds } from '#functions/shared/clock.ts';
import { describeFault, type Logger } from '#functions/shared/logger.ts';
import { handOver, ReplyLost } from '#functions/shared/notifications/lost-reply.ts';
import type { Sender } from '#functions/shared/notifications/sender.ts';
import { forgetPushBrowsers, parsePushBrowsers, type PushBrowser } from '#functions/shared/push-item.ts';
import { signedInBrowsers, type SignedInBrowser } from '#functions/shared/session/signed-in-browsers.ts';
import { accountKey, pushKey } from '#functions/shared/table.ts';
import { type PushContent, pushMessage } from './push-message.ts';
import type { PostPush, PushRequest } from './push-transport.ts';
import { type VapidKeys, vapidKeys } from './vapid.ts';

export interface PushSenderDeps {
  readonly table: Table;
  readonly now: Now;
  readonly readChannelSecret: ReadSecret;
  readonly post: PostPush;
  /** Whom a push service writes to about our messages (RFC 8292 §2.1): a `mailto:` or `https:` address. */
  readonly contact: string;
  readonly logger: Logger;
}

/** A push service that did not take a message; the status tells whether it answered at all. */
class PushFault extends Error {
  override readonly name = 'PushFault';
  readonly statusCode: number;

  constructor(statusCode: number) {
    super(`The push service answered ${String(statusCode)}.`);
    this.statusCode = statusCode;
  }
}

type Result =
  { readonly kind: 'taken' | 'dead' | 'refused' } | { readonly kind: 'fault'; readonly error: unknown };

/**
 * How long a push service keeps a message for a browser that is off: older ones are read on the site. And no longer
 * than the session stands that the browser is signed in with.
 */
const longestKept = 24 * hours;

/**
 * Sends a notification to every browser that is signed in to an account, encrypted for each (RFC 8291). Browsers whose push service has
 * forgotten them (404, 410) or expects another key of ours (401, 403) are dropped. One that took the message is
 * enough: told again, the others would only show it twice.
 */
export function pushSender(deps: PushSenderDeps): Sender<PushContent> {
  return async (outgoing) => {
    const { accountId } = outgoing.recipient;
    const browsers = await browsersOf(deps, accountId);
    if (browsers.length === 0) return { ok: false, reason: 'no-browser' };
    const keys = (await deps.readChannelSecret()).map(vapidKeys);
    const message = pushMessage(outgoing);
    // A fifth of the function: only who has somebody to push to loads it.
    const { default: webPush } = await import('web-push');
    const encryptFor = encryption(webPush.generateRequestDetails.bind(webPush), deps.contact);

    const results = await Promise.all(
      browsers.map(async ({ browser, until }) => {
        const signing = keys.find(({ publicKey }) => publicKey === browser.serverKey);
        if (signing === undefined) return { browser, result: { kind: 'dead' } as const };
        const kept = Math.min(longestKept, until.getTime() - deps.now().getTime());
        const request = encryptFor(browser, signing, message, Math.floor(kept / seconds));
        return { browser, result: await sendTo(deps, browser, request) };
      }),
    );
    const dead = results.filter(({ result }) => result.kind === 'dead').map(({ browser }) => browser.id);
    if (dead.length > 0) await forget(deps, accountId, dead);

    const kinds = results.map(({ result }) => result.kind);
    if (kinds.includes('taken')) return { ok: true };
    const faults = results.flatMap(({ result }) => (result.kind === 'fault' ? [result.error] : []));
    // One browser may have it: told again, it would show it twice.
    if (faults.length > 0) throw faults.find((fault) => fault instanceof ReplyLost) ?? faults[0];
    return { ok: false, reason: kinds.includes('refused') ? 'push-refused' : 'no-browser' };
  };
}

/** The browsers that may be sent messages at this moment. Who has none costs one read. */
async function browsersOf({ table, now }: PushSenderDeps, accountId: string): Promise<SignedInBrowser[]> {
  const [push, item] = await readMany(table, [pushKey(accountId), accountKey(accountId)]);
  const { browsers } = parsePushBrowsers(push);
  if (browsers.length === 0 || item === undefined) return [];
  return signedInBrowsers(table, v.parse(accountSchema, item), browsers, now());
}

/** Encrypts messages for a browser, and signs them with the key that it expects. */
function encryption(generateRequestDetails: typeof GenerateRequestDetails, contact: string) {
  return (
    { endpoint, p256dh, auth }: PushBrowser,
    { publicKey, privateKey }: VapidKeys,
    message: string,
    keptSeconds: number,
  ): PushRequest => {
    const { headers, body } = generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message, {
      vapidDetails: { subject: contact, publicKey, privateKey },
      TTL: keptSeconds,
    });
    return { endpoint, headers: textual(headers), body };
  };
}

function textual(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function sendTo(deps: PushSenderDeps, { id }: PushBrowser, message: PushRequest): Promise<Result> {
  try {
    const status = await handOver(() => deps.post(message));
    if (status >= 200 && status < 300) return { kind: 'taken' };
    if ([401, 403, 404, 410].includes(status)) return { kind: 'dead' };
    if (status === 429 || status >= 500) return { kind: 'fault', error: new PushFault(status) };
    deps.logger.warn('Push message refused', { reason: id.slice(0, 8), status });
    return { kind: 'refused' };
  } catch (error) {
    return { kind: 'fault', error };
  }
}

/** A dead browser that stays is found dead the next time: no reason to fail a message that others got. */
async function forget(
  { table, logger }: PushSenderDeps,
  accountId: string,
  ids: readonly string[],
): Promise<void> {
  try {
    await forgetPushBrowsers(table, accountId, new Set(ids));
    logger.info('Dead browsers dropped', { accountId });
  } catch (error) {
    logger.warn('Dead browsers not dropped', { accountId, ...describeFault(error) });
  }
}
