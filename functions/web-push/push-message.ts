import type { Outgoing } from '#functions/shared/notifications/sender.ts';

/** What a push message says; the service worker of the site (web/src/service-worker.ts) shows it. */
export interface PushContent {
  readonly title: string;
  readonly body: string;
}

/** A push service takes 4,096 bytes, of which encryption needs 103 (RFC 8291 §4). What is longer is cut. */
const longestTitle = 120;
const longestBody = 600;
const longestUrl = 1000;

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/**
 * The message as JSON. A notification that comes twice has the same `tag`, and replaces itself. Several at once are
 * told by their titles.
 */
export function pushMessage({ notification, content, digest }: Outgoing<PushContent>): string {
  const { id, url } = notification;
  const many = digest !== undefined && digest.length > 1;
  const title = many ? `${String(digest.length)} new notifications` : content.title;
  const body = many ? digest.map((one) => one.content.title).join('\n') : content.body;
  return JSON.stringify({
    title: cut(title, longestTitle),
    body: cut(body, longestBody),
    tag: id,
    url: many || url === null || url.length > longestUrl ? null : url,
  });
}
