import type { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The key under which a secret holds its current value; `previous` may stand beside it while it is rotated. */
export const currentValue = 'current';

export interface HouseSecretProps {
  readonly description: string;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A secret of the form `{"current": "…", "previous": "…"}`, made by Secrets Manager: no person and no template
 * ever has it. Two values, since a rotation must not cut off those who still hold the old one. They are keys and
 * not a list, because CloudFormation can only address (and Secrets Manager only generate) the value of a key.
 */
export class HouseSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, props: HouseSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: props.description,
      removalPolicy: props.removalPolicy,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: currentValue,
        passwordLength: 64,
        excludePunctuation: true,
      },
    });
    acknowledge(this.secret, {
      'AwsSolutions-SMG4':
        'Rotated in steps that keep two values valid; a timer would cut off who still holds the old one.',
    });
  }
}
