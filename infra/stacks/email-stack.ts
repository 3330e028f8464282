import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';

/** What mail needs: a verified sender, and configuration sets that report what came of it. */
export class EmailStack extends Stack {
  /** Security mail has a set of its own, so that no campaign's complaints can stop it. */
  readonly securitySet: ConfigurationSet;
  /** All other mail: notifications, digests, reports. */
  readonly notificationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { description: `Latchkey ${stage.name}: sender and configuration set` });

    this.securitySet = this.#set('Security', `latchkey-${stage.name}-security`);
    this.notificationSet = this.#set('Notifications', `latchkey-${stage.name}-notifications`);

    if (stage.mailIdentity !== 'existing') this.#verifySender(stage);
  }

  /**
   * SES's own list of addresses that bounced is left out: it would drop mandatory mail without a word, and nobody
   * could take an address off it. Latchkey marks such addresses itself (decision 023).
   */
  #set(id: string, configurationSetName: string): ConfigurationSet {
    const set = new ConfigurationSet(this, id, {
      configurationSetName,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      disableSuppressionList: true,
    });
    // SES reports to the account's default bus only; the api stack passes its reports on to Latchkey's.
    set.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, `${id}Bus`, 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    return set;
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
