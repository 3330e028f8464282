import { Duration, Stack } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { mailReceiptKey } from '#functions/shared/table.ts';
import type { FunctionName } from '../bundle.ts';
import type { Stage } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { EmailStack } from '../stacks/email-stack.ts';
import type { IdentityStack } from '../stacks/identity-stack.ts';
import { AccountFunction, type AccountFunctionProps } from './account-function.ts';
import { commonEnvironment, serviceAt } from './common-environment.ts';
import { exporterShape } from './exporter.ts';
import {
  administerUsers,
  anyReceiver,
  keepCredentials,
  readSecrets,
  removeFactors,
  sendMailAs,
  sendTo,
  sendTexts,
  storePhotos,
  writePartitions,
  useTable,
} from './grants.ts';
import { chainShape } from './chain-queue.ts';
import { dangerShape } from './danger-function.ts';
import { feedbackTimeout } from './feedback-queue.ts';
import { exportName } from './template-names.ts';
import {
  answersShape,
  checkpoint,
  erasureShape,
  executionsOf,
  startExecutions,
} from './erasure-functions.ts';
import { deliverShape, expandShape } from './notification-functions.ts';
import type { NotificationQueues } from './notification-queues.ts';
import { mailerTimeout } from './mail-queue.ts';

export interface FunctionsProps {
  readonly stage: Stage;
  readonly data: DataStack;
  readonly identity: IdentityStack;
  readonly email: EmailStack;
  readonly queues: NotificationQueues;
  /** Where people see the site, without a trailing slash. */
  readonly siteUrl: string;
}

/** A request ends before API Gateway gives up on it (30 s), and after the handlers' own bounds on every call. */
const request = { timeout: Duration.seconds(15) };

/** The Lambda functions, by privilege: each with the variables and the rights that it needs, and no other. */
export class Functions extends Construct {
  readonly account: Function;
  readonly identity: Function;
  readonly media: Function;
  readonly danger: Function;
  readonly integrations: Function;
  readonly channels: Function;
  readonly outbox: Function;
  readonly mailer: Function;
  readonly expand: Function;
  readonly deliver: Function;
  readonly feedback: Function;
  readonly sweep: Function;
  readonly erasure: Function;
  readonly answers: Function;
  readonly exporter: Function;
  readonly chain: Function;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const { stage, data, identity, email, queues } = props;
    const common = commonEnvironment(props);
    const api = { ...common, ORIGIN_SECRET_ID: data.originSecret.secretArn };
    const cognitoEndpoint = serviceAt('COGNITO_IDENTITY_PROVIDER', stage.cognitoEndpoint);
    const lambdaEndpoint = serviceAt('LAMBDA', stage.lambdaEndpoint);
    const codeSecret = { CODE_SECRET_ID: data.codeSecret.secretArn };
    const securitySet = email.securitySet.configurationSetName;

