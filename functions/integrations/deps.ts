import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { Outside } from './outside.ts';

export interface IntegrationDeps {
  readonly table: Table;
  readonly now: Now;
  readonly newId: () => string;
  readonly vault: CredentialVault;
  /** The network, or null where the stage's tests look at the form only. */
  readonly outside: Outside | null;
}
