import type { MailScope } from '#functions/shared/notifications/mail-scope.ts';
import { unsubscribeToken } from '#functions/shared/notifications/unsubscribe-token.ts';

/** Where the links of a notification's mail lead. */
export interface EmailLinks {
  readonly settings: string;
  readonly inbox: string;
  /** Null where nobody can unsubscribe: mandatory mail, or one that the company keeps on. */
  readonly unsubscribe: { readonly page: string; readonly oneClick: string } | null;
}

/** Makes the links of a mail; `scope` is null where nobody can unsubscribe from it. */
export function emailLinks(
  siteUrl: string,
  secret: string,
  { accountId, scope }: { readonly accountId: string; readonly scope: MailScope | null },
): EmailLinks {
  const query =
    scope === null
      ? ''
      : new URLSearchParams({ token: unsubscribeToken(secret, { accountId, scope }) }).toString();
  return {
    settings: `${siteUrl}/settings/notifications`,
    inbox: `${siteUrl}/notifications`,
    unsubscribe:
      scope === null
        ? null
        : { page: `${siteUrl}/unsubscribe?${query}`, oneClick: `${siteUrl}/api/unsubscribe?${query}` },
  };
}
