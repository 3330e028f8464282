import type { MessageQueue } from '#functions/shared/aws/message-queue.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Logger } from '#functions/shared/logger.ts';

export interface ExpandDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly logger: Logger;
  /** Requests: what a run leaves of a large audience goes back into it. */
  readonly requests: MessageQueue;
  readonly deliveries: MessageQueue;
  /** The dead letters of requests: those refused wait there with their reason. */
  readonly refused: MessageQueue;
  /** Members of a company that one read gives at most, and reads of one run. */
  readonly membersPerRead: number;
  readonly readsPerRun: number;
}

/** Bounds of a run: 80,000 members, within seconds. */
export const runBounds = { membersPerRead: 4000, readsPerRun: 20 } as const;
