import { existsSync } from 'node:fs';

import eslint from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

import { tests, zones } from './infra/tools/import-boundaries.js';

/** House rules that no plugin has a rule for. */
const syntax = [
  { selector: 'TSEnumDeclaration', message: 'No enums: use a union of literals.' },
  {
    selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
    message: 'Named exports only; a default where a tool demands it.',
  },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|hoisted)$/]',
    message: 'No mocks of modules: pass the dependency as an argument.',
  },
  {
    selector:
      'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|fails)$/]',
    message: 'A test runs or is deleted. What needs something outside the repository uses skipIf.',
  },
];

/**
 * The rules of one zone: imports, and the same for `import()` and `typeof import()`, which
 * no-restricted-imports doesn't see.
 *
 * @type {import('eslint').Linter.Config[]}
 */
const zoneRules = zones.map(({ files, ignores, boundaries }) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': ['error', { patterns: boundaries }],
    'no-restricted-syntax': [
      'error',
      ...syntax,
      ...boundaries.flatMap(({ regex, message }) => {
        // A slash would end the expression inside a selector.
        const expression = `/${regex.replaceAll('/', String.raw`\x2F`)}/`;
        return [
          { selector: `ImportExpression[source.value=${expression}]`, message },
          { selector: `TSImportType[source.value=${expression}]`, message },
        ];
      }),
    ],
  },
}));

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/.svelte-kit/',
    '.local/',
    'dist/',
    'web/build/',
    // Served as it stands: a worker's scope is not that of any of our programs.
    'web/static/',
    'cdk.out/',
    'coverage/',
    // Until SvelteKit has written its tsconfig, the site can't be linted with types.
    ...(existsSync('web/tsconfig.json') ? [] : ['web/']),
  ]),
  eslint.configs.recommended,
  typescript.configs.strictTypeChecked,
  typescript.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        // For every file alike: a change from one file to the next makes TypeScript load its projects anew.
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...syntax],
      'max-lines': ['error', { max: 250 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Spreading a string counts code points, which is what our limits are in.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['web/**'],
    ignores: ['web/*', 'web/tests/**'],
    languageOptions: { globals: globals.browser },
    rules: {
      // The site lives at the root of its host, as the cookie's `__Host-` prefix and the API's paths demand.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: typescript.parser },
    },
    rules: {
      // `let { a } = $props()` is how Svelte declares what may change.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // Svelte's own warnings, and whether one is rightly ignored, are svelte-check's, where they are fatal.
      'svelte/valid-compile': 'off',
      'svelte/no-unused-svelte-ignore': 'off',
    },
  },
  ...zoneRules,
  {
    // What runs on a terminal may write to it.
    files: ['infra/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // What tools load, and what packages import as if it were one of Node's modules.
    files: ['**/*.config.{js,ts}', 'infra/tools/*-reporter.ts', 'infra/stand-ins/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // JSDoc can give parsed JSON a type, but not by a schema: these files run before anything is installed.
    files: ['infra/**/*.js'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
