import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contracts } from '#functions/handlers/contracts.ts';
import { bundle, entryOf, functionNames, type FunctionName, loadedBytes } from './bundle.ts';
import { environmentsOf } from './stacks/tests/environments.ts';
import { allowances, resources, stageApp, templates } from './stacks/tests/synthesized.ts';

/** What a cold start loads at most, of any function (DESIGN section 10). */
const maxBytes = 400_000;

const itself = (service: string, ...commands: string[]) =>
  Object.fromEntries(commands.map((command) => [command, `${service}:${command}`]));
/** What IAM calls the commands of clients. The library of documents has Query and Scan in every bundle; nobody may scan. */
const actionsOf: Record<string, Record<string, string>> = {
  dynamodb: itself(
    'dynamodb',
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'GetItem',
    'PutItem',
    'UpdateItem',
  ),
  kms: itself('kms', 'Decrypt', 'Encrypt'),
  'secrets-manager': itself('secretsmanager', 'GetSecretValue'),
  ses: itself('ses', 'SendRawEmail'),
  sqs: { SendMessageBatch: 'sqs:SendMessage' },
  'pinpoint-sms-voice-v2': itself('sms-voice', 'SendTextMessage'),
};

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-bundles-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The folders that a deploy would upload, by function, and what it would write into their environments. */
const folders = new Map<string, string>();
let environments: ReturnType<typeof environmentsOf>;
let allowed: ReturnType<typeof allowances>;

/** A stage that has all there is. */
const sms = { origin: 'arn:aws:sms-voice:eu-central-1:111122223333:pool/pool-0a1b2c3d', countries: ['DE'] };

beforeAll(() => {
  const { app, stacks } = stageApp('prod', { sms }, { bundled: true });
  const { directory } = app.synth();
  const { api } = templates(stacks);
  environments = environmentsOf(api);
  allowed = allowances(app);
  for (const [id, { Properties }] of resources(api, 'AWS::Lambda::Function')) {
    const name = /^Functions([a-z]+)Function/.exec(id)![1]!;
    folders.set(name, join(directory, `asset.${Properties['Code'].S3Key.replace('.zip', '')}`));
  }
}, 60_000);

/** All the code of a function's asset. */
function codeOf(name: FunctionName): string {
  const folder = folders.get(name)!;
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** The commands of clients of AWS in a function's code: `@aws-sdk/client-kms/dist-es/commands/DecryptCommand.js`. */
function commandsOf(name: FunctionName): string[] {
  const { outputs } = bundle(entryOf(name), join(scratch, name));
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(
      ([file, { bytesInOutput }]) => /[/+]client-[^/]+\/dist-es\/commands\//.test(file) && bytesInOutput > 0,
    )
    .map(([file]) => file.replace(/^.*?(?=(@aws-sdk[/+]client-))/, ''));
}

/** Runs a line of code with a function's handler, where nothing but its asset can be resolved, nor known but its settings. */
function run(name: FunctionName, code: string) {
  return spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `import { handler } from './index.mjs'; ${code}`],
    { cwd: folders.get(name)!, env: environments.get(name)!, encoding: 'utf8' },
  );
}

test('every function has an asset of its own', () => {
  expect(new Set(folders.keys())).toEqual(new Set(functionNames));
  expect(new Set(folders.values()).size).toBe(functionNames.length);
});

