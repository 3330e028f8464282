import type { Table } from './aws/table-client.ts';
import { countCall } from './chain/rate-limit.ts';
import { emailSubject } from './throttle-item.ts';

/** Mails that strangers can cause to one address in an hour; further requests get the same answer and send nothing. */
const mailsPerHour = 10;

/** Counts a mail that anybody can ask for; false when the address has had its share of this hour. */
export async function mayMail(table: Table, email: string, now: Date): Promise<boolean> {
  const limit = { calls: mailsPerHour, windowSeconds: 3600 };
  return (await countCall(table, 'mail', emailSubject(email).id, limit, now)) === 0;
}
