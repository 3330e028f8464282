import { parseArgs } from 'node:util';
import { UsageError } from '#functions/shared/tools/usage-error.ts';

const usage = [
  'npm run records -- import FILE --company ID [--local | --stage NAME] [--again]',
  '',
  'FILE holds a record on each line, as JSON:',
  '  {"category": "call-logs", "id": "call-1", "at": "2026-11-26T09:00:00Z", "data": {"seconds": 73}}',
  'A recording may carry its sound as base64 in "audio". Lines that can’t be imported are told by their numbers;',
  'the others are imported. Interrupted, the same command goes on where it was; --again begins anew.',
].join('\n');

export interface Arguments {
  readonly file: string;
  readonly companyId: string;
  /** The stage to work on; null for the local stack. */
  readonly stage: string | null;
  /** Imports lines again that an earlier run has done. */
  readonly again: boolean;
}

const options = {
  company: { type: 'string' },
  stage: { type: 'string' },
  local: { type: 'boolean' },
  again: { type: 'boolean' },
} as const;

/** Reads the arguments; throws a `UsageError` that names what is missing or wrong. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [command, file, surplus] = positionals;
  if (command === undefined) throw new UsageError(usage);
  if (command !== 'import') throw new UsageError(`There is no command "${command}".\n\n${usage}`);
  if (file === undefined) throw new UsageError(`Say which file.\n\n${usage}`);
  if (surplus !== undefined) throw new UsageError(`"${surplus}" is too much: import takes one file.`);
  const { company = '' } = values;
  if (company === '') throw new UsageError('Say whose records these are: --company ID.');
  if (values.local === true && values.stage !== undefined)
    throw new UsageError('--local and --stage exclude each other.');
  return { file, companyId: company, stage: values.stage ?? null, again: values.again === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : usage);
  }
}
