import { ArnFormat, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type EventBus, EventField, Rule } from 'aws-cdk-lib/aws-events';
import { LogGroupTargetInput } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { eventSource } from '#events/envelope.ts';
import type { Stage } from '../config.ts';
import { houseLog } from './house-log.ts';

export interface EventLogProps {
  readonly bus: EventBus;
  readonly days: Stage['logDays'];
  readonly removalPolicy: RemovalPolicy;
}

const field = (name: string) => EventField.fromPath(`$.detail.${name}`);

/**
 * Writes what happened: never an event's data or origin, which hold addresses, nor whose account it was, which must be
 * forgotten with the account (decision 025). The event's id leads there, as long as the account is there.
 */
export class EventLog extends Construct {
  constructor(scope: Construct, id: string, { bus, days, removalPolicy }: EventLogProps) {
    super(scope, id);
    const logGroup = houseLog(this, 'Log', days, removalPolicy);
    const rule = new Rule(this, 'Rule', {
      description: 'Every event, without its data, to the log',
      eventBus: bus,
      eventPattern: { source: [eventSource] },
    });
    // The library's own target (CloudWatchLogGroup) would bring a custom resource to write the policy below.
    rule.addTarget({
      bind: () => ({
        arn: Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          resourceName: logGroup.logGroupName,
        }),
        input: LogGroupTargetInput.fromObjectV2({
          message: JSON.stringify({
            type: EventField.detailType,
            eventId: field('id'),
            companyId: field('companyId'),
            actor: field('actor.kind'),
            version: field('version'),
          }),
        }),
        targetResource: logGroup,
      }),
    });
    // Without a condition on the rule: EventBridge writes to a log group under none.
    logGroup.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    // An event that comes before it may be written would not be in the log.
    rule.node.addDependency(logGroup);
  }
}
