import type { ReadSecret } from '#functions/shared/aws/secrets.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { OpenSessionDeps } from '#functions/shared/session/open-session.ts';
import type { SessionCookie } from '#functions/shared/session/session-cookie.ts';
import type { AgreeDeps } from '#functions/shared/two-factor/agree-with-registry.ts';
import type { Viewer } from '#functions/shared/viewer.ts';

export interface SignInDeps extends OpenSessionDeps {
  readonly pool: AgreeDeps['pool'] & Pick<UserPool, 'answerWithCode'>;
  readonly readCodeSecret: ReadSecret;
}

/** Who signs in from where. */
export interface SignInOrigin {
  readonly viewer: Viewer;
  /** The session that the browser already holds; signing in replaces it (ASVS 7.2.4). */
  readonly replaces: SessionCookie | null;
}
