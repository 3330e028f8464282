import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readStage } from './config.ts';
import { latchkey } from './latchkey.ts';
import { siteHeaders } from './site-headers.ts';

const folder = join(import.meta.dirname, '../web/build');

try {
  const app = new App();
  const stage = readStage(app.node.tryGetContext('stage'));
  if (!existsSync(folder))
    throw new ConfigError('The site is not built: run `npm run build`, then this again.');
  latchkey(app, stage, { folder, headers: siteHeaders(folder) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  // The sentence is all that the reader needs; a stack trace would bury it.
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
