import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface IpAllowlistDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
}

/** Who asks, and from where. */
export interface Caller {
  readonly auth: Authenticated;
  readonly viewer: Viewer;
}
