import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { ApiRoutes } from '../constructs/api-routes.ts';
import { chainQueue } from '../constructs/chain-queue.ts';
import { EventLog } from '../constructs/event-log.ts';
import { exportQueue } from '../constructs/export-queue.ts';
import { feedbackQueue } from '../constructs/feedback-queue.ts';
import { Functions, type FunctionsProps } from '../constructs/functions.ts';
import { MailFeedback } from '../constructs/mail-feedback.ts';
import { mailQueue } from '../constructs/mail-queue.ts';
import { NotificationQueues } from '../constructs/notification-queues.ts';
import { ownerAnswerQueue } from '../constructs/owner-answer-queue.ts';
import { outputs } from '../constructs/outputs.ts';
import { OutboxPipe } from '../constructs/outbox-pipe.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';

export interface ApiStackProps extends Omit<FunctionsProps, 'queues'> {
  readonly httpApi: HttpApi;
}

/** What answers requests, and what follows from them: functions, routes, the bus, the pipe to it, the mail. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { httpApi, ...props }: ApiStackProps) {
    super(scope, id, { description: `Latchkey ${props.stage.name}: functions, routes, events, mail` });
    const { stage, data, email } = props;
    const queues = new NotificationQueues(this, 'Notifications');
    const functions = new Functions(this, 'Functions', { ...props, queues });
    const { account, identity, media, danger, integrations, channels } = functions;
    const { outbox, mailer, feedback, sweep, exporter } = functions;
    new ApiRoutes(this, 'Routes', httpApi, { account, identity, media, danger, integrations, channels });

    const bus = new EventBus(this, 'Bus', {
      eventBusName: `latchkey-${stage.name}`,
      description: "Latchkey's events, and what the product sends to it",
    });
    const pipe = new OutboxPipe(this, 'Outbox', { table: data.table, outbox, bus });
    mailQueue(this, bus, mailer);
    queues.listen(bus, stage.notificationSources);
    queues.feed(functions);
    ownerAnswerQueue(this, bus, functions.answers);
    exportQueue(this, bus, exporter);
    chainQueue(this, bus, functions.chain);
    new SweepSchedule(this, 'Sweep', sweep);
    new MailFeedback(this, 'Feedback', bus, [
      email.securitySet.configurationSetName,
      email.notificationSet.configurationSetName,
    ]);
    feedbackQueue(this, bus, feedback);
    new EventLog(this, 'Events', {
      bus,
      days: stage.logDays,
      removalPolicy: stage.data === 'protected' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Nothing is carried before all who listen are there, may be reached, and work on the table that it is carried out of.
    pipe.comesAfter(this.node.findAll().filter(isListening));
    outputs(this, {
      SiteUrl: props.siteUrl,
      BusName: bus.eventBusName,
      OutboxFunctionName: outbox.functionName,
    });
  }
}

function isListening(part: IConstruct): part is CfnResource {
  return [CfnRule, CfnQueuePolicy, CfnResourcePolicy, CfnFunction].some((kind) => part instanceof kind);
}
