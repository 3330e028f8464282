import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * Where alarms go: to the mail address of whoever is on duty, who confirms once that they want them. Chat and pagers
 * subscribe to the same topic. It holds names of alarms and their sentences, nothing of anybody's.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly action: SnsAction;

  constructor(scope: Construct, id: string, alarmMail: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Latchkey alarms', enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(alarmMail));
    // Alarms of this account only, whatever else may speak for CloudWatch.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.action = new SnsAction(this.topic);
  }
}
