/** What things are called on this machine; when deployed, CloudFormation names them. */
export const names = {
  table: 'latchkey',
  recordsTable: 'latchkey-records',
  avatarBucket: 'latchkey-avatars',
  recordingsBucket: 'latchkey-recordings',
  exportBucket: 'latchkey-exports',
  archiveBucket: 'latchkey-archive',
  erasureFunction: 'latchkey-erasure',
  originSecret: 'latchkey/origin',
  codeSecret: 'latchkey/codes',
  channelSecret: 'latchkey/channels',
  userPoolClientSecret: 'latchkey/user-pool-client',
  configurationSet: 'latchkey-security',
  notificationSet: 'latchkey-notifications',
  smsOrigin: '+12025550100',
  integrationsKey: 'latchkey-integrations',
} as const;

/** Every bucket there is. */
export const buckets = [
  names.avatarBucket,
  names.recordingsBucket,
  names.exportBucket,
  names.archiveBucket,
] as const;

/** The parts, and the variable by which another endpoint stands in for each. */
export const endpointVariables = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  cognito: 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
  ses: 'AWS_ENDPOINT_URL_SES',
  s3: 'AWS_ENDPOINT_URL_S3',
  secrets: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  kms: 'AWS_ENDPOINT_URL_KMS',
  sms: 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2',
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
} as const;

export type PartName = keyof typeof endpointVariables;

export const partNames = [
  'dynamodb',
  'cognito',
  'ses',
  's3',
  'secrets',
  'kms',
  'sms',
  'lambda',
] as const satisfies readonly PartName[];

/** What the parts keep in the state directory: all that `--fresh` forgets. */
export const stateEntries = [
  'bus',
  'clock.json',
  'cognito.json',
  'demo.json',
  'durable',
  'dynamodb',
  'kms.json',
  'ready.json',
  's3',
  'secrets.json',
  'ses',
  'sms',
] as const;

export type Variables = Readonly<Record<string, string | undefined>>;

/** The endpoint that whoever started the stack set for a part, to have it used instead of ours. */
export function replacementOf(part: PartName, variables: Variables): string | undefined {
  const endpoint = variables[endpointVariables[part]];
  return endpoint === '' ? undefined : endpoint;
}
