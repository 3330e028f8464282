import * as v from 'valibot';

import type { StoredMail } from '../ses/stored-mail.ts';

/** What the page shows: a mail that was sent, or the preview of a template. */
export interface Letter {
  readonly id: string;
  readonly subject: string;
  /** The line above the subject in the list: who got it, or which event sends it. */
  readonly label: string;
  /** Null for previews. */
  readonly sentAt: string | null;
  readonly html: string;
  readonly text: string;
  /** Facts above the tabs. */
  readonly facts: readonly Fact[];
  readonly headers: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A mail as the mailbox shows it. */
export function letterOf(mail: StoredMail): Letter {
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  const envelope = [
    { name: 'Delivered to', value: mail.to.join(', ') },
    { name: 'Configuration set', value: mail.configurationSet ?? '' },
    { name: 'Tags', value: tags.join(', ') },
  ];
  return {
    id: mail.id,
    subject: mail.subject,
    label: mail.to.join(', '),
    sentAt: mail.sentAt,
    html: mail.html,
    text: mail.text,
    facts: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to.join(', ') },
    ],
    headers: [...envelope.filter(({ value }) => value !== ''), ...mail.headers],
  };
}

const moduleSchema = v.object({ mailPreviews: v.function() });
const previewsSchema = v.array(
  v.object({
    id: v.string(),
    title: v.string(),
    mail: v.object({ subject: v.string(), html: v.string(), text: v.string() }),
  }),
);

/**
 * Every template of the mailer, rendered with its sample. The mailer is no part of the local stack, so it is reached as
 * a file, when somebody looks.
 */
export async function loadPreviews(): Promise<Letter[]> {
  const file = new URL('../../../functions/mailer/previews.ts', import.meta.url).href;
  const { mailPreviews } = v.parse(moduleSchema, await import(file));
  return v.parse(previewsSchema, mailPreviews()).map(({ id, mail }) => ({
    id,
    subject: mail.subject,
    label: id,
    sentAt: null,
    html: mail.html,
    text: mail.text,
    facts: [{ name: 'Template', value: id }],
    headers: [],
  }));
}
