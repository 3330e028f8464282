import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';

/** A complete proof: whose it is, and the refresh-token family that Cognito began. */
export interface ProvenPassword {
  readonly outcome: 'proven';
  readonly accountId: string;
  /** The address that Cognito holds; differs from ours only while an address change is half done. */
  readonly email: string;
  readonly refreshToken: string;
}

const idTokenSchema = v.object({ sub: v.string(), email: v.string() });

// The token came straight from Cognito over TLS, so its signature adds nothing here.
function readIdToken(token: string): v.InferOutput<typeof idTokenSchema> {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return v.parse(idTokenSchema, payload);
}

/** What the tokens of a completed sign-in prove. */
export function provenBy(tokens: AuthenticationResultType): ProvenPassword {
  const { sub, email } = readIdToken(tokens.IdToken ?? '');
  if (tokens.RefreshToken === undefined) throw new Error('Cognito gave no refresh token');
  return { outcome: 'proven', accountId: sub, email, refreshToken: tokens.RefreshToken };
}
