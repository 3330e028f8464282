import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';

/** What the operations of members need: the table alone. */
export interface MembersDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}
