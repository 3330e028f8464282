import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { OpenSessionDeps } from '#functions/shared/session/open-session.ts';

export interface PasskeyDeps extends OpenSessionDeps {
  readonly pool: Pick<
    UserPool,
    | 'accessToken'
    | 'startPasskey'
    | 'completePasskey'
    | 'listPasskeys'
    | 'deletePasskey'
    | 'askForPasskey'
    | 'answerWithPasskey'
    | 'letPasskeysBeBoth'
    | 'revoke'
  >;
  readonly readCodeSecret: ReadSecret;
  /** Passkeys are for its host. */
  readonly siteUrl: string;
  /** The name that a browser shows beside a passkey. */
  readonly productName: string;
}
