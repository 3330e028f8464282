import type { KnipConfig } from 'knip';

/** What is reached by other means than an import: by path, by a framework, or as a command. */
const config: KnipConfig = {
  entry: [
    'infra/app.ts',
    'infra/local/main.ts',
    'infra/smoke/main.ts',
    'infra/tools/*.js',
    'infra/tools/bench/main.ts',
    'infra/tools/architecture/main.ts',
    'infra/stand-ins/*.ts',
    'infra/deploy/vitest.config.ts',
    'infra/deploy/tests/*.test.ts',
    'functions/handlers/*.ts',
    'functions/support/main.ts',
    'infra/tools/operate/{notify,redrive}.ts',
    'functions/records-tool/main.ts',
    // They land before what is built on them.
    'functions/shared/records/*.ts',
    'web/src/routes/**/+{page,layout,error}.{ts,svelte}',
    'web/src/hooks.server.ts',
    // Started by tests as processes of their own.
    'infra/local/**/tests/*-process.ts',
  ],
  project: ['{events,functions,infra}/**/*.{js,ts}', 'web/{src,tests}/**/*.{ts,svelte,css}', '*.{js,ts}'],
  vite: { config: ['web/vite.config.ts'] },
  // SvelteKit's own modules exist only in its build.
  ignoreUnresolved: [/^\$app\//],
  // A schema's type is exported with it, also where only its own file uses it so far.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // Started by infra/tools/check.js.
    'svelte-check',
  ],
};

export default config;
