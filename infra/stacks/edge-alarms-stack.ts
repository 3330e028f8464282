import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EdgeAlarms } from '../constructs/alarms/edge-alarms.ts';
import { outputs } from '../constructs/outputs.ts';
import { edgeRegion } from './edge-stack.ts';
import type { SiteStack } from './site-stack.ts';

export interface EdgeAlarmsStackProps {
  readonly stage: Stage;
  readonly site: SiteStack;
  /** The Region of the other stacks, as far as the command line says: there the distribution's id is read. */
  readonly homeRegion: string | undefined;
}

/**
 * What tells us that something is wrong at the edge. CloudFront reports to us-east-1 only, alarms look at metrics of their own
 * Region only and tell topics of it only: so it is a stack and a topic apart. It reads the distribution's id by the name of an
 * output and holds on to nothing.
 */
export class EdgeAlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { stage, site, homeRegion }: EdgeAlarmsStackProps) {
    super(scope, id, {
      description: `Latchkey ${stage.name}: alarms of the edge, which reports to ${edgeRegion} only`,
      env: { region: edgeRegion },
    });
    this.addStackDependency(site);
    const { topic, action } = new AlarmTopic(this, 'Alarms', stage.alarmMail);
    const distributionId = Fn.getStackOutput(site.stackName, 'DistributionId', homeRegion);
    new EdgeAlarms(this, 'Edge', distributionId, { prefix: `latchkey-${stage.name}`, action });
    outputs(this, { EdgeAlarmTopicArn: topic.topicArn });
  }
}
