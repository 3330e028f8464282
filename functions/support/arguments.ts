import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { UsageError } from '#functions/shared/tools/usage-error.ts';
import type { Operator } from './deps.ts';
import { verifyUsage } from './verify-log/arguments.ts';

/** What each command takes beside the account, and does. */
export const commands = {
  find: 'find an account by address or id',
  show: 'show its state: factors, sessions, waits, newest events',
  'end-sessions': 'sign the person out everywhere',
  'reset-two-factor': 'turn two-factor off, end all sessions',
  unlock: 'forget failed tries, so that nobody has to wait',
  'resend-mail':
    'send a mail again: <event id>, `reset` (a fresh reset link) or `confirm` (a fresh sign-up code)',
} as const;
export type CommandName = keyof typeof commands;

export interface Arguments {
  readonly command: CommandName;
  /** An address or an account's id. */
  readonly who: string;
  /** Of `resend-mail`: the event's id, `reset` or `confirm`. */
  readonly what: string | null;
  readonly by: Operator;
  /** The stage to work on; null for the local stack. */
  readonly stage: string | null;
}

const options = {
  operator: { type: 'string' },
  reason: { type: 'string' },
  stage: { type: 'string' },
  local: { type: 'boolean' },
} as const;

const lineSchema = (name: string, most: number) =>
  v.pipe(
    v.string(`--${name} is missing: it stands in the person's security log.`),
    v.trim(),
    v.minLength(3, `--${name} has to say something: at least 3 characters.`),
    v.maxLength(most, `--${name} is longer than ${String(most)} characters.`),
    v.regex(/^\P{Cc}*$/u, `--${name} must be one line of text.`),
  );

const operatorSchema = v.object({ operator: lineSchema('operator', 100), reason: lineSchema('reason', 500) });

/** Says how the tool is called. */
function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'npm run support -- <command> <email | account id> [what] --operator NAME --reason TEXT [--local | --stage NAME]',
    '',
    ...Object.entries(commands).map(([name, does]) => `  ${name.padEnd(width)}  ${does}`),
    '',
    'To prove a log whole:',
    verifyUsage,
    '',
    'NAME and TEXT stand in the person’s security log, where the person reads them. See docs/support.md.',
  ].join('\n');
}

/** Reads the arguments; throws a `UsageError` that names what is missing or wrong. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [command, who, what = null, ...rest] = positionals;
  if (command === undefined) throw new UsageError(usage());
  if (!isCommand(command)) throw new UsageError(`There is no command "${command}".\n\n${usage()}`);
  if (who === undefined) throw new UsageError(`Say whose account: ${command} <email | account id>`);
  const takesWhat = command === 'resend-mail';
  if (takesWhat && what === null)
    throw new UsageError('Say which mail: resend-mail <account> <event id | reset | confirm>');
  const surplus = takesWhat ? rest[0] : (what ?? undefined);
  if (surplus !== undefined)
    throw new UsageError(`"${surplus}" is too much: ${command} takes no such argument.`);
  if (values.local === true && values.stage !== undefined)
    throw new UsageError('--local and --stage exclude each other.');
  const { operator, reason } = values;
  const by = v.safeParse(operatorSchema, { operator, reason }, { abortEarly: true });
  if (!by.success) throw new UsageError(by.issues[0].message);
  return { command, who, what, by: by.output, stage: values.stage ?? null };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : usage());
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
