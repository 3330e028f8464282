import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { filesIn, writeWhole } from '../whole-files.ts';
import { storedMailSchema } from './stored-mail.ts';
import type { StoredMail, Submission } from './stored-mail.ts';

export interface MailFilter {
  /** Only mails to this address, in any case. */
  readonly to?: string;
  readonly id?: string;
}

export interface MailStore {
  /** Resolves when the mail is in its file. */
  add(submission: Submission, sentAt: Date): Promise<StoredMail>;
  /** Newest first. */
  find(filter?: MailFilter): StoredMail[];
}

/** Opens a folder that holds one JSON file for each mail. */
export async function openMailStore(folder: string): Promise<MailStore> {
  const mails: StoredMail[] = [];
  for (const file of await filesIn(folder)) {
    mails.push(v.parse(storedMailSchema, JSON.parse(await readFile(file, 'utf8'))));
  }
  mails.sort((one, other) => one.sequence - other.sequence);
  let next = (mails.at(-1)?.sequence ?? 0) + 1;

  return {
    add: async (submission, sentAt) => {
      const sequence = next;
      next += 1;
      const id = `${String(sequence).padStart(16, '0')}-${randomUUID()}-000000`;
      const mail: StoredMail = {
        ...submission,
        headers: [
          ...submission.headers,
          { name: 'Message-ID', value: `<${id}@email.amazonses.com>` },
          { name: 'Date', value: sentAt.toUTCString().replace('GMT', '+0000') },
        ],
        id,
        sequence,
        sentAt: sentAt.toISOString(),
      };
      await writeWhole(join(folder, `${id}.json`), JSON.stringify(mail, null, 2));
      mails.push(mail);
      return mail;
    },
    find: ({ to, id } = {}) => {
      const wanted = to?.trim().toLowerCase();
      return mails
        .filter((mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase() === wanted))
        .filter((mail) => id === undefined || mail.id === id)
        .sort((one, other) => other.sequence - one.sequence);
    },
  };
}
