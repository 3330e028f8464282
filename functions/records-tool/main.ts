import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { companyExists } from '#functions/shared/company-item.ts';
import { openRecords } from '#functions/shared/records/open-records.ts';
import { UsageError } from '#functions/shared/tools/usage-error.ts';
import { findWhere } from '#functions/shared/tools/where.ts';
import { readArguments } from './arguments.ts';
import { importProgress } from './import-progress.ts';
import { importRecords } from './import-records.ts';

const needed = ['TABLE_NAME', 'RECORDS_TABLE_NAME', 'RECORDINGS_BUCKET'] as const;
/** Lines that are named one by one; the rest are counted. */
const mostProblems = 100;

/** The records tool: imports a file, tells what it could not, 0 when every line was. */
async function main(): Promise<number> {
  const { file, companyId, stage, again } = readArguments(process.argv.slice(2));
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const { variables } = await findWhere(stage, process.env, needed);
  if (!(await companyExists(openTable(variables.TABLE_NAME), companyId)))
    throw new UsageError(`There is no company ${companyId}.`);

  const progress = importProgress(file, companyId);
  const done = again ? 0 : await progress.read();
  if (done > 0) process.stdout.write(`Going on after line ${String(done)} (${progress.path}).\n`);
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let problems = 0;
  const report = await importRecords(
    openRecords(variables.RECORDS_TABLE_NAME, variables.RECORDINGS_BUCKET),
    { companyId, lines, done },
    {
      onBadLine: (number, problem) => {
        problems += 1;
        if (problems <= mostProblems) process.stderr.write(`line ${String(number)}: ${problem}\n`);
      },
      onProgress: (so) => progress.write(so.done),
    },
  );
  await progress.forget();
  process.stdout.write(`${String(report.imported)} imported, ${String(report.bad)} not.\n`);
  return report.bad === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
