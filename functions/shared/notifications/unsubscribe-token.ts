import { createHmac, timingSafeEqual } from 'node:crypto';
import { writeBase32 } from '../mailed-code.ts';
import type { MailScope } from './mail-scope.ts';

/** 130 bits, as the codes of other mailed links. */
const characters = 26;

/** What an unsubscribe link is about, and whose mails. */
export interface Subscription {
  readonly accountId: string;
  readonly scope: MailScope;
}

function sign(secret: string, named: string): string {
  const bytes = createHmac('sha256', secret).update(`unsubscribe\n${named}`).digest();
  return writeBase32(bytes, characters);
}

/**
 * The token of an unsubscribe link. It opens nothing but this one switch of this one account, and has no end: a mail
 * may be read, and its link followed, after years (RFC 8058 §3.1 wants it hard to forge, and no sign-in).
 */
export function unsubscribeToken(secret: string, { accountId, scope }: Subscription): string {
  const named = `${accountId}.${scope.kind}_${scope.name}`;
  return `${named}.${sign(secret, named)}`;
}

const shape = /^([0-9a-f-]{36})\.(type|category)_([a-z-]{1,64})\.([0-9A-HJKMNP-TV-Z]{26})$/;

/** What a token is about, proven in constant time under any of the valid secrets; null when it was not made by us. */
export function readUnsubscribeToken(secrets: readonly string[], token: string): Subscription | null {
  const [, accountId, kind, name, code] = shape.exec(token) ?? [];
  if (accountId === undefined || name === undefined || code === undefined) return null;
  const scope: MailScope = { kind: kind === 'type' ? 'type' : 'category', name };
  const given = Buffer.from(code);
  let proven = false;
  for (const secret of secrets) {
    const expected = Buffer.from(sign(secret, `${accountId}.${scope.kind}_${name}`));
    if (timingSafeEqual(expected, given)) proven = true;
  }
  return proven ? { accountId, scope } : null;
}
