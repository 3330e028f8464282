import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '#functions/shared/aws/client-settings.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { userPoolAdmin } from '#functions/shared/aws/user-pool-admin.ts';
import { newIdAt } from '#functions/shared/ids.ts';
import { UsageError } from '#functions/shared/tools/usage-error.ts';
import { findWhere } from '#functions/shared/tools/where.ts';
import { readArguments } from './arguments.ts';
import { type Result, runCommand } from './run-command.ts';
import { readVerifyArguments } from './verify-log/arguments.ts';
import { runVerify } from './verify-log/run-verify.ts';

/** The support tool: one command, its result in words, 0 when it was done. */
async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  const result = await (command === 'verify-log' ? verify(rest) : help(process.argv.slice(2)));
  (result.ok ? process.stdout : process.stderr).write(`${result.text}\n`);
  return result.ok ? 0 : 1;
}

/** Proves a log whole; there is nobody whom it helps, and nothing that it shows. */
async function verify(args: readonly string[]): Promise<Result> {
  const given = readVerifyArguments(args);
  const where = await findWhere(given.stage, process.env, ['TABLE_NAME']);
  const now = () => new Date(Date.now() + where.clockOffset);
  return runVerify({ table: openTable(where.variables.TABLE_NAME), now, secondLookAfter: 1000 }, given);
}

/** Helps somebody. */
async function help(args: readonly string[]): Promise<Result> {
  const given = readArguments(args);
  const where = await findWhere(given.stage, process.env, ['TABLE_NAME', 'USER_POOL_ID']);
  const { TABLE_NAME, USER_POOL_ID } = where.variables;
  const now = () => new Date(Date.now() + where.clockOffset);
  return runCommand(
    {
      table: openTable(TABLE_NAME),
      pool: userPoolAdmin(new CognitoIdentityProviderClient(clientSettings()), USER_POOL_ID),
      now,
      newId: () => newIdAt(now()),
    },
    given,
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
