import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';

export interface ServiceDeps {
  readonly table: Table;
  /** Makes the OpenAPI document; loaded when it is asked for, since no page needs it. */
  readonly describe: () => Promise<{ openapi: string }>;
}

/** The operations that serve the service itself: its health and its contract. */
export function serviceOperations(deps: ServiceDeps): BoundOperation[] {
  return [
    bind(contract.health, async () => {
      await deps.table.client.send(
        new GetCommand({ TableName: deps.table.name, Key: { pk: 'HEALTH', sk: 'HEALTH' } }),
      );
      return { ok: true, body: { status: 'ok' as const } };
    }),
    bind(contract.openapi, async () => ({ ok: true, body: await deps.describe() })),
  ];
}
