import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as ToBus } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';

/**
 * Brings SES's reports (bounces, complaints, delays) on configuration sets of ours from the account's default bus,
 * which is the only one SES reports to, to Latchkey's bus, where whoever shows delivery problems listens.
 */
export class MailFeedback extends Construct {
  constructor(scope: Construct, id: string, bus: EventBus, configurationSets: string[]) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description: "SES's reports on our mail, to Latchkey's bus",
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': configurationSets } } },
      },
      // By its ARN: the class does not fit the interface that this target asks for.
      targets: [new ToBus(EventBus.fromEventBusArn(this, 'Bus', bus.eventBusArn))],
    });
    // A report that comes before the role may hand it on would be lost.
    rule.node.defaultChild?.node.addDependency(rule.node.findChild('EventsRole'));
  }
}
