import { deliveryQueue, ownerAnswerQueue, requestQueue } from './bus/rules.ts';
import { names } from './names.ts';
import type { Variables } from './names.ts';
import { deadLettersOf, queueUrl } from './sqs/operations.ts';
import type { UserPool } from './user-pool.ts';

/** A stage's settings: whoever starts the stack may try other ones. */
const settings = {
  MAIL_FROM: 'account@example.com',
  SUPPORT_EMAIL: 'support@example.com',
  PRODUCT_NAME: 'Latchkey',
  EMAIL_CHANGE: 'self-service',
  PASSWORD_COMPOSITION: 'false',
  SESSION_ABSOLUTE_DAYS: '30',
  DELETION_GRACE_DAYS: '7',
  ARCHIVE_DAYS: '365',
  LOG_DAYS: '365',
  DATA_OWNERS: '',
  PROVIDER_TESTS: 'format',
  // On one's own machine a push service may be on it, too.
  PUSH_HOSTS: 'any',
  SMS_COUNTRIES: 'US,GB,DE,PK,AE',
} as const;

/** What the functions read from their environment (functions/shared/environment.ts), as CDK would set it. */
export function functionVariables(
  siteUrl: string,
  { userPoolId, clientId }: UserPool,
  variables: Variables,
): Record<string, string> {
  const chosen = Object.entries(settings).map(([name, usual]): [string, string] => [
    name,
    variables[name] ?? usual,
  ]);
  return {
    ...Object.fromEntries(chosen),
    TABLE_NAME: names.table,
    SITE_URL: siteUrl,
    ORIGIN_SECRET_ID: names.originSecret,
    CODE_SECRET_ID: names.codeSecret,
    CHANNEL_SECRET_ID: names.channelSecret,
    USER_POOL_ID: userPoolId,
    USER_POOL_CLIENT_ID: clientId,
    USER_POOL_CLIENT_SECRET_ID: names.userPoolClientSecret,
    AVATAR_BUCKET: names.avatarBucket,
    RECORDS_TABLE_NAME: names.recordsTable,
    RECORDINGS_BUCKET: names.recordingsBucket,
    EXPORT_BUCKET: names.exportBucket,
    ARCHIVE_BUCKET: names.archiveBucket,
    ERASURE_FUNCTION: names.erasureFunction,
    INTEGRATIONS_KEY_ID: `alias/${names.integrationsKey}`,
    MAIL_CONFIGURATION_SET: names.configurationSet,
    NOTIFICATION_CONFIGURATION_SET: names.notificationSet,
    SMS_ORIGIN: names.smsOrigin,
  };
}

/** Where the functions find SQS and its queues. No endpoint of somebody else's replaces them: they are the bus's. */
export function queueVariables(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SQS: endpoint,
    REQUEST_QUEUE_URL: queueUrl(endpoint, requestQueue),
    REFUSED_QUEUE_URL: queueUrl(endpoint, deadLettersOf(requestQueue)),
    REFUSED_ANSWERS_QUEUE_URL: queueUrl(endpoint, deadLettersOf(ownerAnswerQueue)),
    DELIVERY_QUEUE_URL: queueUrl(endpoint, deliveryQueue),
  };
}
