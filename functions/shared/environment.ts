import * as v from 'valibot';

/**
 * What a function reads from its environment; CDK and the local stack set exactly these. Secrets are not
 * here: the variables below name them, and `secrets.ts` reads them from Secrets Manager.
 */
export const environmentSchema = v.object({
  TABLE_NAME: v.pipe(v.string(), v.nonEmpty()),
  /** The address people see, without a trailing slash: `https://account.example.com`. */
  SITE_URL: v.pipe(v.string(), v.url()),
  /** Secret holding JSON `{"current": …, "previous"?: …}`: what CloudFront sends as origin header. */
  ORIGIN_SECRET_ID: v.optional(v.string()),
  /** Secret of the same form: the key of mailed codes. */
  CODE_SECRET_ID: v.optional(v.string()),
  /** Secret of the same form: what push messages and unsubscribe links are signed with, and codes for phones. */
  CHANNEL_SECRET_ID: v.optional(v.string()),
  USER_POOL_ID: v.optional(v.string()),
  USER_POOL_CLIENT_ID: v.optional(v.string()),
  /** Secret of the same form: the client secret of the user pool client. */
  USER_POOL_CLIENT_SECRET_ID: v.optional(v.string()),
  AVATAR_BUCKET: v.optional(v.string()),
  /** The KMS key of the credentials of telephony providers. */
  INTEGRATIONS_KEY_ID: v.optional(v.string()),
  /** Whether a test of such credentials calls the provider, or only looks at their form. */
  PROVIDER_TESTS: v.optional(v.picklist(['live', 'format']), 'format'),
  MAIL_FROM: v.optional(v.string()),
  /** SES configuration set of security mail. */
  MAIL_CONFIGURATION_SET: v.optional(v.string()),
  /** Queues of notifications: requests, those that were refused, and deliveries. */
  REQUEST_QUEUE_URL: v.optional(v.string()),
  REFUSED_QUEUE_URL: v.optional(v.string()),
  DELIVERY_QUEUE_URL: v.optional(v.string()),
  /** Where answers of data owners lie that were refused. */
  REFUSED_ANSWERS_QUEUE_URL: v.optional(v.string()),
  /** Where push messages may be sent: only the local stack lets them go to this very machine. */
  PUSH_HOSTS: v.optional(v.picklist(['public', 'any']), 'public'),
  /** What text messages come from (a number, pool or sender id, or its ARN); empty where the stage sends none. */
  SMS_ORIGIN: v.optional(v.string(), ''),
  /** Countries whose numbers get text messages, ISO 3166: `DE,US`. */
  SMS_COUNTRIES: v.optional(
    v.pipe(
      v.string(),
      v.transform((list) => list.split(',').filter((country) => country !== '')),
    ),
    '',
  ),
  /** SES configuration set of all other mail. */
  NOTIFICATION_CONFIGURATION_SET: v.optional(v.string()),
  EMAIL_CHANGE: v.optional(v.picklist(['self-service', 'support-only']), 'self-service'),
  PASSWORD_COMPOSITION: v.optional(v.picklist(['true', 'false']), 'false'),
  /** Greatest age of a session in days; equals the refresh token's validity. */
  SESSION_ABSOLUTE_DAYS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number)), '30'),
  /** How many days a deletion can be taken back. */
  DELETION_GRACE_DAYS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,2}$/), v.transform(Number)), '7'),
  /** The product's records: their table, and the bucket of recordings. */
  RECORDS_TABLE_NAME: v.optional(v.string()),
  RECORDINGS_BUCKET: v.optional(v.string()),
  /** Where finished exports wait to be downloaded. */
  EXPORT_BUCKET: v.optional(v.string()),
  /** The durable function that erases, by its qualified ARN. */
  ERASURE_FUNCTION: v.optional(v.string()),
  /** Where what the law asks for is kept, write-once, and for how many days. */
  ARCHIVE_BUCKET: v.optional(v.string()),
  ARCHIVE_DAYS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), '365'),
  /** How many days the functions' logs are kept: a receipt says so. */
  LOG_DAYS: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number)), '365'),
  /** The stores that the product has registered, separated by commas: `crm,billing`. */
  DATA_OWNERS: v.optional(
    v.pipe(
      v.string(),
      v.transform((list) => list.split(',').filter((name) => name !== '')),
      v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/))),
    ),
    '',
  ),
  /** Where people without a self-service way are sent. */
  SUPPORT_EMAIL: v.optional(v.string(), ''),
  PRODUCT_NAME: v.optional(v.string(), 'Latchkey'),
});

export type Environment = v.InferOutput<typeof environmentSchema>;

/** Parses the environment; throws with the names of what is missing, so that a bad deploy fails at its first start. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const result = v.safeParse(environmentSchema, variables);
  if (result.success) return result.output;
  const names = result.issues.map((issue) => v.getDotPath(issue)).join(', ');
  throw new Error(`Environment variables missing or wrong: ${names}`);
}

/** The value of a variable that this function cannot do without. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Environment variable missing: ${name}`);
  return value;
}
