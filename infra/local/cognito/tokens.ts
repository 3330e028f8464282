import { createHash, randomUUID } from 'node:crypto';

import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import * as v from 'valibot';

import { CognitoError } from './errors.ts';
import { randomToken, type Pool } from './pool.ts';
import type { TokenFamily, User } from './state.ts';

export const keyId = 'latchkey-local';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The hash under which an opaque token (refresh token, session) is kept. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Starts the token family of a sign-in. */
export function openFamily(pool: Pool, user: User): { family: TokenFamily; refreshToken: string } {
  const now = pool.now().getTime();
  // A family outlives its refresh token by one access token, which is checked against it too.
  const forgotten = now - pool.settings.accessTokenMinutes * minuteMs;
  pool.state.families = pool.state.families.filter(({ expiresAt }) => expiresAt > forgotten);

  const refreshToken = newRefreshToken();
  const family: TokenFamily = {
    id: randomUUID(),
    sub: user.sub,
    refreshTokenHash: hashToken(refreshToken),
    authenticatedAt: now,
    expiresAt: now + pool.settings.refreshTokenDays * dayMs,
    revoked: false,
  };
  pool.state.families.push(family);
  return { family, refreshToken };
}

/** Random, but of the shape and length (about 1,780 characters) of Cognito's, which count where tokens are stored. */
function newRefreshToken(): string {
  const header = { cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' };
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
  return [encoded, ...[256, 12, 1000, 16].map(randomToken)].join('.');
}

/** The family of a refresh token, revoked or expired ones too. */
export function findFamily(pool: Pool, refreshToken: string): TokenFamily | undefined {
  const hash = hashToken(refreshToken);
  return pool.state.families.find((family) => family.refreshTokenHash === hash);
}

/** Ends every sign-in of a user: refresh tokens and, for calls to Cognito, access tokens. */
export function revokeAll(pool: Pool, user: User): void {
  for (const family of pool.state.families) if (family.sub === user.sub) family.revoked = true;
}

/** Access and ID token of a family, as AuthenticationResult has them. */
export async function issueTokens(pool: Pool, user: User, family: TokenFamily) {
  const { settings, state } = pool;
  const shared = {
    origin_jti: family.id,
    event_id: randomUUID(),
    auth_time: Math.floor(family.authenticatedAt / 1000),
  };
  const access = {
    ...shared,
    token_use: 'access',
    client_id: state.clientId,
    scope: 'aws.cognito.signin.user.admin',
    username: user.sub,
  };
  const { email, email_verified } = user.attributes;
  const id = {
    ...shared,
    token_use: 'id',
    aud: state.clientId,
    'cognito:username': user.sub,
    // The client's ReadAttributes.
    email,
    email_verified: email_verified === 'true',
  };
  const [AccessToken, IdToken] = await Promise.all([
    sign(pool, user, access, settings.accessTokenMinutes),
    sign(pool, user, id, settings.idTokenMinutes),
  ]);
  return { AccessToken, IdToken, ExpiresIn: settings.accessTokenMinutes * 60, TokenType: 'Bearer' };
}

function sign(pool: Pool, user: User, claims: JWTPayload, minutes: number): Promise<string> {
  const issuedAt = Math.floor(pool.now().getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: keyId })
    .setIssuer(pool.issuer)
    .setSubject(user.sub)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + minutes * 60)
    .sign(pool.privateKey);
}

/** The user who holds an access token; NotAuthorizedException for any other token and after a revocation. */
export async function authenticate(pool: Pool, accessToken: string): Promise<User> {
  const { sub, origin_jti } = await readAccessToken(pool, accessToken);
  const user = pool.state.users.find((candidate) => candidate.sub === sub);
  if (!user) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  const family = pool.state.families.find(({ id }) => id === origin_jti);
  if (!family || family.revoked) {
    throw new CognitoError('NotAuthorizedException', 'Access Token has been revoked');
  }
  return user;
}

async function readAccessToken(pool: Pool, token: string) {
  const schema = v.object({
    sub: v.string(),
    origin_jti: v.string(),
    token_use: v.literal('access'),
    client_id: v.literal(pool.state.clientId),
  });
  try {
    const { payload } = await jwtVerify(token, pool.publicKey, {
      algorithms: ['RS256'],
      issuer: pool.issuer,
      currentDate: pool.now(),
    });
    return v.parse(schema, payload);
  } catch (error) {
    const expired = error instanceof errors.JWTExpired;
    throw new CognitoError(
      'NotAuthorizedException',
      expired ? 'Access Token has expired' : 'Invalid Access Token',
    );
  }
}
