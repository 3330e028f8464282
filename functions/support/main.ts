import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { newIdAt } from '#functions/shared/ids.ts';
import { UsageError } from '#functions/shared/tools/usage-error.ts';
import { findWhere } from '#functions/shared/tools/where.ts';
import { readArguments } from './arguments.ts';
import { runCommand } from './run-command.ts';

/** The support tool: one command, its result in words, 0 when it was done. */
async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const where = await findWhere(given.stage, process.env, ['TABLE_NAME', 'USER_POOL_ID']);
  const { TABLE_NAME, USER_POOL_ID } = where.variables;
  const now = () => new Date(Date.now() + where.clockOffset);
  const result = await runCommand(
    {
      table: openTable(TABLE_NAME),
      pool: userPoolAdmin(new CognitoIdentityProviderClient(clientSettings()), USER_POOL_ID),
      now,
      newId: () => newIdAt(now()),
    },
    given,
  );
  (result.ok ? process.stdout : process.stderr).write(`${result.text}\n`);
  return result.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
