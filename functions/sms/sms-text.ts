import { oneLine } from '#functions/shared/mail/render-mail.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';

/** Three parts of a long message in UCS-2, as networks join them: dearer ones are cut. */
const longest = 201;

/** The text of a message: one line of plain text, several notifications by their number and the newest. */
export function smsText({ content, digest }: Outgoing<string>): string {
  const many = digest !== undefined && digest.length > 1;
  const text = oneLine(many ? `${String(digest.length)} notifications. Latest: ${content}` : content).trim();
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
