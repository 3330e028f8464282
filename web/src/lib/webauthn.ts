import * as v from 'valibot';
import {
  type CreationOptions,
  type NewCredential,
  newCredentialSchema,
  type RequestOptions,
  type SignedChallenge,
  signedChallengeSchema,
} from '#functions/passkeys/contract.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';

/** How asking the browser ended. `cancelled`: by the person, or it has none to use; `known`: it has one already. */
type Asked<Credential> =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly why: 'cancelled' | 'known' | 'unsupported' };

/** Whether this browser knows passkeys at all; it does over HTTPS, and at localhost. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function';
}

/** Lets the browser make a passkey. */
export function createPasskey(options: CreationOptions): Promise<Asked<NewCredential>> {
  return ask(newCredentialSchema, () => navigator.credentials.create({ publicKey: creation(options) }));
}

/** Lets the browser sign a challenge with one of its passkeys for this site. */
export function usePasskey(options: RequestOptions): Promise<Asked<SignedChallenge>> {
  return ask(signedChallengeSchema, () =>
    navigator.credentials.get({
      publicKey: { ...options, challenge: fromBase64Url(options.challenge) },
    }),
  );
}

function creation(options: CreationOptions): PublicKeyCredentialCreationOptions {
  // Not every browser has it yet.
  if ('parseCreationOptionsFromJSON' in PublicKeyCredential) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  }
  return {
    ...options,
    challenge: fromBase64Url(options.challenge),
    user: { ...options.user, id: fromBase64Url(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(({ type, id }) => ({ type, id: fromBase64Url(id) })),
  };
}

async function ask<const S extends v.GenericSchema>(
  schema: S,
  prompt: () => Promise<Credential | null>,
): Promise<Asked<v.InferOutput<S>>> {
  if (!canUsePasskeys()) return { ok: false, why: 'unsupported' };
  try {
    const credential = await prompt();
    if (!(credential instanceof PublicKeyCredential)) return { ok: false, why: 'cancelled' };
    const parsed = v.safeParse(schema, asJson(credential));
    return parsed.success ? { ok: true, credential: parsed.output } : { ok: false, why: 'unsupported' };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'InvalidStateError') return { ok: false, why: 'known' };
    return { ok: false, why: error.name === 'NotSupportedError' ? 'unsupported' : 'cancelled' };
  }
}

/** A credential as WebAuthn's JSON form has it; by hand where the browser can't, or a password manager's can't. */
function asJson(credential: PublicKeyCredential): unknown {
  if ('toJSON' in credential) {
    try {
      return credential.toJSON();
    } catch {
      // Some password managers hand out an object of their own, which the browser's function refuses.
    }
  }
  const { id, type, rawId, response } = credential;
  return { id, type, rawId: toBase64Url(rawId), response: responseJson(response) };
}

function responseJson(response: AuthenticatorResponse): object {
  const clientDataJSON = toBase64Url(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    const { attestationObject } = response;
    const transports = 'getTransports' in response ? response.getTransports() : [];
    return { clientDataJSON, attestationObject: toBase64Url(attestationObject), transports };
  }
  if (!(response instanceof AuthenticatorAssertionResponse)) return {};
  const { authenticatorData, signature, userHandle } = response;
  return {
    clientDataJSON,
    authenticatorData: toBase64Url(authenticatorData),
    signature: toBase64Url(signature),
    userHandle: userHandle === null ? null : toBase64Url(userHandle),
  };
}
