import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';

export interface EmailProblemDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}
