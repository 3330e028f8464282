import type { Envelope } from '#events/envelope.ts';
import { lifecycleEvents } from '#events/lifecycle/catalogue.ts';
import { sampleEnvelope } from '#events/samples.ts';
import type { MailSettings } from './mail-settings.ts';
import { mailsOf } from './mails-of.ts';
import { renderMail, type RenderedMail } from '#functions/shared/mail/render-mail.ts';

export interface MailPreview {
  /** Fit for a path: `latchkey.email.changed.address-changed-old`. */
  readonly id: string;
  readonly title: string;
  readonly mail: RenderedMail;
}

const previewSettings: MailSettings = {
  siteUrl: 'http://localhost:3000',
  productName: 'Latchkey',
  supportEmail: 'support@example.com',
  codeSecret: 'only for previews, opens nothing',
};

/** The samples, and those variants of their data that make another mail. */
function previewed(): { variant: string; envelope: Envelope }[] {
  const samples = lifecycleEvents.map(({ type }) => ({ variant: '', envelope: sampleEnvelope(type) }));
  const reset = sampleEnvelope('latchkey.password.reset-requested');
  const request = sampleEnvelope('latchkey.recovery.requested');
  const withoutFactor = { ...request, data: { ...request.data, twoFactor: false } };
  const admin = { name: 'Grace Hopper', companyName: 'Analytical Engines' };
  const byAdmin = { ...reset, data: { ...reset.data, cause: 'sent-by-admin', admin } };
  const removed = sampleEnvelope('latchkey.member.removed');
  const withCompany = { ...removed, data: { ...removed.data, cause: 'company-deleted' } };
  const causes = ['email-reverted', 'disowned'].map((cause) => ({
    variant: cause,
    envelope: { ...reset, data: { ...reset.data, cause } },
  }));
  return [
    ...samples,
    ...causes,
    { variant: 'two-factor-off', envelope: withoutFactor },
    { variant: 'sent-by-admin', envelope: byAdmin },
    { variant: 'company-deleted', envelope: withCompany },
  ];
}

/** Every mail that there is, rendered from the sample events. For the local mailbox page and for tests. */
export function mailPreviews(settings: MailSettings = previewSettings): MailPreview[] {
  return previewed().flatMap(({ variant, envelope }) =>
    mailsOf(envelope, settings).map((description) => {
      const mail = renderMail(description, settings);
      const id = [envelope.type, description.id, variant].filter((part) => part !== '').join('.');
      return { id, title: mail.subject, mail };
    }),
  );
}
