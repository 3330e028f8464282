import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { parseArgs } from 'node:util';
import { ConfigError, readStage } from '../config.ts';
import { type Check, runChecks } from './check.ts';
import { outputsOf } from './find-stage.ts';
import { siteChecks } from './site-checks.ts';
import { stageChecks } from './stage-checks.ts';

const usage = 'Write npm run smoke -- --stage dev for a deployed stage, or --url http://localhost:3000.';

/** A call that can't be understood; the message says what to write. */
class UsageError extends Error {}

/** The checks that the arguments ask for. */
async function chosenChecks(): Promise<Check[]> {
  const { values } = parseArgs({ options: { stage: { type: 'string' }, url: { type: 'string' } } });
  if (values.url !== undefined && values.stage === undefined && URL.canParse(values.url))
    return siteChecks(values.url);
  if (values.stage === undefined || values.url !== undefined) throw new UsageError(usage);

  const stage = readStage(values.stage);
  const output = await outputsOf(stage);
  const region = await new DynamoDBClient({}).config.region();
  return [
    ...siteChecks(output('SiteUrl')),
    ...stageChecks({
      stage,
      output,
      apiAddress: `https://${output('ApiId')}.execute-api.${region}.amazonaws.com`,
      clients: {
        cloudFront: new CloudFrontClient({}),
        cognito: new CognitoIdentityProviderClient({}),
        dynamodb: new DynamoDBClient({}),
        ses: new SESClient({}),
        sns: new SNSClient({}),
      },
    }),
  ];
}

try {
  const findings = await runChecks(await chosenChecks(), ({ name, wrong }) => {
    console.log(wrong === null ? `ok      ${name}` : `FAILED  ${name}: ${wrong}`);
  });
  const failed = findings.filter(({ wrong }) => wrong !== null).length;
  console.log(`\n${String(findings.length - failed)} passed, ${String(failed)} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  const isOurs = error instanceof UsageError || error instanceof ConfigError;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  // What AWS says of missing stacks and credentials is a sentence already.
  console.error(isOurs || name !== 'TypeError' ? message : error);
  process.exitCode = 2;
}