    this.account = this.#make(props, 'account', {
      description: 'Session and profile: the table only',
      // Only to know whether there are text messages to choose.
      environment: { ...api, SMS_ORIGIN: stage.sms?.origin ?? '' },
      grants: [...useTable(data.table), readSecrets(data.originSecret)],
      ...request,
    });
    this.identity = this.#make(props, 'identity', {
      description: 'Sign-up to password reset, step-up, email change: the table and the user pool',
      environment: {
        ...api,
        ...codeSecret,
        USER_POOL_ID: identity.userPool.userPoolId,
        USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
        USER_POOL_CLIENT_SECRET_ID: identity.clientSecret.secretArn,
        ...cognitoEndpoint,
      },
      grants: [
        ...useTable(data.table),
        administerUsers(identity.userPool),
        readSecrets(data.originSecret, data.codeSecret, identity.clientSecret),
      ],
      ...request,
    });
    this.media = this.#make(props, 'media', {
      description: 'Profile photos: the table and the bucket of photos',
      environment: { ...api, AVATAR_BUCKET: data.avatars.bucketName },
      grants: [...useTable(data.table), storePhotos(data.avatars), readSecrets(data.originSecret)],
      wildcards: {
        [`AwsSolutions-IAM5[Resource::${exportName(data, data.avatars.bucketArn)}/avatars/*]`]:
          'Photos have random names; every one of them is below this path.',
      },
      ...request,
    });
    this.integrations = this.#make(props, 'integrations', {
      description: 'Telephony providers: the table and the key of credentials',
      environment: {
        ...api,
        INTEGRATIONS_KEY_ID: data.integrationsKey.keyArn,
        PROVIDER_TESTS: stage.providerTests,
      },
      grants: [
        ...useTable(data.table),
        keepCredentials(data.integrationsKey),
        readSecrets(data.originSecret),
      ],
      ...request,
    });
    this.channels = this.#make(props, 'channels', {
      description: 'Mail problems, browsers, phone numbers: the table, the secret of channels, text messages',
      environment: {
        ...api,
        CHANNEL_SECRET_ID: data.channelSecret.secretArn,
        PUSH_HOSTS: 'public',
        SMS_ORIGIN: stage.sms?.origin ?? '',
        SMS_COUNTRIES: stage.sms?.countries.join(',') ?? '',
      },
      grants: [
        ...useTable(data.table),
        readSecrets(data.originSecret, data.channelSecret),
        ...sendTexts(stage),
      ],
      ...request,
    });
    this.outbox = this.#make(props, 'outbox', {
      description: 'Turns stream records into envelopes, for the pipe',
      environment: {},
      grants: [],
      timeout: Duration.seconds(10),
    });
    this.mailer = this.#make(props, 'mailer', {
      description: 'Security mail: its receipts in the table, and SES',
      environment: {
        ...common,
        ...codeSecret,
        MAIL_FROM: stage.mailFrom,
        MAIL_CONFIGURATION_SET: securitySet,
      },
      grants: [
        writePartitions(data.table, mailReceiptKey('', '').pk),
        readSecrets(data.codeSecret),
        sendMailAs(Stack.of(this), stage.mailFrom, securitySet),
      ],
      wildcards: anyReceiver,
      timeout: mailerTimeout,
    });
    this.expand = this.#make(props, 'expand', expandShape({ data, queues, common }));
    this.deliver = this.#make(props, 'deliver', deliverShape({ ...props, stack: Stack.of(this), common }));
    this.feedback = this.#make(props, 'feedback', {
      description: 'Marks addresses that bounced or complained: the table',
      environment: common,
      grants: [...useTable(data.table)],
      timeout: feedbackTimeout,
    });
    this.erasure = this.#make(
      props,
      'erasure',
      erasureShape({ stage, data, identity, common: { ...common, ...cognitoEndpoint, ...lambdaEndpoint } }),
    );
    checkpoint(this.erasure);
    this.danger = this.#make(
      props,
      'danger',
      dangerShape({
        stage,
        data,
        identity,
        erasure: this.erasure,
        api: { ...api, ...codeSecret, ...cognitoEndpoint, ...lambdaEndpoint },
      }),
    );
    this.answers = this.#make(
      props,
      'answers',
      answersShape({ data, common: { ...common, ...lambdaEndpoint }, erasure: this.erasure }),
    );
    this.exporter = this.#make(props, 'exporter', exporterShape(data, common));
    this.chain = this.#make(props, 'chain', chainShape(data, common));
    this.sweep = this.#make(props, 'sweep', {
      description: 'Does what has fallen due without a request: the table, and what it takes from users',
      environment: {
        ...common,
        USER_POOL_ID: identity.userPool.userPoolId,
        DELIVERY_QUEUE_URL: queues.deliveries.queueUrl,
        ERASURE_FUNCTION: this.erasure.currentVersion.functionArn,
        ...cognitoEndpoint,
        ...lambdaEndpoint,
      },
      grants: [
        ...useTable(data.table),
        removeFactors(identity.userPool),
        sendTo(queues.deliveries),
        startExecutions(this.erasure),
      ],
      wildcards: executionsOf(this.erasure),
      // Shorter than the life of a claim on a due item (functions/shared/due-item.ts).
      timeout: Duration.minutes(5),
    });
  }

  #make(
    { stage }: FunctionsProps,
    name: FunctionName,
    shape: Omit<AccountFunctionProps, 'name' | 'logDays'>,
  ): Function {
    return new AccountFunction(this, name, { ...shape, name, logDays: stage.logDays }).function;
  }
}
