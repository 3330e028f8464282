import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';

export interface UnsubscribeDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly readChannelSecret: ReadSecret;
  /** Without a trailing slash. */
  readonly siteUrl: string;
}