describe.each(functionNames)('the asset of %s', (name) => {
  test('starts on its own, without node_modules', () => {
    const { stdout, stderr } = run(name, 'console.log(typeof handler)');
    expect(stderr).toBe('');
    expect(stdout).toBe('function\n');
  });

  test('is small enough to start fast, with all that it loads at once, and modules only', () => {
    const { atStart } = loadedBytes(bundle(entryOf(name), join(scratch, name)));
    expect(atStart).toBeLessThanOrEqual(maxBytes);
    expect(readdirSync(folders.get(name)!).filter((file) => !file.endsWith('.mjs'))).toEqual([]);
  });

  test('has no package that requires a module whose stand-in gives it half', () => {
    const { inputs } = bundle(entryOf(name), join(scratch, name));
    const required = Object.values(inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ kind, path }) => kind === 'require-call' && path.startsWith('infra/stand-ins/'));
    expect(required).toEqual([]);
  });

  test('has the operations that its contracts name', () => {
    const code = codeOf(name);
    for (const { id } of contracts.filter((contract) => contract.function === name))
      expect(code).toContain(id);
  });

  test('imports no module of Node that loads more than is taken from it', () => {
    expect(codeOf(name)).not.toMatch(
      /(from|import)\s*\(?"(process|node:(process|crypto|fs|fs\/promises|https?|net|os|path|stream|stream\/promises|timers|timers\/promises|zlib))"/,
    );
  });

  test('has no client of AWS whole, which importing a package by its name alone would bring', () => {
    const byClient = Map.groupBy(commandsOf(name), (file) => file.slice(0, file.lastIndexOf('/')));
    // The SDK of durable functions imports Lambda's so.
    if (name === 'erasure') byClient.delete('@aws-sdk/client-lambda/dist-es/commands');
    for (const [client, files] of byClient) expect(files.length, client).toBeLessThan(20);
  });

  // No emulator asks IAM. What belongs to one object of operations (a bucket's, the user pool's) is in the code as a whole.
  test('may do all that its code asks of tables, queues, keys, secrets, mail and text messages', () => {
    const rights = allowed[`api/Functions/${name}/Role`]!.map((line) => line.replace(/ .*/, ''));
    const asked = commandsOf(name).flatMap((file) => {
      const [, client = '', command = ''] = /client-([\w-]+).*\/(\w+)Command\.js$/.exec(file)!;
      return actionsOf[client]?.[command] ?? [];
    });
    expect(asked.filter((action) => !rights.includes(action))).toEqual([]);
  });

  test('has none of the local stack and none of the SDK’s chain of credentials', () => {
    expect(codeOf(name)).not.toMatch(/__local|sso-oidc|credential_process/);
  });
});

test('only identity and danger ask Cognito for proofs, only media and erasure write to S3, only integrations KMS, and each channel only who sends by it', () => {
  const having = (pattern: RegExp) => functionNames.filter((name) => pattern.test(codeOf(name)));
  expect(having(/AdminInitiateAuth/)).toEqual(['identity', 'danger']);
  expect(having(/PutObject/)).toEqual(['media', 'danger', 'erasure', 'exporter']);
  expect(having(/IncorrectKeyException/)).toEqual(['integrations']);
  expect(having(/SendRawEmail/)).toEqual(['mailer', 'deliver']);
  expect(having(/SendTextMessage/)).toEqual(['channels', 'deliver']);
});

test('the outbox turns records of the stream into envelopes', () => {
  const image = {
    pk: { S: 'EVENTS#4f5b5c0e-8f0c-4b49-9a3e-0a1f0c2d3e4f' },
    sk: { S: '0198c0de-0000-7000-8000-000000000001' },
    id: { S: '0198c0de-0000-7000-8000-000000000001' },
    type: { S: 'latchkey.password.reset' },
    version: { N: '1' },
    occurredAt: { S: '2026-11-01T10:00:00.000Z' },
    accountId: { S: '4f5b5c0e-8f0c-4b49-9a3e-0a1f0c2d3e4f' },
    companyId: { NULL: true },
    actor: { M: { kind: { S: 'anonymous' } } },
    origin: { NULL: true },
    data: { M: { email: { S: 'ada@example.com' } } },
  };
  const records = JSON.stringify([{ eventName: 'INSERT', dynamodb: { NewImage: image } }]);
  const { stdout, stderr } = run('outbox', `console.log(JSON.stringify(await handler(${records})))`);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([
    {
      id: image.id.S,
      type: 'latchkey.password.reset',
      version: 1,
      occurredAt: '2026-11-01T10:00:00.000Z',
      accountId: image.accountId.S,
      companyId: null,
      actor: { kind: 'anonymous' },
      origin: null,
      data: { email: 'ada@example.com' },
    },
  ]);
});
