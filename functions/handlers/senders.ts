import type { Senders } from '#functions/deliver/deps.ts';
import { emailSender } from '#functions/notification-email/email-sender.ts';
import { cachedSecret, openSecrets } from '#functions/shared/aws/secrets.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { Now } from '#functions/shared/clock.ts';
import { type Environment, required } from '#functions/shared/environment.ts';
import type { Logger } from '#functions/shared/logger.ts';
import { openSes, sesSender } from '#functions/shared/mail/ses-sender.ts';
import { smsSender } from '#functions/sms/sms-sender.ts';
import { pushSender } from '#functions/web-push/push-sender.ts';
import { openPushTransport } from '#functions/web-push/push-transport.ts';
import { textsFrom } from './texts.ts';

export interface SendersDeps {
  readonly table: Table;
  readonly now: Now;
  readonly logger: Logger;
}

/** Composes the ways out of the house. Each is tried once: see `Sender`. Text messages only where the stage has them. */
export function composeSenders(environment: Environment, { table, now, logger }: SendersDeps): Senders {
  const { SITE_URL: siteUrl, PRODUCT_NAME: productName, SUPPORT_EMAIL: supportEmail } = environment;
  const readChannelSecret = cachedSecret(
    required(environment.CHANNEL_SECRET_ID, 'CHANNEL_SECRET_ID'),
    openSecrets(),
    now,
  );
  const origin = environment.SMS_ORIGIN;
  return {
    email: emailSender({
      table,
      now,
      readChannelSecret,
      send: sesSender(openSes(1), environment.NOTIFICATION_CONFIGURATION_SET),
      settings: {
        siteUrl,
        productName,
        supportEmail,
        mailFrom: required(environment.MAIL_FROM, 'MAIL_FROM'),
      },
    }),
    push: pushSender({
      table,
      now,
      logger,
      readChannelSecret,
      post: openPushTransport(environment.PUSH_HOSTS),
      contact: supportEmail === '' ? siteUrl : `mailto:${supportEmail}`,
    }),
    ...(origin === '' ? {} : { sms: smsSender({ table, send: textsFrom(origin) }) }),
  };
}
