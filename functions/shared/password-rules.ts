import * as v from 'valibot';
import type { FieldReason } from './reasons.ts';

let common: Promise<ReadonlySet<string>> | undefined;

/** The 3,000 commonest passwords of eight characters or more; loaded with the first password to be judged. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('./common-passwords.json', { with: { type: 'json' } }).then(
    (file) => new Set(v.parse(v.array(v.string()), file.default)),
  );
  return common;
}

export interface PasswordContext {
  readonly email: string;
  readonly name: string;
}

function isPersonal(password: string, { email, name }: PasswordContext): boolean {
  const local = email.split('@')[0] ?? '';
  const folded = password.toLowerCase();
  return [email, local, name, name.replaceAll(' ', '')].some(
    (own) => own !== '' && folded === own.toLowerCase(),
  );
}

// Basic Latin, as Cognito's own policy counts them.
const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[ -/:-@[-`{-~]/];

function lacksComposition(password: string): boolean {
  return !kinds.every((kind) => kind.test(password));
}

/**
 * What is wrong with a new password beyond its length: one of the 3,000 commonest (ASVS 6.2.4), or the
 * person's own address or name. Rules of composition only where the stage asks for them (ASVS 6.2.5).
 */
export async function passwordFault(
  password: string,
  context: PasswordContext,
  settings: { readonly composition: boolean },
): Promise<FieldReason | null> {
  if ((await commonPasswords()).has(password.toLowerCase())) return 'password-too-common';
  if (isPersonal(password, context)) return 'password-is-personal';
  return settings.composition && lacksComposition(password) ? 'password-composition' : null;
}
