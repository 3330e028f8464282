import { createHmac, timingSafeEqual } from 'node:crypto';

import { CognitoError } from './errors.ts';
import type { Pool } from './pool.ts';

/** Refuses a call whose SECRET_HASH isn't base64(HMAC-SHA-256(client secret, username + client id)). */
export function requireSecretHash(pool: Pool, username: string, received: string | undefined): void {
  const { clientId, clientSecret } = pool.state;
  if (received === undefined) {
    throw new CognitoError(
      'NotAuthorizedException',
      `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const expected = createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');
  if (!sameText(expected, received)) {
    throw new CognitoError('NotAuthorizedException', `SecretHash does not match for the client: ${clientId}`);
  }
}

/** Refuses a call that doesn't carry the client's secret itself (RevokeToken). */
export function requireClientSecret(pool: Pool, received: string | undefined): void {
  if (received === undefined || !sameText(pool.state.clientSecret, received)) {
    throw new CognitoError('UnauthorizedException', 'Client secret is missing or wrong.');
  }
}

function sameText(expected: string, received: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(received);
  return a.length === b.length && timingSafeEqual(a, b);
}
