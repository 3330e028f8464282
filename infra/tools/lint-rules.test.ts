import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';
import typescript from 'typescript-eslint';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** Our configuration without the rules that need types, so that the file named need not exist. */
const untyped = new ESLint({ cwd, overrideConfig: [typescript.configs.disableTypeChecked] });

/** The names of the rules that `text` breaks when it stands in `file`. */
async function breaches(file: string, text: string): Promise<string[]> {
  const [result] = await untyped.lintText(`${text}\n`, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

// The first lint loads every plugin.
beforeAll(() => untyped.lintText('', { filePath: 'functions/a.ts' }), 60_000);

const floating = `function save(): Promise<void> {\n  return Promise.resolve();\n}\nsave();\n`;

/** A project of its own for the rules that need types, since ours takes long to load. */
async function typedProject(sources: Record<string, string>): Promise<{ eslint: ESLint; files: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-lint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const compilerOptions = { strict: true, target: 'es2022', types: [] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text);
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: join(cwd, 'eslint.config.js'),
    overrideConfig: [{ languageOptions: { parserOptions: { tsconfigRootDir: folder } } }],
  });
  return { eslint, files: Object.keys(sources) };
}

const useCase = 'functions/profile/save-profile.ts';

describe('direction of imports', () => {
  it.each([
    ['a feature another feature', useCase, '#functions/sessions/session-item.ts'],
    ['a feature another feature by climbing', useCase, '../sessions/session-item.ts'],
    [
      'a subfolder another feature by climbing',
      'functions/mailer/mails/sign-up.ts',
      '../../sessions/item.ts',
    ],
    ["a test another feature's code", 'functions/profile/save-profile.test.ts', '#functions/sessions/x.ts'],
    ['a feature a handler', useCase, '#functions/handlers/account.ts'],
    ['a feature the test stack', useCase, '#functions/testing/setup.ts'],
    ['a feature infra', useCase, '#infra/config.ts'],
    ['functions/shared a feature', 'functions/shared/chain/session.ts', '#functions/sessions/item.ts'],
    ['functions/shared a feature by climbing', 'functions/shared/clock.ts', '../sessions/item.ts'],
    ['events a function', 'events/envelope.ts', '#functions/shared/ids.ts'],
    ['the site a use-case', 'web/src/routes/settings/save.ts', '#functions/profile/save-profile.ts'],
    ['the site a use-case by climbing', 'web/src/lib/save.ts', '../../../functions/profile/save-profile.ts'],
    [
      'a Svelte component an item',
      'web/src/lib/components/Card.svelte',
      '#functions/profile/profile-item.ts',
    ],
    ['the site infra', 'web/src/lib/api/client.ts', '#infra/config.ts'],
    ['a stack a handler', 'infra/stacks/api-stack.ts', '#functions/handlers/account.ts'],
    ['a stack infra/local', 'infra/stacks/api-stack.ts', '../local/gateway/start-gateway.ts'],
    ['the app infra/local', 'infra/app.ts', './local/main.ts'],
    ['infra/local a use-case', 'infra/local/main.ts', '#functions/profile/save-profile.ts'],
    ['a handler infra/local', 'functions/handlers/account.ts', '#infra/local/clock.ts'],
  ])('forbids %s', async (_case, file, source) => {
    const inComponent = file.endsWith('.svelte');
    const statement = `import { thing } from '${source}';\nconsole.error(thing);`;
    const text = inComponent ? `<script lang="ts">\n${statement}\n</script>` : statement;
    expect(await breaches(file, text)).toContain('no-restricted-imports');
  });

  it.each([
    ['await import()', `export const thing = await import('#functions/sessions/session-item.ts');`],
    ['a type by import()', `export type Thing = import('#functions/sessions/session-item.ts').Thing;`],
  ])('forbids the same as %s', async (_case, text) => {
    expect(await breaches(useCase, text)).toContain('no-restricted-syntax');
  });

  it.each([
    ['a feature its own file', useCase, './profile-item.ts'],
    ['a feature functions/shared', useCase, '#functions/shared/clock.ts'],
    ['a feature an event', useCase, '#events/lifecycle/profile-changed.ts'],
    ['a subfolder its feature', 'functions/mailer/mails/sign-up-mails.ts', '../links.ts'],
    ['a test the test stack', 'functions/profile/save-profile.test.ts', '#functions/testing/setup.ts'],
    ['a handler a feature', 'functions/handlers/account.ts', '#functions/profile/operations.ts'],
    ['the site a contract', 'web/src/lib/api/client.ts', '#functions/profile/contract.ts'],
    ['the site all contracts', 'web/src/lib/api/client.ts', '#functions/handlers/contracts.ts'],
    ['a stack the table', 'infra/stacks/data-stack.ts', '#functions/shared/table.ts'],
    ['infra/local a handler', 'infra/local/gateway/routes.ts', '#functions/handlers/account.ts'],
    ['a journey infra/local', 'web/tests/sign-up.test.ts', '#infra/local/clock.ts'],
  ])('allows %s', async (_case, file, source) => {
    expect(await breaches(file, `export { thing } from '${source}';`)).toEqual([]);
  });
});

describe('house rules', () => {
  it.each([
    [
      'an assertion',
      '@typescript-eslint/consistent-type-assertions',
      'export const a = JSON.parse("1") as number;',
    ],
    ['any', '@typescript-eslint/no-explicit-any', 'export function f(a: any): unknown { return a; }'],
    ['an enum', 'no-restricted-syntax', 'export enum Role { Owner }'],
    ['a default export', 'no-restricted-syntax', 'export default 1;'],
    ['a barrel', 'no-restricted-syntax', `export * from './contract.ts';`],
    ['a file of 251 lines', 'max-lines', 'export {};\n'.repeat(251)],
    ['a log that is not the logger', 'no-console', 'console.log("a");'],
  ])('forbid %s', async (_case, rule, text) => {
    expect(await breaches(useCase, text)).toContain(rule);
  });

  it.each([
    ['a mock of a module', `vi.mock('./contract.ts');`],
    ['a skipped test', `it.skip('saves', () => {});`],
    ['a lone test', `describe.only('profile', () => {});`],
  ])('forbid %s', async (_case, text) => {
    expect(await breaches('functions/profile/save-profile.test.ts', text)).toContain('no-restricted-syntax');
  });

  it('allow `as const`, and assertions in tests', async () => {
    expect(await breaches(useCase, 'export const roles = ["owner"] as const;')).toEqual([]);
    expect(
      await breaches('functions/profile/a.test.ts', 'export const a = JSON.parse("1") as number;'),
    ).toEqual([]);
  });

  it('forbid a floating promise, in TypeScript and in a component', { timeout: 60_000 }, async () => {
    const { eslint, files } = await typedProject({
      'save.ts': floating,
      'Save.svelte': `<script lang="ts">\n${floating}\n</script>\n`,
    });
    const results = await eslint.lintFiles(files);
    expect(results.map(({ messages }) => messages.map(({ ruleId }) => ruleId))).toEqual([
      ['@typescript-eslint/no-floating-promises'],
      ['@typescript-eslint/no-floating-promises'],
    ]);
  });
});
