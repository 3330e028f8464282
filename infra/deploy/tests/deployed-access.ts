import PostalMime from 'postal-mime';
import * as v from 'valibot';

import type { Access, Mail } from '#infra/local/tests/running-stack.ts';

/** Mail as ministack shows it, by account. */
const ministackSchema = v.object({
  messages: v.record(
    v.string(),
    v.array(
      v.object({
        Source: v.string(),
        To: v.array(v.string()),
        Subject: v.string(),
        BodyText: v.nullable(v.string()),
        BodyHtml: v.nullable(v.string()),
        Timestamp: v.number(),
      }),
    ),
  ),
});

/** Mail as LocalStack shows it. */
const localstackSchema = v.object({
  messages: v.array(v.object({ RawData: v.optional(v.string()), Timestamp: v.string() })),
});

export interface DeployedSettings {
  readonly endpoint: string;
  readonly apiId: string;
  readonly siteUrl: string;
  readonly originSecret: string;
}

/**
 * The deployed HTTP API as CloudFront would reach it: with the origin secret and the viewer's address. There is no edge in
 * an emulator, so the suite stands in for it, and reads what SES was given.
 */
export function deployedAccess({ endpoint, apiId, siteUrl, originSecret }: DeployedSettings): Access {
  return {
    origin: siteUrl,
    api: `${endpoint}/_aws/execute-api/${apiId}/$default`,
    headers: (ip = '203.0.113.7') => ({
      'x-latchkey-origin': originSecret,
      'cloudfront-viewer-address': `${ip}:443`,
    }),
    mails: async (to) => (await mailsOf(endpoint)).filter((mail) => mail.to === to),
  };
}

/** All mail that SES was given, the newest first. */
async function mailsOf(endpoint: string): Promise<Mail[]> {
  const ministack = await fetch(`${endpoint}/_ministack/ses/messages`);
  if (ministack.ok) {
    const { messages } = v.parse(ministackSchema, await ministack.json());
    const mails = Object.values(messages)
      .flat()
      .map((mail) => ({
        to: mail.To[0] ?? '',
        from: mail.Source,
        subject: mail.Subject,
        text: mail.BodyText ?? '',
        html: mail.BodyHtml ?? '',
        headers: {},
        sentAt: new Date(mail.Timestamp * 1000).toISOString(),
      }));
    return mails.toReversed();
  }
  const localstack = await fetch(`${endpoint}/_aws/ses`);
  const { messages } = v.parse(localstackSchema, await localstack.json());
  const mails = messages.flatMap(({ RawData, Timestamp }) =>
    RawData === undefined ? [] : [mailOf(RawData, Timestamp)],
  );
  return (await Promise.all(mails)).toReversed();
}

async function mailOf(raw: string, sentAt: string): Promise<Mail> {
  const { to, from, subject = '', text = '', html = '', headers } = await PostalMime.parse(raw);
  return {
    to: to?.[0]?.address ?? '',
    from: from?.address ?? '',
    subject,
    text,
    html,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    sentAt,
  };
}
