import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { ProveDeps } from '#functions/shared/two-factor/prove-identity.ts';

export interface TwoFactorDeps extends ProveDeps {
  readonly pool: ProveDeps['pool'] &
    Pick<UserPool, 'accessToken' | 'associateAuthenticator' | 'verifyAuthenticator'>;
  /** The name that an authenticator shows beside its code. */
  readonly productName: string;
}
