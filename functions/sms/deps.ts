import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { SendSms } from './sms-client.ts';

export interface SmsDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly readChannelSecret: ReadSecret;
  readonly productName: string;
  /** Null where the stage sends no text messages. */
  readonly sms: { readonly send: SendSms; readonly countries: readonly string[] } | null;
}
