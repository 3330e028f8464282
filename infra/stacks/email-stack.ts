import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';

/** What mail needs: a verified sender, and a configuration set for security mail that reports what came of it. */
export class EmailStack extends Stack {
  /** Security mail has a set of its own, so that no campaign's complaints can stop it. */
  readonly securitySet: ConfigurationSet;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { description: `Latchkey ${stage.name}: sender and configuration set` });

    this.securitySet = new ConfigurationSet(this, 'Security', {
      configurationSetName: `latchkey-${stage.name}-security`,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    // SES reports to the account's default bus only; the api stack passes its reports on to Latchkey's.
    this.securitySet.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });

    if (stage.mailIdentity !== 'existing') this.#verifySender(stage);
  }

  #verifySender(stage: Stage): void {
    const domain = stage.mailFrom.slice(stage.mailFrom.lastIndexOf('@') + 1);
    const isDomain = stage.mailIdentity === 'domain';
    const identity = new EmailIdentity(this, 'Sender', {
      identity: isDomain ? Identity.domain(domain) : Identity.email(stage.mailFrom),
      configurationSet: this.securitySet,
    });
    if (!isDomain) return;
    identity.dkimRecords.forEach((record, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, {
        description: `Write this CNAME record to the DNS of ${domain}, so that SES may sign its mail`,
        value: `${record.name} CNAME ${record.value}`,
      });
    });
  }
}
